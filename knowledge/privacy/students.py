"""Student numbers and examinees' numbers, where the words before say so; bare ones are known by their column only."""

import re
from collections.abc import Iterator

from knowledge.privacy.finding import Found, Kind, starred
from knowledge.privacy.reading import Reading

NAMED = r"学号|学籍号|考生号|考生编号|准考证号?码?|报考?名?序?号|考号|学生编?号|录取通知书编?号"
_CALLED = re.compile(
    rf"(?:{NAMED})[ :为是()]{{0,4}}(?P<number>[A-Za-z]{{0,3}}[0-9][0-9A-Za-z]{{5,19}})(?![0-9A-Za-z位*])"
)
_NUMBER = re.compile(r"[A-Za-z]{0,3}[0-9]{6,20}[A-Za-z]?")


def find(reading: Reading) -> Iterator[Found]:
    """Numbers that are called a student's or an examinee's: 2023****01."""
    for called in _CALLED.finditer(reading.folded):
        yield Found(Kind.STUDENT, *called.span("number"), starred(called["number"], 4, 2))


def is_number(cell: str) -> bool:
    """Whether the text of a cell can be such a number: six digits or more, letters around them."""
    return bool(_NUMBER.fullmatch(Reading(cell.strip()).folded))
