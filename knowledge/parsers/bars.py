"""Tables in scraped text: cells kept between | marks, the ends of rows often lost.

Text extractors write a web table as `| a | b` lines, or as one cell a line between lone `|` lines. In the second form the
number of columns is inferred from the repeating kinds of cells (a name, a number, a date …).
"""

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.clean import clean
from knowledge.document import Block, Paragraph, Table

_BAR = re.compile(r"^\s*\|")
_NUMBER = re.compile(r"^[\d.,，%％]+\s*\S{0,3}$")
_DATE = re.compile(r"\d{4}\s*[-年./]|\d{1,2}\s*月")
_MAX_COLUMNS = 20
# A cell of a scraped table runs over a few lines at most; more means that the table has ended.
_MAX_CELL_LINES = 4


def is_bar_line(line: str) -> bool:
    """Whether a scraped table goes on or begins with `line`."""
    return bool(_BAR.match(line))


def scraped_table(lines: Sequence[str], index: int) -> tuple[Sequence[Block], int]:
    """The blocks of the table that begins at `index`, and the index after it."""
    end = _end(lines, index)
    run = lines[index:end]
    by_line = [line for line in run if line.count("|") >= 2]
    if len(by_line) * 2 >= len([line for line in run if line.strip(" |")]):
        return _line_rows(run), end
    cells = [clean(" ".join(cell.split("\n"))) for cell in "\n".join(run).split("|")]
    return _flat_rows([cell for cell in cells if cell]), end


def _end(lines: Sequence[str], index: int) -> int:
    """One past the last line of the run: cells follow bars, and the last cell ends at its first line."""
    last_bar = index
    for position in range(index + 1, len(lines)):
        if _BAR.match(lines[position]):
            last_bar = position
        elif position - last_bar > _MAX_CELL_LINES:
            break
    closes_empty = not lines[last_bar].strip(" |")
    return min(last_bar + (2 if closes_empty and last_bar > index else 1), len(lines))


def _line_rows(run: Sequence[str]) -> list[Block]:
    rows = [[clean(cell) for cell in line.strip().strip("|").split("|")] for line in run if line.strip(" |")]
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        return [Paragraph(row[0]) for row in rows if row and row[0]]
    return [Table(tuple(tuple(row + [""] * (width - len(row))) for row in rows))]


def _flat_rows(cells: Sequence[str]) -> list[Block]:
    """A table where the period of the cells' kinds can be told, else the cells on one line."""
    width = _period([_kind(cell) for cell in cells])
    if width is None:
        return [Paragraph(" | ".join(cells))] if cells else []
    rows = [tuple(cells[start : start + width]) for start in range(len(cells) % width, len(cells), width)]
    usual = Counter(tuple(map(_kind, row)) for row in rows).most_common(1)[0][0]
    data = next(index for index, row in enumerate(rows) if _agree(tuple(map(_kind, row)), usual) >= 0.6)
    head = cells[: len(cells) % width + data * width]
    names = _names(head, width)
    if names is None:
        lead = [Paragraph(" | ".join(head))] if head else []
        return [*lead, Table(tuple(rows[data:]))]
    return [Table((names, *rows[data:]), header_rows=1)]


def _kind(cell: str) -> str:
    if _DATE.search(cell):
        return "date"
    return "number" if _NUMBER.match(cell) else "text"


def _agree(left: Sequence[str], right: Sequence[str]) -> float:
    return sum(a == b for a, b in zip(left, right, strict=True)) / len(left)


def _period(kinds: Sequence[str]) -> int | None:
    """The smallest number of columns at which the kinds of cells repeat, the header (first row and a half) left aside."""
    for width in range(2, min(_MAX_COLUMNS, len(kinds) // 3) + 1):
        start = len(kinds) % width + width
        body = kinds[start:]
        if len(set(body)) > 1 and len(body) >= 2 * width and _agree(body[:-width], body[width:]) >= 0.9:
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
        repeats = stems[:size] * groups == stems if groups > 0 else False
        if repeats and single >= 0 and single + groups + len(below) == len(head):
            split = head[single : single + groups]
            return (*head[:single], *(split[index // size] + name for index, name in enumerate(below)))
    return None
