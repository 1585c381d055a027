"""Gives a table that goes on over a page break the column names, caption and unit of its first part.

Serves pdf_flow.py, so that the rows of the second page stand as much alone as those of the first.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.document import Block, Paragraph, Table
from knowledge.parsers import titles
from knowledge.rows import names_columns

_LONGEST_BETWEEN = 40
_BETWEEN = 2
_FILLED_DOWN = 2  # columns: the groups of a table stand in its first


def continued(table: Table, above: Sequence[Block]) -> Table:
    """The table with the column names of the one before the page break, where it is the rest of that one.

    It is when both are as wide, only a line or two of the page's edge stand between, and its first row names no columns
    of its own. A group whose name was printed on the first page only is named on the second too.
    """
    first = _before(table, above)
    if first is None or len(first.rows[0]) != len(table.rows[0]) or not first.header_rows:
        return table
    header = first.rows[: first.header_rows]
    named = replace(table, caption=table.caption or first.caption, unit=table.unit or first.unit)
    if table.rows[: first.header_rows] == header:
        return replace(named, header_rows=first.header_rows)
    if names_columns(table.rows):
        return table
    return replace(named, rows=(*header, *_filled(table.rows, first.rows[-1])), header_rows=first.header_rows)


def _before(table: Table, above: Sequence[Block]) -> Table | None:
    """The table that ends the page before, past short lines that are no caption."""
    for block in reversed(above[-_BETWEEN - 1 :]):
        if isinstance(block, Table):
            return block if block.page is not None and block.page + 1 == table.page else None
        is_edge = isinstance(block, Paragraph) and len(block.text) <= _LONGEST_BETWEEN
        if not is_edge or table.caption or titles.looks_like_title(block.text):
            return None
    return None


def _filled(rows: Sequence[tuple[str, ...]], last: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows with the empty cells at the top of the first columns filled from the last row of the page before."""
    filled: list[tuple[str, ...]] = []
    open_columns = {column for column in range(_FILLED_DOWN) if column < len(last) - 1 and last[column]}
    for row in rows:
        open_columns = {column for column in open_columns if not row[column]}
        filled.append(tuple(last[c] if c in open_columns else cell for c, cell in enumerate(row)))
    return filled
