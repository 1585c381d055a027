"""Who issued what: where the college's own rule and one of a ministry or a province both answer, its own comes first."""

import re
from collections.abc import Callable

from bot.finding import Finding
from index.corpus import IndexedNotice
from index.hit import Hit

_NEAR = 0.4
_AUTHORITY = re.compile(
    r"国务院|教育部|财政部|人力资源|公安部|卫生健康委|全国学生资助|中国人民银行|退役军人|国家(?:发展|税务|金融)|[\u4e00-\u9fff]{2,4}[省市](?:教育|财政|人社|人力)|教育厅|财政厅|人民政府|考试院|教育考试|人社厅"
)
# 教财〔2018〕12号, 国办发〔2022〕13号 in a title; a college's own number begins with 校, 院 or its name.
_NUMBER = re.compile(
    r"(?:国发|国办发|国办函|教(?!务)[\u4e00-\u9fff]{0,3}|财[\u4e00-\u9fff]{0,3}|人社[\u4e00-\u9fff]{0,3}|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][\u4e00-\u9fff]{1,4})"
    r"\s*[〔\[（(]\s*20\d{2}\s*[〕\]）)]\s*\d+\s*号"
)
# Who asks for the rule of the state or of a province is given it.
_ASKED = re.compile(r"国家(?!奖学金|励志|助学金|助学贷款|资助)|教育部|全国|省里|[\u4e00-\u9fff]{2}省|政策|财政")


def is_from_above(notice: IndexedNotice) -> bool:
    """Whether a ministry, a province or another authority issued it, by its department or the number in its title."""
    return bool(_AUTHORITY.search(notice.department) or _NUMBER.search(notice.title))


def own_first(finding: Finding, is_sure: Callable[[Hit], bool]) -> Finding:
    """The finding with the college's own rule in front, where it speaks as well of what is asked as the authority's."""
    first = finding.hits[0]
    if not is_from_above(finding.notice(first)) or _ASKED.search(finding.query.text):
        return finding
    for position, hit in enumerate(finding.hits):
        if first.score - hit.score > _NEAR:
            break
        if not is_from_above(finding.notice(hit)) and hit.says_as_much(first) and is_sure(hit):
            return finding.with_first(position)
    return finding
