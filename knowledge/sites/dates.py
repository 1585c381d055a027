"""The day that a list gives beside a title, in the forms that college sites print."""

import re
from datetime import date

_FULL = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
# a calendar leaf: the day large, year and month small, in either order
_DAY_FIRST = re.compile(r"(?<![\d-])(\d{1,2})\s*日?\s+((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})(?![-/.\d])")
_DAY_LAST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?\s+(\d{1,2})(?![-/.\d])")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s+((?:19|20)\d{2})(?![-/.\d])")


def near(text: str) -> date | None:
    """The one day that `text`, an item of a list without its title, names; None when it names none with its year.

    A month and day without a year are not completed: a guess would date a notice wrongly.
    """
    for pattern, order in (
        (_FULL, (1, 2, 3)),
        (_DAY_FIRST, (2, 3, 1)),
        (_DAY_LAST, (1, 2, 3)),
        (_YEAR_LAST, (3, 1, 2)),
        (_COMPACT, (1, 2, 3)),
    ):
        found = pattern.search(text)
        if found:
            year, month, day = (int(found[part]) for part in order)
            return _valid(year, month, day)
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
