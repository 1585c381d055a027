"""The publicity period (公示期) that a notice states: from when to when, and the words that say so.

A notice that makes persons public holds until its period ends (教财厅函〔2017〕28号): knowledge/importer.py derives
`expires_at` from it where nobody gave one. Days are counted as 民法典 第201条 does: the day of publishing is not counted, a
day that the notice itself names as the first one is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.workdays import nth_workday

_FOLD = str.maketrans("０１２３４５６７８９（）：．－～", "0123456789():.-~")
_WEEKDAY = r"(?:\s*\((?:星期|周)?[一二三四五六日天]\))?"
_HOUR = r"(?:\s*(?:上午|下午|中午|早上|晚)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|[时点](?:\d{1,2}分)?))?"
_FULL = r"(?P<{0}y>20\d{{2}})\s*(?:年|[./-])\s*(?P<{0}m>\d{{1,2}})\s*(?:月|[./-])\s*(?P<{0}d>\d{{1,2}})\s*[日号]?"
_SHORT = (
    r"(?:(?:(?P<{0}y>20\d{{2}})\s*(?:年|[./-])\s*)?(?P<{0}m>\d{{1,2}})\s*(?:月|[./-])\s*)?(?P<{0}d>\d{{1,2}})\s*[日号]?"
)
_FIRST = r"(?:(?P<ay>20\d{2})\s*(?:年|[./-])\s*)?(?P<am>\d{1,2})\s*(?:月|[./-])\s*(?P<ad>\d{1,2})\s*[日号]?"
_TO = r"\s*(?:起|开始)?\s*(?:至|到|止于|—+|–|-+|~|起至)\s*"
_RANGE = re.compile(_FIRST + _WEEKDAY + _HOUR + _TO + _SHORT.format("b") + r"(?!\s*(?:个|天|工作))" + _WEEKDAY + _HOUR)
_UNTIL = re.compile(r"(?:截止?(?:至|到)?|至|到)\s*" + _FULL.format("b"))
_COUNT = re.compile(r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})\s*(?:个)?\s*(?P<unit>工作日|日|天|自然日|周)")
_START = re.compile(r"(?:自|从)?\s*" + _FULL.format("s") + r"\s*(?:起|开始)")
# 公示期 and what belongs to it, up to the end of the sentence; 公示5个工作日 without more.
_STATED = re.compile(
    r"(?:公示(?:时间|期限?|期间|日期|起止(?:时间|日期))(?!满|结束|内|已|后)|(?:予以|进行|现|网上|全校|校内)?公示(?=[^。；;\n]{0,12}\d|[^。；;\n]{0,3}[一二三四五六七八九十]个)|公示[^。；;\n]{0,8}为期)[^。；;\n]{0,60}"
)
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_PERSONS = re.compile(
    "资助|助学|奖学金|困难|贫困|补助|减免|奖励|获奖|评优|优秀|先进|三好|标兵|十佳|表彰|处分|违纪|录取|推免|推荐|入围|候选|拟聘|拟任|任前|聘用|录用|名单|人选|人员|考生|发展对象|"
    "入党|预备党员|转专业|转学|入伍|参军|评审结果|认定结果|评定结果|成绩"
)
_NOT_PERSONS = re.compile(
    "收费|标准|办法|制度|规定|细则|章程|预算|决算|采购|招标|中标|成交|项目(?!.*(?:人员|奖))|专业设置|课程|教材|规划|方案|清单|目录|工程|资产|设备|价格|论文|成果|报告"
)


@dataclass(frozen=True, slots=True)
class Publicity:
    """A stated publicity period: its last day, its first where that is known, and the words that say so."""

    starts: date | None
    ends: date
    words: str


def period(text: str, published_at: date | None) -> Publicity | None:
    """The publicity period that `text` states; None where it states none or nothing dates it.

    A year that is not written is that of `published_at`, or the next one where the day would be long before it.
    """
    folded = text.translate(_FOLD)
    stated = list(_STATED.finditer(folded))
    for read in (_ranged, _until, _counted):
        for found in stated:
            ends = read(found[0], published_at)
            if ends is not None:
                start, last = ends
                return Publicity(start, last, text[slice(*found.span())].strip())
    return None


def is_about_persons(title: str) -> bool:
    """Whether a notice with this title makes persons public, not fees, rules, projects or purchases."""
    return bool(_PERSONS.search(title)) and not _NOT_PERSONS.search(title)


def of_notice(title: str, text: str, published_at: date | None, *, lists_persons: bool) -> Publicity | None:
    """The period after which a notice no longer holds: that of a 公示 of persons, None for any other notice.

    `lists_persons`: screening kept rows of persons back from it.
    """
    if not lists_persons and not ("公示" in title and is_about_persons(title)):
        return None
    return period(text, published_at)


Dates = tuple[date | None, date]


def _ranged(words: str, published_at: date | None) -> Dates | None:
    for found in _RANGE.finditer(words):
        year = int(found["ay"]) if found["ay"] else _year(int(found["am"]), published_at)
        if year is None:
            continue
        start = _day(year, found["am"], found["ad"])
        end_month = found["bm"] or found["am"]
        end_year = int(found["by"]) if found["by"] else year + (int(end_month) < int(found["am"]))
        end = _day(end_year, end_month, found["bd"])
        if start and end and start <= end <= start + timedelta(days=366):
            return start, end
    return None


def _until(words: str, published_at: date | None) -> Dates | None:
    found = None if _RANGE.search(words) else _UNTIL.search(words)
    end = _day(int(found["by"]), found["bm"], found["bd"]) if found else None
    return (published_at, end) if end else None


def _counted(words: str, published_at: date | None) -> Dates | None:
    counted = next(_counts(words), None)
    if counted is None:
        return None
    count, unit = counted
    named = _START.search(words)
    start = _day(int(named["sy"]), named["sm"], named["sd"]) if named else published_at
    if start is None:
        return None
    if unit == "工作日":
        return start, nth_workday(start, count, inclusive=named is not None)
    days = count * 7 if unit == "周" else count
    return start, start + timedelta(days=days - (named is not None))


def _counts(words: str) -> Iterator[tuple[int, str]]:
    for found in _COUNT.finditer(words):
        written = found["count"]
        is_date = re.search(r"[月./-]\s*$", words[: found.start()]) is not None
        count = int(written) if written.isdigit() else _numeral(written)
        if count and not (is_date and found["unit"] == "日"):
            yield count, found["unit"]


def _numeral(written: str) -> int:
    if "十" in written:
        tens, _, ones = written.partition("十")
        return (_NUMERALS.get(tens, 1)) * 10 + _NUMERALS.get(ones, 0)
    return _NUMERALS.get(written, 0) if len(written) == 1 else 0


def _year(month: int, published_at: date | None) -> int | None:
    if published_at is None:
        return None
    # published in December, made public until January
    return published_at.year + (published_at.month - month > 6)


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
