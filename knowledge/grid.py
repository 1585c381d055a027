"""Expands a table with merged cells into a rectangle; the parsers of every format share it."""

from collections.abc import Sequence
from dataclasses import dataclass

# A table wider than this is a broken file, not a table of a notice.
_MAX_COLUMNS = 400
_MAX_ROWSPAN = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the file declares it; spans count rows and columns, at least 1."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


def rectangle(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[str, ...], ...]:
    """Rows of equal length: a merged cell's text stands in every place it covers, missing cells are ""."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[index]:
                column += 1
            if column >= _MAX_COLUMNS:
                break
            column = _fill(grid, index, column, cell)
    width = max((max(row, default=-1) for row in grid), default=-1) + 1
    return tuple(tuple(row.get(column, "") for column in range(width)) for row in grid)


def _fill(grid: list[dict[int, str]], index: int, column: int, cell: Cell) -> int:
    """Writes `cell` into every free place it covers; returns the next column."""
    right = min(column + max(cell.colspan, 1), _MAX_COLUMNS)
    for below in range(index, min(index + min(max(cell.rowspan, 1), _MAX_ROWSPAN), len(grid))):
        for place in range(column, right):
            grid[below].setdefault(place, cell.text)
    return right


def header_depth(rows: Sequence[Sequence[Cell]]) -> int:
    """How many leading rows are column names, as far as the markup tells.

    Rows of header cells count; otherwise the deepest row span of a first row that has both merged and single cells, for
    a header of several rows merges its outer cells down. 0 when nothing tells.
    """
    marked = 0
    for row in rows:
        if not row or not all(cell.header for cell in row):
            break
        marked += 1
    if marked:
        return marked if marked < len(rows) else 0
    first = rows[0] if rows else ()
    spans = {cell.rowspan for cell in first}
    has_groups = any(cell.colspan > 1 for cell in first)
    return max(spans) if len(spans) > 1 and has_groups and max(spans) <= 4 else 0
