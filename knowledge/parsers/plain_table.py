"""Comma- or tab-separated text (.csv, .tsv, and an .xls that is really tab-separated text) to one table."""

import csv
from io import StringIO
from pathlib import Path

from knowledge.document import Document
from knowledge.errors import UnreadableFile
from knowledge.parsers import charset, layout, titles

_DELIMITERS = "\t,;|"
_SAMPLED_LINES = 50


def parse(path: Path, content: bytes) -> Document:
    """One table; a first line that stands alone is its caption and the title. Raises UnreadableFile for no text."""
    text = charset.decode(path, content)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        reason = f"expected values separated by commas or tabs, but {error}"
        raise UnreadableFile(path, reason, "save it again as .xlsx") from error
    width = max((len(row) for row in rows), default=0)
    grid = [[layout.cell_text(cell.splitlines()) for cell in row] + [""] * (width - len(row)) for row in rows]
    laid = layout.lay_out(grid)
    if not laid.blocks:
        raise UnreadableFile(path, "expected a table, but the file is empty", "check that it is the right file")
    return Document(titles.tidy(laid.title), laid.blocks)


def _delimiter(text: str) -> str:
    """The sign that occurs on most lines; a comma where none does."""
    lines = text.splitlines()[:_SAMPLED_LINES]
    share = {sign: sum(sign in line for line in lines) for sign in _DELIMITERS}
    best = max(share, key=lambda sign: share[sign])
    return best if share[best] else ","
