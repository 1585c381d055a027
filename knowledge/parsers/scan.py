"""A picture of a page to lines and tables: recognised words are put into the cells that ruling lines or columns make.

Serves the parsers of pictures and of PDF pages without a text layer.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import cos, degrees, sin
from statistics import median

import numpy as np

from knowledge.parsers import layout, pdf_flow, picture, ruled, strokes, word_lines
from knowledge.parsers.ocr import Image
from knowledge.parsers.pdf_flow import Item, Page
from knowledge.parsers.ruled import Grid, Rule
from knowledge.parsers.words import Word

Recognise = Callable[[Image], tuple[Word, ...]]

_TILE = 2000  # pixels: a long screenshot is read in pieces of this height
_CROOKED = 0.004  # radians, a quarter of a degree
_POINTS = 12.0  # the text height to which a page is scaled, so that the tolerances of ruled.py fit
_LARGE = 1.3  # times the median height: a title is set larger


@dataclass(frozen=True, slots=True)
class Scan:
    """A page in reading order, and its lines in large type, top to bottom."""

    page: Page
    large: tuple[str, ...]


def read(image: Image, recognise: Recognise, number: int) -> Scan:
    """What stands on `image`; `number` is the 1-based page. An image without any text gives an empty page."""
    words = _recognised(image, recognise)
    slope = _slope(words)
    if abs(slope) > _CROOKED:
        image = picture.turned(image, degrees(slope))
        words = [_turned(word, slope, image.shape) for word in words]
    if not words:
        return Scan(Page(number, ()), ())
    height = median(word.height for word in words)
    grids = _grids(image, height)
    scale = _POINTS / height
    outer: list[Word] = []
    cells: list[dict[tuple[int, int], list[Word]]] = [defaultdict(list) for _ in grids]
    for word in words:
        home = _home(grids, word, scale)
        if home is None:
            outer.append(word)
        else:
            cells[home[0]][home[1]].append(word)
    placed = [(top, items) for top, items in word_lines.arranged(outer, number)]
    placed += [(-grid.rows[0] / scale, _table(grid, own, number)) for grid, own in zip(grids, cells, strict=True)]
    items = [item for _, group in sorted(placed, key=lambda entry: entry[0]) for item in group]
    return Scan(Page(number, tuple(items)), _large(outer, height))


def _recognised(image: Image, recognise: Recognise) -> list[Word]:
    """The words of the whole image, read in tiles that are cut where the picture is emptiest."""
    words: list[Word] = []
    top = 0
    while top < len(image):
        bottom = _cut(image, top)
        found = recognise(np.ascontiguousarray(image[top:bottom]))
        words += [replace(word, top=word.top + top, bottom=word.bottom + top) for word in found]
        top = bottom
    return words


def _cut(image: Image, top: int) -> int:
    """The end of the tile that begins at `top`: an even row in its last fifth."""
    if len(image) - top <= 1.25 * _TILE:
        return len(image)
    begin = top + _TILE * 4 // 5
    window = image[begin : top + _TILE].astype(np.int16).mean(axis=2)
    return begin + int(np.argmin(np.abs(np.diff(window, axis=1)).sum(axis=1)))


def _slope(words: Sequence[Word]) -> float:
    """The median slope of the long lines; 0 where there are few."""
    slopes = [word.slope for word in words if word.right - word.left > 6 * word.height]
    return median(slopes) if len(slopes) >= 4 else 0.0


def _turned(word: Word, slope: float, shape: tuple[int, ...]) -> Word:
    """The word where it stands once the picture is turned about its centre by `slope`."""
    (x, y), (cx, cy) = word.middle, (shape[1] / 2, shape[0] / 2)
    dx, dy = x - cx, y - cy
    new_x, new_y = cx + dx * cos(slope) + dy * sin(slope), cy - dx * sin(slope) + dy * cos(slope)
    across, down = (word.right - word.left) / 2, word.height / 2
    return Word(word.text, new_x - across, new_y - down, new_x + across, new_y + down)


def _grids(image: Image, height: float) -> list[Grid]:
    """The ruled tables of the page, in units in which text is 12 high, y upwards."""
    scale = _POINTS / height
    across, down = strokes.find(np.ascontiguousarray(image.mean(axis=2).astype(np.uint8)), height)
    horizontal = [Rule(-rule.at * scale, rule.low * scale, rule.high * scale) for rule in across]
    vertical = [Rule(rule.at * scale, -rule.high * scale, -rule.low * scale) for rule in down]
    return ruled.find_grids(horizontal, vertical)


def _home(grids: Sequence[Grid], word: Word, scale: float) -> tuple[int, tuple[int, int]] | None:
    x, y = word.middle
    homes = [(i, cell) for i, grid in enumerate(grids) if (cell := grid.cell(x * scale, -y * scale)) is not None]
    return min(homes, key=lambda home: grids[home[0]].area, default=None)


def _table(grid: Grid, cells: dict[tuple[int, int], list[Word]], number: int) -> Sequence[Item]:
    texts = {place: word_lines.lines(words) for place, words in cells.items()}
    if not texts:
        return ()
    if pdf_flow.is_frame("".join(lines) for lines in texts.values()):
        return [line for place in sorted(texts) for line in texts[place]]
    rows = [[""] * (len(grid.columns) - 1) for _ in grid.rows[1:]]
    for (row, column), lines in texts.items():
        rows[row][column] = pdf_flow.unwrapped("\n".join(lines))
    return layout.lay_out(layout.spread(rows, grid.merges), grid.merges, number).blocks


def _large(words: Sequence[Word], height: float) -> tuple[str, ...]:
    """The lines in the largest type, where that is larger than the rest; words that run downwards are not looked at."""
    level = [word for word in words if word.right - word.left > 1.5 * word.height]
    largest = max((word.height for word in level), default=0.0)
    if largest < _LARGE * height:
        return ()
    return tuple(word_lines.lines([word for word in level if word.height > 0.8 * largest]))
