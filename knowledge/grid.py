"""Expands a table with merged cells into a rectangle; the parsers of every format share it."""

from collections.abc import Sequence
from dataclasses import dataclass

# A table wider than this is a broken file, not a table of a notice.
_MAX_COLUMNS = 400
_MAX_ROWSPAN = 2000
_MAX_HEADER_ROWS = 4


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
    if cell.rowspan == cell.colspan == 1:
        grid[index][column] = cell.text
        return column + 1
    right = min(column + max(cell.colspan, 1), _MAX_COLUMNS)
    for below in range(index, min(index + min(max(cell.rowspan, 1), _MAX_ROWSPAN), len(grid))):
        for place in range(column, right):
            grid[below].setdefault(place, cell.text)
    return right


def header_depth(rows: Sequence[Sequence[Cell]]) -> int:
    """How many leading rows are column names, as far as the markup tells; rows that one cell fills come before them.

    Rows of header cells count; otherwise the deepest row span of a first row that has both merged and single cells, or
    most of whose cells are merged down: a header of several rows merges its outer cells down. 0 when nothing tells.
    """
    titles = _title_rows(rows)
    marked = _marked_rows(rows[titles:])
    if marked:
        return titles + marked if titles + marked < len(rows) else 0
    first = rows[titles] if titles < len(rows) else ()
    spans = [cell.rowspan for cell in first if cell.text]
    deepest = max(spans, default=1)
    has_groups = any(cell.colspan > 1 for cell in first) and len(set(spans)) > 1
    is_header = has_groups or (len(spans) > 2 and spans.count(deepest) >= 0.6 * len(spans))
    return titles + deepest if is_header and 1 < deepest <= _MAX_HEADER_ROWS else 0


def _title_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """The leading rows that a single merged cell with text fills, with the rows it is merged down over."""
    index = 0
    while index < len(rows):
        filled = [cell for cell in rows[index] if cell.text]
        if len(filled) != 1 or filled[0].colspan < 2:
            break
        index += max(filled[0].rowspan, 1)
    return min(index, len(rows))


def _marked_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many of the leading rows hold header cells only, at least one of them with text."""
    marked = 0
    for row in rows:
        if not any(cell.text for cell in row) or not all(cell.header or not cell.text for cell in row):
            break
        marked += 1
    return marked
