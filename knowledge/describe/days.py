"""Reads a written day: 2024年3月5日, 2024-03-05, 2024.3.5, 二〇二四年三月五日."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_NUMERALS = "〇○零一二三四五六七八九十"
_YEAR = rf"(?P<year>(?:19|20)\d{{2}}|二[〇○零O0][{_NUMERALS}]{{2}}|一九[{_NUMERALS}]{{2}})"
_MONTH = rf"(?P<month>\d{{1,2}}|[{_NUMERALS}]{{1,2}})"
_DAY = rf"(?P<day>\d{{1,2}}|[{_NUMERALS}]{{1,3}})"
DAY = re.compile(
    rf"(?<!\d){_YEAR}\s*(?:年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号]"
    rf"|(?P<mark>[-/.－])\s*{_MONTH.replace('month', 'month2')}\s*(?P=mark)\s*{_DAY.replace('day', 'day2')}(?!\d))"
)
_UNITS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零O", "0")


@dataclass(frozen=True, slots=True)
class Written:
    """A day and where it is written: the span of its words in the text read."""

    day: date
    start: int
    end: int


def written(text: str) -> Iterator[Written]:
    """Every day written in full in `text`, in order; what is no day of the calendar is passed over."""
    for found in DAY.finditer(text):
        month, day = found["month"] or found["month2"], found["day"] or found["day2"]
        read = valid(_digits(found["year"]), numeral(month), numeral(day))
        if read is not None:
            yield Written(read, found.start(), found.end())


def valid(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def numeral(text: str) -> int:
    """The number below 100 that digits or Chinese numerals (十二, 三十一, 廿 not) write."""
    if text.isascii():
        return int(text)
    tens, ten, units = text.partition("十")
    if not ten:
        return _digits(text)
    return 10 * (_digits(tens) if tens else 1) + (_digits(units) if units else 0)


def _digits(text: str) -> int:
    read = "".join(_UNITS.get(character, character) for character in text)
    return int(read) if read.isdecimal() else 0
