"""Puts the characters of a PDF page into lines, table cells and, without ruling lines, aligned columns.

Pure geometry between pdf.py, which reads the page, and pdf_flow.py; in points, y upwards as PDF has it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from statistics import median

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


@dataclass(frozen=True, slots=True)
class Char:
    """A character and its box."""

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


def without_halves(chars: Iterable[Char]) -> Iterator[Char]:
    """The characters with the two halves of a rare one (a surrogate pair) made one; a half alone is a sign for lost."""
    high: Char | None = None
    for char in chars:
        if "\udc00" <= char.text <= "\udfff" and high is not None:
            pair = (high.text + char.text).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            yield replace(char, text=pair, left=high.left)
        elif high is not None:
            yield replace(high, text="\ufffd")
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
    lines: list[tuple[str, float]] = [("", 0.0)]
    sizes: list[float] = []
    for char in chars:
        if char.text in "\r\n":
            lines.append(("", 0.0))
        elif not char.text.isspace():
            sizes.append(char.top - char.bottom)
            lines[-1] = (lines[-1][0] + char.text, max(lines[-1][1], sizes[-1]))
    largest = max(sizes, default=0.0)
    if not sizes or largest < _LARGE * median(sizes):
        return ()
    return tuple(clean(text) for text, size in lines if text and size > _ALIKE * largest)


def _sorted(chars: Iterable[Char], grids: Sequence[Grid]) -> tuple[list[Line | int], list[Cells]]:
    """The outer lines, with a grid's index where its first character came, and each grid's cell texts."""
    outer: list[Line | int] = [Line()]
    cells: list[Cells] = [defaultdict(str) for _ in grids]
    home: tuple[int, tuple[int, int]] | None = None
    for char in chars:
        moved = home if char.text.isspace() else _home(grids, char)
        if moved is None:
            if char.text in "\r\n" or home is not None:
                outer.append(Line())
            _add(outer, char)
        else:
            grid, cell = moved
            if not cells[grid]:
                outer.extend((grid, Line()))
            cells[grid][cell] += char.text if moved == home else f"\n{char.text}"
        home = moved
    return outer, cells


def _home(grids: Sequence[Grid], char: Char) -> tuple[int, tuple[int, int]] | None:
    if not grids:
        return None
    x, y = (char.left + char.right) / 2, (char.bottom + char.top) / 2
    homes = [(index, cell) for index, grid in enumerate(grids) if (cell := grid.cell(x, y)) is not None]
    # The innermost of nested grids.
    return min(homes, key=lambda home: grids[home[0]].area, default=None)


def _add(outer: list[Line | int], char: Char) -> None:
    line = outer[-1]
    if isinstance(line, int):
        line = Line()
        outer.append(line)
    line.text += char.text
    if char.text.isspace():
        return
    last = line.words[-1] if line.words else None
    if last is not None and -last.height < char.left - last.right < _PARTED * last.height:
        line.words[-1] = Word(
            last.text + char.text,
            min(last.left, char.left),
            min(last.top, char.bottom),
            max(last.right, char.right),
            max(last.bottom, char.top),
        )
    else:
        line.words.append(Word(char.text, char.left, char.bottom, char.right, char.top))


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
        beside = _beside(labels, [line for line in joined if line.words and not _is_among(line, labels)])
        if len(beside) < max(_LABELS, len(labels) // 2):
            continue
        for label, line in beside:
            joined[_place(joined, line)] = Line(f"{label.text.strip()} {line.text.strip()}", label.words + line.words)
            del joined[_place(joined, label)]
    return joined


def _is_among(line: Line, lines: Sequence[Line]) -> bool:
    return any(line is other for other in lines)


def _place(lines: Sequence[Line], line: Line) -> int:
    return next(index for index, other in enumerate(lines) if other is line)


def _beside(labels: Sequence[Line], lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Each label with the longer line that begins to its right at its height, no other label's line."""
    pitch = median(abs(a.middle - b.middle) for a, b in pairwise(labels))
    lines = [line for line in lines if len(line.text) > _LABEL]
    pairs: list[tuple[Line, Line]] = []
    for label in labels:
        right, height = label.words[-1].right, label.middle
        free = [
            line
            for line in lines
            if abs(line.middle - height) < 0.4 * pitch
            and 0 <= line.words[0].left - right < 8 * label.words[-1].height
            and not _is_among(line, [taken for _, taken in pairs])
        ]
        if free:
            pairs.append((label, min(free, key=lambda line: abs(line.middle - height))))
    return pairs


def _table(grid: Grid, cells: Cells, page: int) -> Sequence[str | Paragraph | Table]:
    if pdf_flow.is_frame(cells.values()):
        return [line for place in sorted(cells) for line in cells[place].splitlines()]
    rows = [[""] * (len(grid.columns) - 1) for _ in grid.rows[1:]]
    for (row, column), text in cells.items():
        rows[row][column] = pdf_flow.unwrapped(text)
    return layout.lay_out(layout.spread(rows, grid.merges), grid.merges, page).blocks
