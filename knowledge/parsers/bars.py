"""Tables in scraped text: cells kept between | marks, the ends of rows often lost.

Text extractors write a web table as `| a | b` lines, or as one cell a line between lone `|` lines; the columns of the
second form are inferred in flat_rows. A page laid out by a table comes as such lines too: its text becomes paragraphs.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.clean import clean
from knowledge.document import Block, Paragraph, Table
from knowledge.parsers import chrome, flat_rows

_BAR = re.compile(r"^\s*\|")
# A cell of a scraped table runs over a few lines at most; more means that the table has ended.
_MAX_CELL_LINES = 4
_TITLE = 60
_MAX_HEADS = 3
_LONG_CELL = 300
# Where the breaks of a text that was put into one cell stood: after a sentence, before an article.
_LOST_BREAK = re.compile(r"(?<=[。！？；”])\s+|\s+(?=第[一二三四五六七八九十百]{1,5}[章条]\s)")


def is_bar_line(line: str) -> bool:
    """Whether a scraped table goes on or begins with `line`."""
    return bool(_BAR.match(line))


def scraped_table(lines: Sequence[str], index: int) -> tuple[Sequence[Block], int]:
    """The blocks of the table that begins at `index`, and the index after it."""
    end = _end(lines, index)
    run = lines[index:end]
    by_line = [line for line in run if line.count("|") >= 2]
    if len(by_line) * 2 >= len([line for line in run if line.strip(" |")]):
        return list(_line_blocks(run)), end
    return flat_rows.blocks([cell.strip("\n ") for cell in "\n".join(run).split("|")]), end


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


def _line_blocks(run: Sequence[str]) -> Iterator[Block]:
    """Rows of several cells become tables; a line with one cell is a paragraph, or the heading of a part of a table."""
    rows = list(_rows(run))
    pending: list[list[str]] = []
    for position, row in enumerate(rows):
        if _filled(row) > 1 or (pending and _continues(pending[-1], row)) or _heads(rows, position):
            pending.append(row)
            continue
        yield from _table(pending)
        pending = []
        yield from _paragraphs(row)
    yield from _table(pending)


def _rows(run: Sequence[str]) -> Iterator[list[str]]:
    """The cells of each line that holds something of the notice; a lone list mark is no cell."""
    for line in run:
        cells = [clean(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        cells = ["" if cell in {"·", "•"} or chrome.is_line(cell) else cell for cell in cells]
        filled = [cell for cell in cells if cell]
        if filled and not chrome.is_row(filled):
            yield cells


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _continues(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row with one cell goes on with the table above: its empty cells stand too."""
    return 1 < len(row) == len(above) and len("".join(row)) <= _LONG_CELL


def _heads(rows: Sequence[Sequence[str]], position: int) -> bool:
    """Whether a row with one short cell, alone or with up to two more, heads the rows of several cells after it."""
    for row in rows[position : position + _MAX_HEADS + 1]:
        if _filled(row) > 1:
            return True
        text = "".join(row)
        if len(text) > _TITLE or text.endswith(("。", "：", ":")):
            return False
    return False


def _table(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    """A table without the columns that are empty in every row; one row with running text in it is layout."""
    if not rows:
        return
    if len(rows) == 1 and max(map(len, rows[0])) > _LONG_CELL:
        yield from _paragraphs(rows[0])
        return
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    used = [column for column in range(width) if any(row[column] for row in padded)]
    yield Table(tuple(tuple(row[column] for column in used) for row in padded))


def _paragraphs(cells: Sequence[str]) -> Iterator[Paragraph]:
    for cell in cells:
        yield from (Paragraph(part) for part in _LOST_BREAK.split(cell) if part)
