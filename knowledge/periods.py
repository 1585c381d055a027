"""Finds the years a notice is about: 2024年, 2023-2024学年, 2024级, 2024届 (级 by entry, 届 by graduation)."""

import re
from collections import Counter

from knowledge.notice import Period, PeriodKind

_YEAR = r"((?:19|20)\d{2})"
_ACADEMIC = re.compile(rf"{_YEAR}\s*[-－—–~～至/]\s*(?:19|20)?(\d{{2}})\s*学年|{_YEAR}\s*学年")
_COHORT = re.compile(rf"{_YEAR}\s*级")
_CLASS_OF = re.compile(rf"{_YEAR}\s*届")
# Not the day on which a rule was passed: （2015年6月15日审议通过）, 2024年修订.
_PLAIN = re.compile(
    rf"(?<![\d〔\[.-]){_YEAR}\s*年(?!度?(?:修订|修正|制定)|\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?[^，。；）)]{{0,20}}(?:通过|修订|修正|印发))"
)
_CHINESE_YEAR = re.compile("(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}(?=\\s*(?:学?年|级|届))")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
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
    text = _CHINESE_YEAR.sub(lambda year: year.group().translate(_DIGITS), text)
    years = [int(match.group(1) or match.group(3)) for match in _ACADEMIC.finditer(text)]
    found = [Period(PeriodKind.ACADEMIC_YEAR, year) for year in years]
    text = _ACADEMIC.sub(" ", text)
    for kind, pattern in ((PeriodKind.COHORT, _COHORT), (PeriodKind.CLASS_OF, _CLASS_OF), (PeriodKind.YEAR, _PLAIN)):
        found += [Period(kind, int(match.group(1))) for match in pattern.finditer(text)]
    return found
