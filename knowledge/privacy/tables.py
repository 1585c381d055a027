"""Lists of persons in tables: which rows are kept back, and which cells of the others are masked."""

import re
from collections.abc import Sequence

from knowledge.document import Table
from knowledge.privacy import addresses, students
from knowledge.privacy.columns import Column, Columns, is_summary
from knowledge.privacy.finding import (
    MASKED_ACCOUNT,
    MASKED_ADDRESS,
    MASKED_BIRTH,
    MASKED_CARD,
    MASKED_IDENTITY,
    Found,
    Kind,
    starred,
)
from knowledge.privacy.names import is_foreign_name, is_name
from knowledge.privacy.reading import Reading
from knowledge.privacy.subjects import Scope, Subject, subject

_BETWEEN_NAMES = re.compile(r"[、，,;；\s/]+")
_LONG_NUMBER = re.compile(r"[A-Z]{0,3}[0-9]{8,20}[A-Z]?")
_FULL_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:[年./\- ]{1,2}[0-9]{1,2}[月./\- ]{1,2}[0-9]{1,2}日?|[0-9]{4})")
_MOST = 0.6
_MISALIGNED = 0.25


def subject_of(columns: Columns, scope: Scope) -> Subject | None:
    """What a table's list of persons is about, None where its rows may stay."""
    if columns.names and columns.has(Column.CANDIDATE):
        return Subject.ADMISSION
    about = scope.subject
    if not columns.names:
        return about if scope.announces_persons and columns.header < 0 else None
    if columns.of_students:
        return about or subject(columns.heads)
    return about if scope.announces_list and not columns.has(Column.OFFICE) else None


def persons(table: Table, columns: Columns) -> frozenset[int]:
    """The rows of `table` that are persons, or all its rows where names and numbers stand in the wrong columns."""
    data = [index for index in range(columns.header + 1, len(table.rows)) if _is_data(table.rows[index])]
    if columns.names:
        named = [index for index in data if any(table.rows[index][place] for place in columns.names)]
        right = [index for index in named if any(is_person(table.rows[index][place]) for place in columns.names)]
        if right and len(right) * 2 >= len(named):
            return frozenset(named)
    loose = [index for index in data if _reads_as_person(table.rows[index])]
    enough = _MISALIGNED if columns.names else _MOST
    return frozenset(data) if loose and len(loose) >= enough * len(data) else frozenset()


def is_person(cell: str) -> bool:
    """Whether a cell holds nothing but names of persons."""
    parts = [part for part in _BETWEEN_NAMES.split(cell.strip()) if part]
    return is_name(cell) or is_foreign_name(cell) or (bool(parts) and all(map(is_name, parts)))


def cell_findings(cell: str, column: Column | None, columns: Columns) -> tuple[Found, ...]:
    """What is personal in a cell by its column alone: numbers under 学号, days under 出生日期, homes under 家庭住址."""
    bare = Reading(cell).folded.strip()
    shown: tuple[Kind, str] | None = None
    match column:
        case Column.STUDENT | Column.CANDIDATE if students.is_number(bare):
            shown = Kind.STUDENT, starred(bare, 4, 2)
        case Column.IDENTITY if re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z \-]{6,22}(?:\([0-9A]\))?", bare) and re.search(
            "[0-9]{5}", bare
        ):
            shown = Kind.IDENTITY, MASKED_IDENTITY
        case Column.CARD if re.fullmatch(r"[0-9][0-9 \-]{13,24}", bare) and columns.names:
            shown = Kind.CARD, MASKED_CARD
        case Column.BIRTH if _FULL_DAY.fullmatch(bare) and columns.names:
            shown = Kind.BIRTH, MASKED_BIRTH
        case Column.ADDRESS if columns.of_students and addresses.is_place(bare):
            shown = Kind.ADDRESS, MASKED_ADDRESS
        case Column.REACH if columns.of_students and re.fullmatch(
            r"[1-9][0-9]{4,10}|[A-Za-z][A-Za-z0-9_\-]{5,19}", bare
        ):
            shown = Kind.ACCOUNT, MASKED_ACCOUNT
    if shown is None or _is_mobile(bare):
        return ()
    start = len(cell) - len(cell.lstrip())
    return (Found(shown[0], start, start + len(cell.strip()), shown[1]),)


def _is_mobile(bare: str) -> bool:
    return bool(re.fullmatch("1[3-9][0-9]{9}", bare))


def _is_data(row: Sequence[str]) -> bool:
    return len({cell for cell in row if cell}) > 1 and not is_summary(row)


def _reads_as_person(row: Sequence[str]) -> bool:
    """A name beside a long number, or nothing but names."""
    cells = [cell.strip() for cell in dict.fromkeys(row) if cell.strip()]
    names = sum(map(is_name, cells))
    return names > 0 and (any(map(_LONG_NUMBER.fullmatch, cells)) or names >= max(2, _MOST * len(cells)))
