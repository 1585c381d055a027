"""Reads the years a question is about, 今年 and 去年 against the day it is asked; 学年 begins on 1 September."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from knowledge.notice import Period, PeriodKind

_TERM_BEGINS = 9
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_OLDEST = 1990
# Years said in figures explain the word before them: 上一年度（21-22学年）.
_SHADOW = re.compile(r"(?:去年|今年|上一?年度?|上一?学年|本学年)(?=[（(]\s*\d{2})")


@dataclass(frozen=True, slots=True)
class Times:
    """The years found; `text` has them written in full (14年 is 2014年, 去年 the year itself).

    `terms` are the academic years that 这学期 and its like stand in: they date a question about a day, not one about a rule.
    """

    text: str
    periods: tuple[Period, ...] = ()
    terms: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns one kind of match into years, or None where it is no year after all."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], "tuple[tuple[Period, ...], str] | None"]
    is_term: bool = False


def read(text: str, today: date) -> Times:
    """The years that `text` (normalised) names, in their order, without repeats."""
    text = _SHADOW.sub("", text)
    periods: list[Period] = []
    terms: list[Period] = []
    taken: list[tuple[int, int, str]] = []
    for reader in _READERS:
        for match in reader.pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _ in taken):
                continue
            found = reader.read(match, today)
            if found is not None:
                (terms if reader.is_term else periods).extend(found[0])
                taken.append((match.start(), match.end(), found[1]))
    for start, end, full in sorted(taken, reverse=True):
        text = text[:start] + full + text[end:]
    return Times(text, tuple(dict.fromkeys(periods)), tuple(dict.fromkeys(terms)))


def without(text: str) -> str:
    """`text` without the words that name a year."""
    for reader in _READERS:
        text = text if reader.is_term else reader.pattern.sub("", text)
    return text


def _full_year(written: str, today: date) -> int | None:
    """A year of two or four digits as four; None where it cannot be a year that people ask about."""
    year = int(written.translate(_DIGITS))
    if len(written) == 2:
        year += 2000
    return year if _OLDEST <= year <= today.year + 6 else None


def _academic(match: re.Match[str], today: date) -> tuple[tuple[Period, ...], str] | None:
    first = _full_year(match["first"], today)
    if first is None:
        return None
    last = match["last"]
    if last is not None and int(last) % 100 != (first + 1) % 100:
        return None
    return (Period(PeriodKind.ACADEMIC_YEAR, first),), f"{first}-{first + 1}学年"


def _range(match: re.Match[str], today: date) -> tuple[tuple[Period, ...], str] | None:
    first, last = _full_year(match["first"], today), _full_year(match["last"], today)
    if first is None or last is None or not first < last <= first + 10:
        return None
    years = tuple(Period(PeriodKind.YEAR, year) for year in range(first, last + 1))
    return years, f"{first}年至{last}年"


def _numbered(kind: PeriodKind, mark: str) -> Callable[[re.Match[str], date], tuple[tuple[Period, ...], str] | None]:
    def read_one(match: re.Match[str], today: date) -> tuple[tuple[Period, ...], str] | None:
        year = _full_year(match["year"], today)
        # 46级 and 08级 in two digits: nobody asks of a cohort that enters after next year.
        if year is None or (len(match["year"]) == 2 and year > today.year + (5 if kind is PeriodKind.CLASS_OF else 1)):
            return None
        return (Period(kind, year),), f"{year}{mark}"

    return read_one


def _relative(kind: PeriodKind, shift: int) -> Callable[[re.Match[str], date], tuple[tuple[Period, ...], str] | None]:
    def read_one(_: re.Match[str], today: date) -> tuple[tuple[Period, ...], str] | None:
        year = today.year if kind is PeriodKind.YEAR else academic_year(today)
        period = Period(kind, year + shift)
        return (period,), str(period)

    return read_one


def _term(shift: int) -> Callable[[re.Match[str], date], tuple[tuple[Period, ...], str] | None]:
    """这学期 is in the running academic year; 上学期 in the one before if the running term is the first, 下学期 mirrored."""

    def read_one(match: re.Match[str], today: date) -> tuple[tuple[Period, ...], str] | None:
        in_first_term = today.month >= _TERM_BEGINS or today.month == 1
        moved = shift if (shift < 0 and in_first_term) or (shift > 0 and not in_first_term) else 0
        return (Period(PeriodKind.ACADEMIC_YEAR, academic_year(today) + moved),), match.group()

    return read_one


def academic_year(today: date) -> int:
    """The first year of the academic year that `today` is in."""
    return today.year if today.month >= _TERM_BEGINS else today.year - 1


_FOUR = r"(?:(?:19|20)\d{2}|[二一][〇零九][〇零一二三四五六七八九]{2})"
_TWO = r"(?<![\d.])\d{2}"
_HAN_TWO = r"(?<![〇零一二三四五六七八九第])[一二][〇零一二三四五六七八九]"
_DASH = r"\s*(?:年?\s*[-—–~～至到/]+)\s*"
_YEAR, _AY = PeriodKind.YEAR, PeriodKind.ACADEMIC_YEAR
_READERS: tuple[_Reader, ...] = (
    _Reader(re.compile(rf"(?P<first>{_FOUR}|{_TWO}){_DASH}(?P<last>(?:20)?\d{{2}})\s*(?:学年度?|年度)"), _academic),
    _Reader(re.compile(rf"(?P<first>{_FOUR})(?P<last>\d{{2}})?\s*学年"), _academic),
    _Reader(re.compile(rf"(?P<first>{_FOUR}|{_TWO}){_DASH}(?P<last>{_FOUR}|\d{{2}})\s*年"), _range),
    _Reader(re.compile(rf"(?P<year>{_FOUR}|{_TWO}|{_HAN_TWO})\s*级"), _numbered(PeriodKind.COHORT, "级")),
    _Reader(re.compile(rf"(?<!第)(?P<year>{_FOUR}|{_TWO}|{_HAN_TWO})\s*届"), _numbered(PeriodKind.CLASS_OF, "届")),
    _Reader(re.compile(r"大前年"), _relative(_YEAR, -3)),
    _Reader(re.compile(r"前年"), _relative(_YEAR, -2)),
    _Reader(re.compile(r"去年|上一年度|上一年(?!级)|上年度|旧年"), _relative(_YEAR, -1)),
    _Reader(re.compile(r"今年|本年度?(?!级)"), _relative(_YEAR, 0)),
    _Reader(re.compile(r"明年|来年"), _relative(_YEAR, 1)),
    _Reader(re.compile(r"后年"), _relative(_YEAR, 2)),
    _Reader(re.compile(r"(?:这个|这一|这|本|今)学年"), _relative(_AY, 0)),
    _Reader(re.compile(r"(?<!以)上(?:一个|一|个)?学年"), _relative(_AY, -1)),
    _Reader(re.compile(r"下(?:一个|一|个)?学年"), _relative(_AY, 1)),
    _Reader(re.compile(r"(?:这个|这一|这|本)学期"), _term(0), is_term=True),
    _Reader(re.compile(r"上(?:一个|一|个)?学期"), _term(-1), is_term=True),
    _Reader(re.compile(r"下(?:一个|一|个)?学期"), _term(1), is_term=True),
    _Reader(
        re.compile(
            rf"(?<![\d.a-z])(?P<year>{_FOUR})(?:\s*年度?|(?!\d|[-.~—]\d{{3}}|\s*(?:元|块|分|名|人|米|字|个|项|套|条|小时|次|级|届|左右|以|多)))(?!内|以)"
        ),
        _numbered(_YEAR, "年"),
    ),
    _Reader(
        re.compile(
            rf"(?<![第满作读近过了等住干每前后])(?P<year>{_TWO})\s*年(?!内|以|制|级|后|前|左右|工|多(?!少)|之|期|的时间|时间|吗|限)"
        ),
        _numbered(_YEAR, "年"),
    ),
)
