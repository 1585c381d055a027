"""Puts the characters of a PDF page into lines, table cells and, without ruling lines, aligned columns.

Pure geometry between pdf.py, which reads the page, and pdf_flow.py; in points, y upwards as PDF has it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from knowledge.clean import clean
from knowledge.document import Paragraph, Table
from knowledge.parsers import layout, pdf_flow, word_lines
from knowledge.parsers.pdf_flow import Item
from knowledge.parsers.ruled import Grid
from knowledge.parsers.words import Word

_LARGE = 1.15  # times the median height: a title is set larger
_ALIKE = 0.97  # of the largest height
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_PRIVATE_SHARE = 0.3
_LABEL = 10  # characters
_LABELS = 3
_PARTED = 1.2  # text heights between two words that stand apart

Cells = dict[tuple[int, int], str]
Home = tuple[int, tuple[int, int]]
Boxed = tuple[int, Grid, float, float, float, float]


class Char(NamedTuple):
    """A character and its box; a tuple, for a page has thousands and a frozen dataclass takes long to make."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(slots=True)
class Line:
    """A line of text outside any table, as it comes in the file, and the words that stand apart on it."""

    text: str = ""
    words: list[Word] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """The height at which the line stands, that of its first word."""
        return self.words[0].middle[1]


def without_halves(chars: list[Char]) -> list[Char]:
    """The characters with the two halves of a rare one (a surrogate pair) made one; a half alone is a sign for lost."""
    return list(_whole(chars)) if any("\ud800" <= char.text <= "\udfff" for char in chars) else chars


def _whole(chars: Iterable[Char]) -> Iterator[Char]:
    high: Char | None = None
    for char in chars:
        if "\udc00" <= char.text <= "\udfff" and high is not None:
            pair = (high.text + char.text).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            yield char._replace(text=pair, left=high.left)
        elif high is not None:
            yield high._replace(text="\ufffd")
        high = char if "\ud800" <= char.text <= "\udbff" else None
        if not "\ud800" <= char.text <= "\udfff":
            yield char


def is_unreadable(text: str) -> bool:
    """Whether a text is signs of a font without names: it looks right on the page, and reads as nothing."""
    visible = "".join(text.split())
    return len(_UNREADABLE.findall(visible)) > _PRIVATE_SHARE * len(visible)


def items(chars: Iterable[Char], grids: Sequence[Grid], page: int) -> tuple[Item, ...]:
    """The lines and tables of a page in the order in which the file has them; a table stands where its text begins."""
    outer, cells = _sorted(chars, grids)
    found: list[Item] = []
    for is_line, group in groupby(outer, key=lambda entry: isinstance(entry, Line)):
        if is_line:
            found += _lined([entry for entry in group if isinstance(entry, Line) and entry.text.strip()], page)
        else:
            found += [
                item for entry in group if isinstance(entry, int) for item in _table(grids[entry], cells[entry], page)
            ]
    return tuple(item for item in found if not isinstance(item, str) or item.strip())


def large_lines(chars: Sequence[Char]) -> tuple[str, ...]:
    """The lines in the largest type, in order, where that is larger than the running text."""
    sizes = [char.top - char.bottom for char in chars if not char.text.isspace()]
    largest = max(sizes, default=0.0)
    if not sizes or largest < _LARGE * median(sizes):
        return ()
    lines = [list(group) for ends, group in groupby(chars, key=lambda char: char.text in "\r\n") if not ends]
    large = [line for line in lines if any(_is_large(char, largest) for char in line)]
    return tuple(clean("".join(char.text for char in line if not char.text.isspace())) for line in large)


def _is_large(char: Char, largest: float) -> bool:
    return char.top - char.bottom > _ALIKE * largest and not char.text.isspace()


def _sorted(chars: Iterable[Char], grids: Sequence[Grid]) -> tuple[list[Line | int], list[Cells]]:
    """The outer lines, with a grid's index where its first character came, and each grid's cell texts."""
    outer: list[list[Char] | int] = [[]]
    cells: list[Cells] = [defaultdict(str) for _ in grids]
    boxes = [(index, grid, *grid.box) for index, grid in sorted(enumerate(grids), key=lambda entry: entry[1].area)]
    home: Home | None = None
    for char in chars:
        moved = home if char.text.isspace() else _home(boxes, char)
        if moved is None:
            _outside(outer, char, begins=home is not None)
        else:
            grid, cell = moved
            if not cells[grid]:
                outer.extend((grid, []))
            cells[grid][cell] += char.text if moved == home else f"\n{char.text}"
        home = moved
    return [entry if isinstance(entry, int) else _line(entry) for entry in outer], cells


def _home(boxes: Sequence[Boxed], char: Char) -> Home | None:
    """The index of the smallest grid about the character, and the cell; `boxes` are the grids by size."""
    _, left, right, bottom, top = char
    x, y = (left + right) / 2, (bottom + top) / 2
    for index, grid, low_x, low_y, high_x, high_y in boxes:
        if low_x < x < high_x and low_y < y < high_y:
            return index, grid.slot(x, y)
    return None


def _outside(outer: list[list[Char] | int], char: Char, *, begins: bool) -> None:
    line = outer[-1]
    if begins or isinstance(line, int) or char.text in "\r\n":
        outer.append([char])
    else:
        line.append(char)


def _line(chars: Sequence[Char]) -> Line:
    words: list[Word] = []
    run: list[Char] = []
    left = right = bottom = top = 0.0
    for char in chars:
        if char.text.isspace():
            continue
        height = top - bottom
        if run and -height < char.left - right < _PARTED * height:
            left, right = min(left, char.left), max(right, char.right)
            bottom, top = min(bottom, char.bottom), max(top, char.top)
            run.append(char)
            continue
        if run:
            words.append(Word("".join(part.text for part in run), left, bottom, right, top))
        _, left, right, bottom, top = char
        run = [char]
    if run:
        words.append(Word("".join(part.text for part in run), left, bottom, right, top))
    return Line("".join(char.text for char in chars), words)


def _lined(lines: Sequence[Line], page: int) -> list[Item]:
    """The lines as text; runs of them whose words are aligned become tables, labels join the lines beside them."""
    found: list[Item] = []
    for is_table, group in groupby(word_lines.tabled([line.words for line in lines]), key=lambda entry: entry[0]):
        count = len(list(group))
        taken, lines = lines[:count], lines[count:]
        if is_table:
            found += word_lines.table([line.words for line in taken], page)
        else:
            found += [line.text.strip("\r\n") for line in _labelled(taken)]
    return found


def _labelled(lines: Sequence[Line]) -> Sequence[Line]:
    """Joins each of three or more short lines in a row to the line that stands beside it, where most have one."""
    joined = list(lines)
    for is_short, group in groupby(lines, key=lambda line: len(line.text.strip()) <= _LABEL and bool(line.words)):
        labels = list(group)
        if not is_short or len(labels) < _LABELS:
            continue
        own = set(map(id, labels))
        beside = _beside(labels, [line for line in joined if line.words and id(line) not in own])
        if len(beside) < max(_LABELS, len(labels) // 2):
            continue
        for label, line in beside:
            joined[_place(joined, line)] = Line(f"{label.text.strip()} {line.text.strip()}", label.words + line.words)
            del joined[_place(joined, label)]
    return joined


def _place(lines: Sequence[Line], line: Line) -> int:
    return next(index for index, other in enumerate(lines) if other is line)


def _beside(labels: Sequence[Line], lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Each label with the longer line that begins to its right at its height, no other label's line."""
    pitch = median(abs(a.middle - b.middle) for a, b in pairwise(labels))
    lines = [line for line in lines if len(line.text) > _LABEL]
    pairs: list[tuple[Line, Line]] = []
    taken: set[int] = set()
    for label in labels:
        right, height = label.words[-1].right, label.middle
        free = [
            line
            for line in lines
            if abs(line.middle - height) < 0.4 * pitch
            and 0 <= line.words[0].left - right < 8 * label.words[-1].height
            and id(line) not in taken
        ]
        if free:
            nearest = min(free, key=lambda line: abs(line.middle - height))
            taken.add(id(nearest))
            pairs.append((label, nearest))
    return pairs


def _table(grid: Grid, cells: Cells, page: int) -> Sequence[str | Paragraph | Table]:
    if pdf_flow.is_frame(cells.values()):
        return [line for place in sorted(cells) for line in cells[place].splitlines()]
    rows = [[""] * (len(grid.columns) - 1) for _ in grid.rows[1:]]
    for (row, column), text in cells.items():
        rows[row][column] = pdf_flow.unwrapped(text)
    return layout.lay_out(layout.spread(rows, grid.merges), grid.merges, page).blocks
