"""Says of which year an answer is, wherever a person might take it for another's."""

import re
from collections.abc import Sequence
from datetime import date

from index.corpus import IndexedNotice
from index.freshness import years
from index.query import Query, Want
from knowledge.notice import Period, PeriodKind

_TERM_BEGINS = 9
# What comes anew every year, by the words of titles; a rule (办法) holds until another takes its place.
_YEARLY = re.compile(
    r"计划|分数|录取|投档|招生|简章|章程|学费|收费|缴费|评选|评审|评定|认定|报名|报到|招聘|双选|就业|质量|报告|年报|预算|决算|校历|安排|名额|补贴|名单|公示|推免"
)
_LASTING = re.compile(r"办法|规定|细则|条例|制度|守则|准则|规程|规则|修订|试行|年起|以来|(?<!招生)章程")
# Where an office is and how to reach it does not change with the year of the notice that says so.
_STANDING = frozenset({Want.PHONE, Want.EMAIL, Want.ADDRESS, Want.TIME, Want.PERSON})


def note(query: Query, notice: IndexedNotice, fit: float, today: date) -> str:
    """One line in front of what is quoted from `notice`, "" where its year is what was asked or makes no difference.

    `fit` is how its year fits the years asked for, -1 to 1.
    """
    asked, told = years(query.periods), years(notice.periods)
    if not query.is_dated:
        past = is_of_the_past(notice, today) if query.want not in _STANDING else ()
        return f"以下为{_named(past)}的：" if past else ""
    if not asked or not told or asked & told or fit > 0:
        return ""
    missing = "尚未公布" if is_to_come(query, today) else "没有查到"
    return f"{_named(query.periods)}的{missing}，以下为{_named(_in_title(notice) or notice.periods)}的："


def is_to_come(query: Query, today: date) -> bool:
    """Whether every year asked for is this one or a later one, so that it may only not be published yet."""
    return bool(query.periods) and all(period.year >= _current(period.kind, today) for period in query.periods)


def is_of_the_past(notice: IndexedNotice, today: date) -> tuple[Period, ...]:
    """The years in the title of a yearly matter where all of them are over; none where it is current, or a lasting rule."""
    told = _in_title(notice)
    if not told or _LASTING.search(notice.title):
        return ()
    is_yearly = bool(notice.relations.series) or bool(_YEARLY.search(notice.title))
    return told if is_yearly and all(period.year < _current(period.kind, today) for period in told) else ()


def _in_title(notice: IndexedNotice) -> tuple[Period, ...]:
    return tuple(period for period in notice.periods if str(period.year) in notice.title)


def _named(periods: Sequence[Period]) -> str:
    return "、".join(map(str, periods))


def _current(kind: PeriodKind, today: date) -> int:
    """The year of this kind in which the day lies; a new 学年 and a new 级 begin in September."""
    is_before_term = kind in (PeriodKind.ACADEMIC_YEAR, PeriodKind.COHORT) and today.month < _TERM_BEGINS
    return today.year - is_before_term
