"""Puts loose words with boxes into lines, columns and rows: the reading order of a page without ruling lines."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from knowledge.clean import ENDS_SENTENCE, STARTS_PARAGRAPH, join
from knowledge.parsers import layout
from knowledge.parsers.pdf_flow import Item
from knowledge.parsers.words import Word

_OVERLAP = 0.5  # of the lower word's height: so much must two words on a line share
_GUTTER = 1.2  # text heights between two columns of running text
_COLUMN_LINES = 6
_COLUMN_WIDTH = 14  # text heights: columns narrower than this are a table's
_TABLE_ROWS = 3
_TABLE_COLUMNS = 3
_FILLED = 0.6
_FULL_LINE = 12  # text heights: shorter lines are not running text
_LEADING = 2.6  # text heights from one line to the next of a paragraph

Line = list[Word]


def lines(words: Sequence[Word]) -> list[str]:
    """The text of each line, top to bottom, left to right; words that stand apart are parted by a blank."""
    return [_text(line) for line in _lines(words)]


def arranged(words: Sequence[Word], page: int) -> list[tuple[float, Sequence[Item]]]:
    """Lines and unruled tables in reading order, each with its top; columns of running text are read one by one."""
    across, *columns = _columns(words)
    placed = _placed(across, page)
    beside = [item for column in columns for _, items in _placed(column, page) for item in items]
    if beside:
        placed.append((min(word.top for column in columns for word in column), beside))
    return placed


def _placed(words: Sequence[Word], page: int) -> list[tuple[float, Sequence[Item]]]:
    placed: list[tuple[float, Sequence[Item]]] = []
    for is_table, group in groupby(tabled(_lines(words)), key=lambda entry: entry[0]):
        found = [line for _, line in group]
        if is_table:
            placed.append((found[0][0].top, table(found, page)))
        else:
            placed += [(line[0].top, [text]) for line, text in _rejoined(found)]
    return placed


def _rejoined(found: Sequence[Line]) -> list[tuple[Line, str]]:
    """Paragraphs: a line that reaches the right edge of its neighbours and ends no sentence goes on in the next."""
    paragraphs: list[tuple[Line, str]] = []
    for index, line in enumerate(found):
        text = _text(line)
        if index and _goes_on(found[max(index - 4, 0) : index + 4], found[index - 1], line):
            paragraphs[-1] = (paragraphs[-1][0], join(paragraphs[-1][1], text))
        else:
            paragraphs.append((line, text))
    return paragraphs


def _goes_on(near: Sequence[Line], line: Line, after: Line) -> bool:
    height = line[0].height
    edge = max(other[-1].right for other in near)
    is_full = edge - line[-1].right < 2 * height and line[-1].right - line[0].left > _FULL_LINE * height
    is_below = 0 < after[0].top - line[0].top < _LEADING * height and abs(after[0].height - height) < 0.4 * height
    begins = STARTS_PARAGRAPH.match(_text(after)) or after[0].left - line[0].left > 3 * height
    return is_full and is_below and not begins and not ENDS_SENTENCE.search(_text(line))


def _text(line: Line) -> str:
    return " ".join(word.text.strip() for word in line)


def _lines(words: Sequence[Word]) -> list[Line]:
    """Words that share half the height of the lower one stand on one line."""
    found: list[Line] = []
    for word in sorted(words, key=lambda word: word.middle[1]):
        line = next((line for line in reversed(found[-3:]) if _is_beside(line, word)), None)
        if line is None:
            found.append([word])
        else:
            line.append(word)
    return [sorted(line, key=lambda word: word.left) for line in found]


def _is_beside(line: Line, word: Word) -> bool:
    shared = min(line[0].bottom, word.bottom) - max(line[0].top, word.top)
    beside = all(word.left >= other.middle[0] or word.right <= other.middle[0] for other in line)
    return beside and shared >= _OVERLAP * min(line[0].height, word.height)


def _columns(words: Sequence[Word]) -> list[Sequence[Word]]:
    """All words or, where a gutter parts two columns of running text, three groups: what crosses it, left, right."""
    if len(words) < 2 * _COLUMN_LINES:
        return [words]
    height = median(word.height for word in words)
    middle = _gutter(words, height)
    if middle is None:
        return [words]
    sides = [[word for word in words if word.right <= middle], [word for word in words if word.left >= middle]]
    if not all(_is_running(side, height) for side in sides):
        return [words]
    across = [word for word in words if word.left < middle < word.right]
    return [across, *sides]


def _gutter(words: Sequence[Word], height: float) -> float | None:
    """The middle of the widest empty stripe about the centre that no more than a few words, such as a title, cross."""
    left = min(word.left for word in words)
    step = (max(word.right for word in words) - left) / 100
    few = max(2, len(words) // 12)
    places = [left + step * share for share in range(30, 71)]
    stripes = [
        list(group)
        for is_free, group in groupby(places, key=lambda x: sum(word.left < x < word.right for word in words) <= few)
        if is_free
    ]
    widest = max(stripes, key=len, default=[])
    return (widest[0] + widest[-1]) / 2 if len(widest) * step > _GUTTER * height else None


def _is_running(words: Sequence[Word], height: float) -> bool:
    return len(words) >= _COLUMN_LINES and median(word.right - word.left for word in words) > _COLUMN_WIDTH * height


def tabled(found: Sequence[Line]) -> list[tuple[bool, Line]]:
    """Each line, and whether it is a row of a table without ruling lines."""
    marked: list[tuple[bool, Line]] = []
    for is_split, group in groupby(found, key=lambda line: len(line) > 1):
        run = list(group)
        marked += [(is_split and _is_table(run), line) for line in run]
    return marked


def _is_table(run: Sequence[Line]) -> bool:
    columns = _bounds(run)
    filled = sum(map(len, run)) / (len(run) * len(columns))
    return len(run) >= _TABLE_ROWS and len(columns) >= _TABLE_COLUMNS and filled >= _FILLED


def _bounds(run: Sequence[Line]) -> list[tuple[float, float]]:
    """The columns: stretches that words cover, parted by stripes that none covers."""
    spans = sorted((word.left, word.right) for line in run for word in line)
    bounds = [spans[0]]
    for low, high in spans[1:]:
        if low <= bounds[-1][1]:
            bounds[-1] = (bounds[-1][0], max(bounds[-1][1], high))
        else:
            bounds.append((low, high))
    return bounds


def table(run: Sequence[Line], page: int) -> Sequence[Item]:
    """The table that aligned lines make, with its caption and notes; `page` is 1-based."""
    columns = _bounds(run)
    borders = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    rows = []
    for line in run:
        cells = [""] * len(columns)
        for word in line:
            place = sum(word.middle[0] > border for border in borders)
            cells[place] = f"{cells[place]} {word.text}".strip()
        rows.append(cells)
    return layout.lay_out(rows, (), page).blocks
