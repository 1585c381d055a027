"""Makes running text of the lines of PDF pages: headers, footers and page numbers go, hard-wrapped lines are rejoined.

Pure text work between pdf.py, which reads the pages, and the Document.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from knowledge.clean import STARTS_PARAGRAPH, clean, rejoin
from knowledge.document import Block, Paragraph, Table
from knowledge.parsers import captions, table_pages

_EDGE = 2  # lines at the top and bottom of a page that can be a running header or footer
_LONGEST_RUNNING = 60
_PAGE_NUMBER = re.compile(r"[-—–·~\s]*(?:第\s*)?\d{1,4}\s*页?\s*(?:[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–·~\s]*$")
_MARKED_NUMBER = re.compile(r"[-—–·~]\s*\d+\s*[-—–·~]$|第\s*\d+\s*页|\d+\s*[/／]\s*\d+$")
_DATE = re.compile(r"\d{1,2}月|\d{4}年")
_FRAME_TEXT = 120  # characters a cell, on average

Item = str | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order: its text lines as they stand, and the blocks of its tables. `number` is 1-based."""

    number: int
    items: tuple[Item, ...]


def without_running(pages: Sequence[Page]) -> list[Page]:
    """The pages without lines that repeat at the same edge of most pages (digits ignored), and without page numbers."""
    counts: Counter[tuple[int, str]] = Counter()
    for page in pages:
        counts.update({(place, _shape(line)) for place, line in _edges(page)})
    needed = max(2, (len(pages) + 1) // 2)
    return [_stripped(page, {key for key, count in counts.items() if count >= needed}, len(pages)) for page in pages]


def _shape(line: str) -> str:
    return re.sub(r"\d+|\s+", "", line)


def _edges(page: Page) -> Iterator[tuple[int, str]]:
    """The short first and last items of a page that are lines; places 0, 1 from the top, -1, -2 from the bottom."""
    for place in (*range(_EDGE), *range(-_EDGE, 0)):
        if len(page.items) > _EDGE:
            item = page.items[place]
            if isinstance(item, str) and 0 < len(item.strip()) <= _LONGEST_RUNNING:
                yield place, item


def _stripped(page: Page, running: set[tuple[int, str]], pages: int) -> Page:
    dropped = {place % len(page.items) for place, line in _edges(page) if _is_running(place, line, running, pages)}
    last = len(page.items) - 1
    # The number of a page whose other lines are few: only where it is marked as one (- 3 -, 第3页).
    dropped |= {i for i, item in enumerate(page.items) if i in {0, last} and isinstance(item, str) and _is_marked(item)}
    return replace(page, items=tuple(item for index, item in enumerate(page.items) if index not in dropped))


def _is_running(place: int, line: str, running: set[tuple[int, str]], pages: int) -> bool:
    shape = _shape(line)
    if _PAGE_NUMBER.match(line):
        return _is_marked(line) or (pages > 1 and (place, shape) in running)
    return len(shape) > 1 and (place, shape) in running


def _is_marked(line: str) -> bool:
    return bool(_PAGE_NUMBER.match(line) and _MARKED_NUMBER.search(line.strip()))


def blocks(pages: Sequence[Page]) -> list[Block]:
    """Paragraphs and tables in order; a paragraph that runs over a page break bears the page where it begins."""
    flow = [(item, page.number) for page in pages for item in page.items]
    found: list[Block] = []
    for is_line, group in groupby(flow, key=lambda entry: isinstance(entry[0], str)):
        entries = list(group)
        if is_line:
            found.extend(_paragraphs([(str(item), number) for item, number in entries]))
            continue
        for item, _ in entries:
            if isinstance(item, Table):
                found.append(table_pages.continued(captions.captioned(item, found), found))
            elif isinstance(item, Paragraph):
                found.append(item)
    return found


def _paragraphs(lines: Sequence[tuple[str, int]]) -> Iterator[Paragraph]:
    """Rejoined paragraphs, each with the page of its first line, found by counting characters."""
    ends: list[tuple[int, int]] = []
    length = 0
    for line, number in lines:
        length += len(re.sub(r"\s", "", clean(line)))
        ends.append((length, number))
    position, index = 0, 0
    for paragraph in rejoin([line for line, _ in lines]):
        while ends[index][0] <= position:
            index += 1
        yield Paragraph(paragraph, ends[index][1])
        position += len(re.sub(r"\s", "", paragraph))


def unwrapped(text: str) -> str:
    """The lines of a table cell as one; a blank goes where a line was not full or the next begins something new."""
    lines = [part for line in text.splitlines() if (part := clean(line))]
    full = 0.75 * max(map(len, lines), default=0)
    joined = ""
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        breaks = len(line) < full or STARTS_PARAGRAPH.match(after) or _DATE.match(after)
        joined += f"{line} " if breaks else line
    return clean(joined)


def is_frame(cells: Iterable[str]) -> bool:
    """Whether ruled cells are frames around running text, not the cells of a table."""
    lengths = [len(text) for text in cells if text.strip()]
    return sum(lengths) > _FRAME_TEXT * len(lengths)
