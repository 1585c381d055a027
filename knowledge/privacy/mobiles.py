"""Mobile telephone numbers: eleven digits from 13 to 19, spaced as people space them."""

import re
from collections.abc import Iterator

from knowledge.privacy.finding import Found, Kind
from knowledge.privacy.reading import Reading

# The ranges given out change, so every 1[3-9] counts (reference: the numbering plan of 工信部).
_NUMBER = re.compile(
    r"(?<![0-9*])(?:(?:\+|00)?86[ \-]{0,2}|0)?1[3-9][0-9][ \-]{0,2}[0-9]{4}[ \-]{0,2}[0-9]{4}(?![0-9*])"
)
_SPREAD = re.compile(r"(?<![0-9*])1[ \-][3-9](?:[ \-][0-9]){9}(?![ \-]?[0-9*])")
_TOUCHED = re.compile(r"[A-Za-z_=/&?%#]$|(?<![0-9])0\.$")
_CALLED = re.compile(r"(?:tel|phone|mobile|cell|wechat|vx|call)$", re.IGNORECASE)
_OTHER_NUMBER = re.compile(
    r"(?:编号|代码|项目号|合同号|订单号?|设备号|资产号?|流水号|条码|备案号?|许可证?号?|批号|ISBN|ISSN|"
    r"学号|考号|准考证号?|考生号|邮编)[ :为是]{0,3}$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[ ]?(?:元|万|亿|美元|港元|欧元|人次?|平方|㎡|册|[%‰]|公里|吨|千瓦|[A-Za-z_@]|\.[0-9])")
_MONEY = re.compile(r"(?:[¥￥$]|人民币|金额|经费|合计|总计|预算|收入|支出)[ :为是]{0,3}$")


def find(reading: Reading) -> Iterator[Found]:
    """Mobile numbers, wherever they stand; whose they are is for others to judge."""
    for pattern in (_NUMBER, _SPREAD):
        for found in pattern.finditer(reading.folded):
            if not _is_other(reading, *found.span()):
                yield Found(Kind.MOBILE, *found.span(), _shown(reading.text[slice(*found.span())], found[0]))


def digits(written: str) -> str:
    """The eleven digits of a number as it was written, without +86."""
    return re.sub(r"[^0-9]", "", Reading(written).folded)[-11:]


def _shown(written: str, folded: str) -> str:
    plain = digits(folded)
    lead = written[: folded.index("1")] if folded[0] in "+08" else ""
    return f"{lead}{plain[:3]}****{plain[-4:]}"


def _is_other(reading: Reading, start: int, end: int) -> bool:
    """Whether it is an amount, part of a longer name or address, figures in a row, or a number called something else."""
    before = reading.before(start, 12)
    if _TOUCHED.search(before) and not _CALLED.search(before):
        return True
    if _UNIT.match(reading.after(end, 4)) or _MONEY.search(before) or _OTHER_NUMBER.search(before):
        return True
    groups = reading.folded[start:end].split(" ")
    return len(groups) == 3 and all(group.isdigit() and int(group) % 50 == 0 for group in groups[1:])
