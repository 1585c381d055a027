"""Finds the years a notice is about: 2024年, 2023-2024学年, 2024级, 2024届 (级 by entry, 届 by graduation)."""

import re
from collections import Counter

from knowledge.notice import Period, PeriodKind

_YEAR = r"((?:19|20)\d{2})"
_ACADEMIC = re.compile(rf"{_YEAR}\s*[-—–~～至/]\s*(?:20)?(\d{{2}})\s*学年|{_YEAR}\s*学年")
_COHORT = re.compile(rf"{_YEAR}\s*级")
_CLASS_OF = re.compile(rf"{_YEAR}\s*届")
_PLAIN = re.compile(rf"(?<![\d〔\[（(.-]){_YEAR}\s*年(?![度]?(?:修订|修正|制定))")
# A year in the text counts when it is said this often; in the title once is enough.
_OFTEN = 2


def periods(title: str, text: str) -> tuple[Period, ...]:
    """The years of `title`, else those that `text` opens with or repeats; sorted, without document numbers (〔2024〕9号)."""
    found = set(_find(title))
    if found:
        return tuple(sorted(found))
    counts = Counter(_find(text))
    opening = set(_find(text[:200]))
    return tuple(sorted(period for period, count in counts.items() if period in opening or count >= _OFTEN))


def _find(text: str) -> list[Period]:
    found: list[Period] = []
    for match in _ACADEMIC.finditer(text):
        found.append(Period(PeriodKind.ACADEMIC_YEAR, int(match.group(1) or match.group(3))))
    text = _ACADEMIC.sub(" ", text)
    for kind, pattern in ((PeriodKind.COHORT, _COHORT), (PeriodKind.CLASS_OF, _CLASS_OF), (PeriodKind.YEAR, _PLAIN)):
        found += [Period(kind, int(match.group(1))) for match in pattern.finditer(text)]
    return found
