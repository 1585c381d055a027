"""Measures the sheets of an .xlsx before they are read: one stray cell far away makes a reader fill all between.

Serves sheet.py, whose library ends the whole process when such a sheet does not fit into memory.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from knowledge.errors import UnreadableFile
from knowledge.parsers import zipped

MAX_CELLS = 5_000_000
_SHEET = re.compile(r"xl/(?:worksheets/)?[^/]*\.xml$")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*\bref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
# A column beyond ZZ or a row beyond 99,999, whatever the sheet says of its own size.
_FAR = re.compile(rb'\br="(?:[A-Z]{3,}\d|[A-Z]*\d{6})')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*(?<!/)>\s*<(?!/)')


def check(path: Path, content: bytes) -> None:
    """Raise UnreadableFile when the filled cells of a sheet span more than five million, or when a part is damaged."""
    for name, part in zipped.read(path, content, _SHEET):
        if not _is_suspicious(part):
            continue
        width, height = _span(_FILLED.findall(part))
        if width * height > MAX_CELLS:
            reason = f"the sheet in {name} spans {height} rows and {width} columns"
            raise UnreadableFile(path, reason, "delete the stray cells far from the table and save it again")


def _is_suspicious(part: bytes) -> bool:
    said = _DIMENSION.search(part)
    return said is None or _column(said[1]) * int(said[2]) > MAX_CELLS or bool(_FAR.search(part))


def _span(cells: Iterable[tuple[bytes, bytes]]) -> tuple[int, int]:
    width = height = 0
    for letters, row in cells:
        width, height = max(width, _column(letters)), max(height, int(row))
    return width, height


def _column(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
