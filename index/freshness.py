"""How well a notice's years fit the years asked for; where none is asked, how current it is."""

import re
from collections.abc import Sequence
from datetime import date

from index.corpus import IndexedNotice
from knowledge.notice import Period, PeriodKind

# After this many years the preference for newer notices has halved; a rule lives long, so the preference is mild.
_HALF_LIFE = 4.0
# A page without any date is usually a standing one (rules, contacts) and counts as nearly current.
_UNDATED = 0.85


def years(periods: Sequence[Period]) -> frozenset[int]:
    """Calendar years that periods touch; an academic year touches both of its years."""
    return frozenset(period.year for period in periods) | frozenset(
        period.year + 1 for period in periods if period.kind is PeriodKind.ACADEMIC_YEAR
    )


def fits(asked: Sequence[Period], notice: IndexedNotice, text: str) -> float:
    """1 where the notice or the passage is about an asked year, -1 where only about others, 0 where it names none.

    A cohort (级), a class (届) and a year are different things: 2024届 is met by 2024届 alone where the text names any 届,
    and by 2023届及以后.
    """
    if not asked:
        return 0.0
    marked = [_marked(period, text) for period in asked if period.kind in _MARKS]
    if any(told is True for told in marked):
        return 1.0
    if any(told is None for told in marked) or len(marked) < len(asked):
        return _by_year(asked, notice, text)
    return -1.0


_MARKS = {PeriodKind.COHORT: "级", PeriodKind.CLASS_OF: "届"}
_ONWARDS = r"(?:学生)?(?:及|\(?含\)?)?(?:以后|之后|起|开始|往后)"


def _marked(period: Period, text: str) -> bool | None:
    """Whether `text` speaks of this cohort or class, by its mark; None where it names none of the kind."""
    told = re.findall(rf"((?:19|20)\d{{2}})\s*{_MARKS[period.kind]}({_ONWARDS})?", text)
    if not told:
        return None
    return any(int(year) == period.year or (onwards and int(year) < period.year) for year, onwards in told)


def _by_year(asked: Sequence[Period], notice: IndexedNotice, text: str) -> float:
    if any(str(period.year) in text for period in asked):
        return 1.0
    told = years(notice.periods)
    if not told:
        return 0.0
    return 0.8 if years(asked) & told else -1.0


def has_come(notice: IndexedNotice, today: date) -> bool:
    """Whether a notice can be the newest of its series: published by today, and not only about the year after next."""
    is_published = notice.published_at is None or notice.published_at <= today
    return is_published and (not notice.periods or min(period.year for period in notice.periods) <= today.year + 1)


def year_of(notice: IndexedNotice, today: date) -> int:
    """The latest year, not after next year, that a notice is about or was published in; 0 where none is told."""
    told = [period.year for period in notice.periods if period.year <= today.year + 1]
    published = notice.published_at.year if notice.published_at else 0
    return max([*told, published])


def currency(notice: IndexedNotice, today: date) -> float:
    """0-1: 1 for this year's notice, halved every four years; notices that say no year count as nearly current."""
    year = year_of(notice, today)
    if not year:
        return _UNDATED
    return float(0.5 ** (max(0, today.year - year) / _HALF_LIFE))
