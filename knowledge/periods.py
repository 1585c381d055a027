"""Finds the years a notice is about: 2024年, 2023-2024学年, 2024级, 2024届 (级 by entry, 届 by graduation)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.notice import Period, PeriodKind

_YEAR = r"((?:19|20)\d{2})"
_ACADEMIC = re.compile(rf"{_YEAR}\s*[-－—–~～至/]\s*(?:19|20)?(\d{{2}})\s*学年|{_YEAR}\s*学年")
_COHORT = re.compile(rf"{_YEAR}\s*级")
_CLASS_OF = re.compile(rf"{_YEAR}\s*届")
# Not the day on which a rule was passed: （2015年6月15日审议通过）, 2024年修订.
_PLAIN = re.compile(
    rf"(?<![\d〔\[.-]){_YEAR}\s*年(?!度?(?:修订|修正|制定)|\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?[^，。；）)]{{0,20}}(?:通过|修订|修正|印发))"
)
_KINDS = ((PeriodKind.COHORT, _COHORT), (PeriodKind.CLASS_OF, _CLASS_OF), (PeriodKind.YEAR, _PLAIN))
_CHINESE_YEAR = re.compile("(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}(?=\\s*(?:学?年|级|届))")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# A year in the text counts when it is said this often; in the title once is enough.
_OFTEN = 2
_OPENING = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A year, the words that tell it, and how often the place read tells it."""

    period: Period
    words: str
    times: int


def periods(title: str, text: str) -> tuple[Period, ...]:
    """The years of `title`, else those that `text` opens with or repeats; sorted, without document numbers (〔2024〕9号)."""
    return tuple(told.period for told in told_years(title, text)[1])


def told_years(title: str, text: str) -> tuple[bool, tuple[Told, ...]]:
    """The same with the words that tell them, and whether it is the title that does."""
    if found := _told(title):
        return True, found
    opening = {told.period for told in _told(text[:_OPENING])}
    return False, tuple(told for told in _told(text) if told.period in opening or told.times >= _OFTEN)


def _told(text: str) -> tuple[Told, ...]:
    words: dict[Period, list[str]] = {}
    for period, said in _find(text):
        words.setdefault(period, []).append(said)
    return tuple(Told(period, said[0], len(said)) for period, said in sorted(words.items()))


def _find(text: str) -> Iterator[tuple[Period, str]]:
    # both steps keep the length, so that a match stands where the words stand
    read = _CHINESE_YEAR.sub(lambda year: year.group().translate(_DIGITS), text)
    for match in _ACADEMIC.finditer(read):
        yield Period(PeriodKind.ACADEMIC_YEAR, int(match.group(1) or match.group(3))), text[slice(*match.span())]
    read = _ACADEMIC.sub(lambda found: " " * len(found.group()), read)
    for kind, pattern in _KINDS:
        for match in pattern.finditer(read):
            yield Period(kind, int(match.group(1))), text[slice(*match.span())]
