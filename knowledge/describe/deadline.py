"""The deadline: 报名截止时间为2024年5月20日, 请于6月3日17:00前报送; a day without its year gets it from the notice's own day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.describe import days
from knowledge.describe.days import Written
from knowledge.notice import Evidence, Place

_SHORT_DAY = re.compile(r"(?<![\d年])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_CLAUSE = re.compile(r"[^。；\n!！？]+")
# 截止 and then the day; or the day, and before it something is to be handed in. 截至 (figures as of a day) is no deadline.
_CLOSES = re.compile(r"截止(?:时间|日期|日)?\s*(?:为|是|至|到|于)?\s*[:：]?\s*(?:北京时间)?\s*$")
_CLOSED_AFTER = re.compile(
    r"^\s*(?:[（(][^）)]{1,8}[）)])?\s*(?:[上下中]午)?\s*(?:\d{1,2}\s*[:：时点]\s*(?:\d{2})?\s*分?)?\s*(?:截止|为止)"
)
_BEFORE = re.compile(
    r"^\s*(?:[（(][^）)]{1,8}[）)])?\s*(?:[上下中]午)?\s*(?:\d{1,2}\s*[:：时点]\s*(?:\d{2})?\s*分?)?\s*(?:之|以)?前"
)
_HAND_IN = re.compile(
    r"报送|提交|上交|交至|交到|交回|报名|申请|申报|缴|填报|填写|登记|完成|反馈|发送|发至|报至|报到|寄|上传|确认|办理|回执"
)
_ABOUT = 24


@dataclass(frozen=True, slots=True)
class _Found:
    written: Written
    words: str
    is_full: bool


def deadline(text: str, published_at: date | None) -> Evidence | None:
    """The last day that the text sets to apply or to hand in; not sure where it sets several.

    A day written without its year is the first such day on or after `published_at`, and none where that is unknown.
    """
    found = [one for clause in _CLAUSE.finditer(text) for one in _in_clause(clause.group(), published_at)]
    if not found:
        return None
    last = max(found, key=lambda one: one.written.day)
    is_sure = len({one.written.day for one in found}) == 1 and last.is_full
    return Evidence("deadline", last.written.day.isoformat(), last.words, Place.TEXT, is_sure)


def _in_clause(clause: str, published_at: date | None) -> Iterator[_Found]:
    full = list(days.written(clause))
    short = [
        one
        for one in _yearless(clause, published_at)
        if not any(one.start < other.end for other in full if one.end > other.start)
    ]
    for one in (*full, *short):
        before, after = clause[: one.start], clause[one.end :]
        is_closing = bool(_CLOSES.search(before)) or bool(_CLOSED_AFTER.match(after))
        limit = _BEFORE.match(after)
        if (is_closing and not _counts(before)) or (limit and _HAND_IN.search(clause) and not _is_past(before)):
            words = clause[max(0, one.start - _ABOUT) : one.end + (limit.end() if limit else 12)]
            yield _Found(one, words.strip(), one in full)


def _is_past(before: str) -> bool:
    """2020年1月1日前 of 凡在…前入学的 bounds a group of persons, not a time to act."""
    return bool(re.search(r"(?:凡|对于|适用于|预计)[^，]{0,8}$", before))


def _counts(before: str) -> bool:
    """统计时间截止到… and 年龄计算截止… say of when figures are, not until when to act."""
    return bool(re.search(r"(?:统计|数据|计算|年龄|工龄|教龄|信息|成果)[^，]{0,6}截止[^，]{0,4}$", before))


def _yearless(clause: str, published_at: date | None) -> Iterator[Written]:
    if published_at is None:
        return
    for found in _SHORT_DAY.finditer(clause):
        month, day = int(found[1]), int(found[2])
        near = (days.valid(year, month, day) for year in (published_at.year, published_at.year + 1))
        if coming := next((one for one in near if one and one >= published_at), None):
            yield Written(coming, *found.span())
