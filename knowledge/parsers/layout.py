"""Makes a table of the cells of a sheet or a ruled grid: title rows become the caption, notes become paragraphs.

Between the parsers that know cells and merges (sheet, plain_table, docx, doc, pdf) and the Document they yield.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.clean import clean
from knowledge.document import Paragraph, Table
from knowledge.parsers import titles

_NUMBER = re.compile(r"[-+]?[\d,，.]+\s*[%％]?$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_UNIT = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：]\s*([^\s）)；;，,。]{1,12})\s*[）)]?$")
_NOTE = re.compile(r"(?:备\s*注|说\s*明|附\s*注|注)\s*\d*[:：.、]|[*※★▲]")
_SAME = frozenset({"同上", "〃", "″"})
_MAX_HEADER_ROWS = 4
_MAX_HEADER_CELL = 30

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: first and last row and column, 0-based, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Laid:
    """What a grid says: `before` and `after` stand around `table`, None when the grid holds only running text."""

    title: str
    before: tuple[Paragraph, ...]
    table: Table | None
    after: tuple[Paragraph, ...]

    @property
    def blocks(self) -> tuple[Paragraph | Table, ...]:
        """All of it in reading order."""
        return (*self.before, *((self.table,) if self.table else ()), *self.after)


def lay_out(rows: Sequence[Sequence[str]], merges: Sequence[Merge] = (), page: int | None = None) -> Laid:
    """Split a grid into caption, table and notes.

    `rows` are of equal length and cleaned, a merged range repeats its value over all its cells. Empty rows and columns
    are dropped; 「同上」 gives way to the value above it (the literal is not kept), for a row is quoted alone.
    """
    grid, merges = _without_empty(rows, merges)
    cells = _count_cells(grid, merges)
    top = next((index for index, count in enumerate(cells) if count > 1), len(grid))
    first = top + _count_form_lines(grid[top:])
    end = len(grid) - _count_trailing(grid[first:], cells[first:])
    if end <= first:
        return Laid("", _paragraphs(grid, page), None, ())
    lead = [_values(row)[0] for row in grid[:top]]
    unit = next((found.group(1) for line in lead if (found := _UNIT.match(line))), "")
    title = _title(lead)
    rest = [line for line in lead if line != title and not _UNIT.match(line)]
    below = [Merge(m.top - first, m.left, m.bottom - first, m.right) for m in merges if m.top >= first]
    table = Table(_resolve_same(grid[first:end]), title, unit, _header_rows(grid[first:end], below), page)
    before = (*(Paragraph(line, page) for line in rest), *_paragraphs(grid[top:first], page))
    return Laid(title, before, table, _paragraphs(grid[end:], page))


def cell_text(lines: Sequence[str]) -> str:
    """A cell's lines as one; a vertical label, with a line break after each character or two, loses its breaks."""
    if len(lines) == 1:
        return clean(lines[0])
    parts = [part for line in lines if (part := clean(line))]
    return clean(("" if all(len(part) <= 6 for part in parts) else " ").join(parts))


def spread(rows: Sequence[Sequence[str]], merges: Sequence[Merge]) -> list[list[str]]:
    """The rows with each merged range repeating the value of its first cell; what lies outside the rows is ignored."""
    grid = [list(row) for row in rows]
    for merge in merges:
        if merge.top >= len(grid) or merge.left >= len(grid[merge.top]):
            continue
        value = grid[merge.top][merge.left]
        for row in grid[merge.top : merge.bottom + 1]:
            row[merge.left : merge.right + 1] = [value] * len(row[merge.left : merge.right + 1])
    return grid


def _without_empty(rows: Sequence[Sequence[str]], merges: Sequence[Merge]) -> tuple[list[Row], list[Merge]]:
    """The grid without empty rows and columns, its merges moved accordingly.

    A row that only carries values down from above is empty: the blank lines of a form beside a merged label.
    """
    carried = {(row, column) for m in merges for row in range(m.top + 1, m.bottom + 1) for column in _columns(m)}
    kept_rows = [
        index for index, row in enumerate(rows) if any(cell and (index, c) not in carried for c, cell in enumerate(row))
    ]
    width = max((len(row) for row in rows), default=0)
    kept_columns = [column for column in range(width) if any(rows[index][column] for index in kept_rows)]
    grid = [tuple(rows[index][column] for column in kept_columns) for index in kept_rows]
    moved = []
    for merge in merges:
        top, bottom = bisect_left(kept_rows, merge.top), bisect_right(kept_rows, merge.bottom) - 1
        left, right = bisect_left(kept_columns, merge.left), bisect_right(kept_columns, merge.right) - 1
        if top <= bottom and left <= right:
            moved.append(Merge(top, left, bottom, right))
    return grid, moved


def _rows(merge: Merge) -> range:
    return range(merge.top, merge.bottom + 1)


def _columns(merge: Merge) -> range:
    return range(merge.left, merge.right + 1)


def _values(row: Row) -> list[str]:
    return list(dict.fromkeys(cell for cell in row if cell))


def _paragraphs(rows: Sequence[Row], page: int | None) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(" ".join(_values(row)), page) for row in rows)


def _count_cells(grid: Sequence[Row], merges: Sequence[Merge]) -> list[int]:
    """The filled cells of each row, a merged one counted once; equal values in separate cells stay separate."""
    homes = {(row, column): index for index, m in enumerate(merges) for row in _rows(m) for column in _columns(m)}
    merged = {row for row, _ in homes}
    return [
        len({homes.get((top, left), (top, left)) for left, cell in enumerate(row) if cell})
        if top in merged
        else sum(map(bool, row))
        for top, row in enumerate(grid)
    ]


def _count_trailing(body: Sequence[Row], cells: Sequence[int]) -> int:
    """Rows at the bottom that are notes: one cell, or a word for a note and one more."""
    notes = 0
    for row, count in zip(reversed(body), reversed(cells), strict=True):
        if count > 1 and not (count == 2 and _NOTE.match(_values(row)[0])):
            break
        notes += 1
    return notes


def _count_form_lines(body: Sequence[Row]) -> int:
    """Sparse rows to be filled in by hand (姓名＿＿ 年级＿＿) above a full row of column names."""
    for index in range(min(2, len(body) - 1)):
        filled = sum(1 for cell in body[index + 1] if cell)
        if filled == len(body[index + 1]) > 3 and _is_header(body[index + 1]):
            sparse = all(sum(1 for cell in row if cell) < 0.7 * len(row) for row in body[: index + 1])
            return index + 1 if sparse else 0
    return 0


def _title(lead: Sequence[str]) -> str:
    """The caption among the rows above the table: the first that reads like a title, else the longest short one."""
    named = [line for line in lead if titles.looks_like_title(line)]
    plain = [line for line in lead if len(line) <= 60 and not re.search(r"[。；]|^附[件表]\s*\d*$", line)]
    plain = [line for line in plain if not _UNIT.match(line)]
    return named[0] if named else max(plain, key=len, default="")


def _resolve_same(rows: Sequence[Row]) -> tuple[Row, ...]:
    if all(map(_SAME.isdisjoint, rows)):
        return tuple(rows)
    resolved: list[Row] = []
    for row in rows:
        above = resolved[-1] if resolved else row
        resolved.append(tuple(up or cell if cell in _SAME else cell for cell, up in zip(row, above, strict=True)))
    return tuple(resolved)


def _is_header(row: Row) -> bool:
    """Whether a row could be column names: several short words, no numbers but years."""
    named = [cell for cell in row if cell]
    words = all(len(cell) <= _MAX_HEADER_CELL and (_YEAR.match(cell) or not _NUMBER.match(cell)) for cell in named)
    return words and len(set(named)) > 1 and len(named) > 0.6 * len(row)


def _header_rows(rows: Sequence[Row], merges: Sequence[Merge]) -> int:
    """The rows of column names: the first, what is merged down from it, and the rows that split its merged groups."""
    if len(rows) < 2 or not _is_header(rows[0]):
        return 0
    depth = 1 + max((m.bottom for m in merges if m.top == 0 and m.bottom < _MAX_HEADER_ROWS), default=0)
    while depth < _MAX_HEADER_ROWS and any(_is_split(rows, m, depth) for m in merges if m.bottom == depth - 1):
        depth += 1
    return depth if depth < len(rows) else 1


def _is_split(rows: Sequence[Row], merge: Merge, depth: int) -> bool:
    """Whether the row below a merged group of columns names its parts."""
    if merge.left == merge.right or depth >= len(rows):
        return False
    parts = rows[depth][merge.left : merge.right + 1]
    return len(set(parts)) > 1 and all(part and (_YEAR.match(part) or not _NUMBER.match(part)) for part in parts)
