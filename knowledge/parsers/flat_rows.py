"""Finds the rows in a table that was scraped one cell a line, so that the ends of its rows are lost.

What tells them: the kinds of cells (a name, a telephone number, a date …) repeat from row to row; or one kind stands in one
column only, and rows that are shorter lack the cells that were merged down from the row above.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.clean import clean
from knowledge.document import Block, Paragraph, Table

_KINDS = (
    ("mail", re.compile(r"@[\w.-]+")),
    ("link", re.compile(r"https?://|www\.")),
    ("phone", re.compile(r"^\D{0,8}(?:\+?\d{2,4}[-－—–]){0,2}\d{7,12}(?!\d)")),
    ("time", re.compile(r"\d{1,2}[:：]\d{2}")),
    ("date", re.compile(r"\d{4}\s*[-年./]|\d{1,2}\s*月")),
    ("number", re.compile(r"^[\d.,，%％]+\s*\S{0,3}$")),
    ("code", re.compile(r"^[A-Za-z]{1,4}-?\d+$")),
    ("sex", re.compile(r"^[男女]$")),
)
_MAX_COLUMNS = 20
# A row lacks at most this many cells that were merged down.
_MAX_MERGED = 2


def blocks(cells: Sequence[str]) -> list[Block]:
    """The tables that `cells`, with their line feeds, make up; where none can be told, the cells on one line."""
    found: list[Block] = []
    for part, title in _parts([cell for cell in cells if cell.strip()]):
        found += _table([clean(" ".join(cell.split("\n"))) for cell in part])
        found += [Paragraph(line) for line in map(clean, title) if line]
    return found


def _parts(cells: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Tables that stood one after another, told by their first two names coming again, each with the title of the next.

    The title is what follows the first line of the cell before: the last cell ran into it.
    """
    start = 0
    for index in range(3, len(cells) - 1):
        if index - start > 2 and [clean(c) for c in cells[index : index + 2]] == [clean(c) for c in cells[:2]]:
            last, *title = cells[index - 1].split("\n")
            yield [*cells[start : index - 1], last], title
            start = index
    yield cells[start:], ()


def _table(cells: Sequence[str]) -> list[Block]:
    """The reading that names every column, if there is one."""
    cells = [cell for cell in cells if cell]
    readings = [reading for reading in (_periodic(cells), _anchored(cells)) if reading]
    named = [reading for reading in readings if isinstance(reading[0], Table) and reading[0].header_rows]
    return next(iter(named or readings), [Paragraph(" | ".join(cells))] if cells else [])


def _periodic(cells: Sequence[str]) -> list[Block]:
    """The table where the kinds of cells repeat, [] where they do not."""
    kinds = [_kind(cell) for cell in cells]
    width = _period(kinds)
    if width is None:
        return []
    if _starts_aligned(kinds, width):
        cells = [*cells, *[""] * (-len(cells) % width)]
    offset = len(cells) % width
    rows = [tuple(cells[start : start + width]) for start in range(offset, len(cells), width)]
    usual = _usual(kinds[offset:], width)
    data = next((index for index, row in enumerate(rows) if _agree(tuple(map(_kind, row)), usual) > 0.6), 0)
    head = cells[: offset + data * width]
    names = _names(head, width)
    if names is None:
        lead = [Paragraph(" | ".join(head))] if head else []
        return [*lead, Table(tuple(rows[data:]))]
    return [Table((names, *rows[data:]), header_rows=1)]


def _starts_aligned(kinds: Sequence[str], width: int) -> bool:
    """Whether the last row is short: counted from the start the rows fit, counted from the end none begins with words."""
    short = len(kinds) % width
    if not short or set(kinds[:width]) != {"text"} or _usual(kinds[short:], width)[0] == "text":
        return False
    return tuple(kinds[width : 2 * width]) == _usual(kinds, width)


def _usual(kinds: Sequence[str], width: int) -> tuple[str, ...]:
    """The kinds of most complete rows, counted from the start."""
    rows = [tuple(kinds[start : start + width]) for start in range(0, len(kinds) - width + 1, width)]
    return Counter(rows).most_common(1)[0][0]


def _anchored(cells: Sequence[str]) -> list[Block]:
    """The table where cells of one kind, at most one a row, mark the rows; [] where none does.

    The first row is complete and follows the column names, so it ends as far behind them as they are long.
    """
    kinds = [_kind(cell) for cell in cells]
    for kind, _ in _KINDS:
        places = [index for index, own in enumerate(kinds) if own == kind]
        gaps = [after - before for before, after in pairwise(places)]
        if len(places) < 3 or min(gaps) < max(gaps) - _MAX_MERGED:
            continue
        for width in {max(gaps), (places[0] + 1) // 2}:
            ends = [place + 2 * width - 1 - places[0] for place in places]
            if rows := _rows(cells, kinds, [width - 1, *ends]):
                return [Table((tuple(cells[:width]), *rows), header_rows=1)]
    return []


def _rows(cells: Sequence[str], kinds: Sequence[str], ends: Sequence[int]) -> list[tuple[str, ...]]:
    """Rows that end at `ends`, the first at the names', filled up from the row above; [] where their kinds disagree."""
    width = ends[0] + 1
    if (
        not 3 <= width <= _MAX_COLUMNS
        or ends[-1] != len(cells) - 1
        or ends[1] != 2 * width - 1
        or set(kinds[:width]) != {"text"}
    ):
        return []
    usual = kinds[width : 2 * width]
    rows: list[tuple[str, ...]] = []
    agreed = 0.0
    for before, end in pairwise(ends):
        size = end - before
        if not 2 <= size <= width:
            return []
        agreed += _agree(kinds[before + 1 : end + 1], usual[width - size :])
        above = rows[-1][: width - size] if rows else ()
        rows.append((*above, *cells[before + 1 : end + 1]))
    return rows if agreed >= 0.75 * len(rows) else []


def _kind(cell: str) -> str:
    return next((name for name, pattern in _KINDS if pattern.search(cell)), "text")


def _agree(left: Sequence[str], right: Sequence[str]) -> float:
    return sum(a == b for a, b in zip(left, right, strict=True)) / len(left)


def _period(kinds: Sequence[str]) -> int | None:
    """The smallest number of columns at which the kinds of cells repeat, the header (first row and a half) left aside.

    Nine tenths of the kinds must come again, and three quarters of those that are not plain text.
    """
    for width in range(2, min(_MAX_COLUMNS, len(kinds) // 3) + 1):
        body = kinds[len(kinds) % width + width :]
        if len(body) < 2 * width or _agree(body[:-width], body[width:]) < 0.9:
            continue
        telling = [(a, b) for a, b in zip(body, body[width:], strict=False) if {a, b} != {"text"}]
        if telling and sum(a == b for a, b in telling) >= 0.75 * len(telling):
            return width
    return None


def _names(head: Sequence[str], width: int) -> tuple[str, ...] | None:
    """Column names from the cells before the data: one level, or two where the last names of the first are split below."""
    if len(head) == width:
        return tuple(head)
    groups = len(head) - width
    for size in range(2, 5):
        below = head[len(head) - groups * size :]
        single = width - groups * size
        # 借期（可续借） and 借期（不可续借） are the same column of two groups.
        stems = [name[:2] for name in below]
        repeats = groups > 1 and stems[:size] * groups == stems
        if repeats and single >= 0 and single + groups + len(below) == len(head):
            split = head[single : single + groups]
            return (*head[:single], *(split[index // size] + name for index, name in enumerate(below)))
    return None
