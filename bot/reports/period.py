"""The span of a report: an academic year (学年, 1 September to 31 August), or some weeks up to today."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Self

# reports are of days in China
CHINA = timezone(timedelta(hours=8))
_YEAR = re.compile(r"(\d{4})(?:[-—–/~至](\d{4}))?(?:学年)?")


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `first` to the day `last`, both counted, in China's time."""

    first: date
    last: date

    @classmethod
    def academic_year(cls, text: str) -> Self:
        """`2022-2023`, or `2022` alone for the same year. Raises ValueError saying what was expected."""
        found = _YEAR.fullmatch(text.strip())
        begins = int(found[1]) if found else 0
        ends = int(found[2]) if found and found[2] else begins + 1
        if not 1990 <= begins <= 2100 or ends != begins + 1:
            raise ValueError(f"expected an academic year such as 2022-2023, got {text!r}")
        return cls(date(begins, 9, 1), date(ends, 8, 31))

    @classmethod
    def weeks(cls, count: int, today: date) -> Self:
        """The last `count` weeks, Monday to Sunday, up to and with the week of `today`."""
        monday = today - timedelta(days=today.weekday())
        return cls(monday - timedelta(weeks=count - 1), monday + timedelta(days=6))

    @property
    def since(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), CHINA)

    @property
    def until(self) -> datetime:
        """The first moment after."""
        return datetime.combine(self.last + timedelta(days=1), time(), CHINA)

    @property
    def name(self) -> str:
        """2022-2023, where it is an academic year; else the two days."""
        is_year = (self.first.month, self.first.day, self.last.month, self.last.day) == (9, 1, 8, 31)
        return f"{self.first.year}-{self.last.year}" if is_year else f"{self.first}至{self.last}"

    def holds(self, moment: date | datetime | None) -> bool:
        """Whether a day or moment lies in it; None does not."""
        if isinstance(moment, datetime):
            return self.since <= moment < self.until
        return moment is not None and self.first <= moment <= self.last
