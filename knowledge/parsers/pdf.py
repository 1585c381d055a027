"""PDF with a text layer to paragraphs with page numbers, and to tables where ruling lines show them.

PDFium keeps state of its own: one thread at a time.
"""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pypdfium2
from pypdfium2 import raw

from knowledge.clean import clean
from knowledge.document import Document, Paragraph
from knowledge.errors import UnreadableFile, UnsupportedFormat
from knowledge.parsers import layout, pdf_flow, ruled, titles
from knowledge.parsers.pdf_flow import Item, Page
from knowledge.parsers.ruled import Grid, Rule

_THIN = 2.5  # points: a filled box thinner than this is drawn as a line
_SHORTEST = 6.0
_MAX_PATHS = 6_000
_MAX_SEGMENTS = 1_000
_LARGE = 1.15  # times the median size of page 1: a title is set larger
_MAX_PAGES = 2_000
_REPLACEMENT = "\ufffd".encode()
_MAX_REPLACED = 100  # compressed streams hold these three bytes by chance once in 16 million


def parse(path: Path, content: bytes) -> Document:
    """Paragraphs bear their 1-based page; running headers, footers and page numbers are gone.

    The title is the largest type at the top of page 1 that reads like one, never the file's title property, which is
    mostly a leftover. Raises UnsupportedFormat for pages without a text layer, UnreadableFile for a damaged or locked
    file.
    """
    document = _open(path, content)
    try:
        if len(document) > _MAX_PAGES:
            reason = f"it has {len(document)} pages, more than the {_MAX_PAGES} allowed"
            raise UnreadableFile(path, reason, "split it")
        pages = [_page(document[index], index + 1) for index in range(len(document))]
        if not any(page.items for page in pages):
            reason = f"no text layer: its pages are pictures ({len(document)} of them)"
            raise UnsupportedFormat(path, reason, "it needs text recognition; or give its text as a Word or text file")
        large = _large_lines(document[0])
    except pypdfium2.PdfiumError as error:
        raise _damaged(path, error) from error
    finally:
        document.close()
    blocks = pdf_flow.blocks(pdf_flow.without_running(pages))
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    return Document(titles.find(large) or titles.find(lines), tuple(blocks))


def _open(path: Path, content: bytes) -> pypdfium2.PdfDocument:
    if content.count(_REPLACEMENT) > _MAX_REPLACED:
        reason = "its bytes were damaged when it was once read and written as text"
        raise UnreadableFile(path, reason, "fetch the original file again")
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: pypdfium2.PdfiumError) -> UnreadableFile:
    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return UnreadableFile(path, "expected a PDF, but it is locked with a password", "save a copy without password")
    return UnreadableFile(path, f"expected a PDF, but it is damaged: {error}", "fetch or export the file again")


def _page(page: pypdfium2.PdfPage, number: int) -> Page:
    textpage = page.get_textpage()
    grids = _grids(page) if textpage.count_chars() else []
    items = _items(textpage, grids, number) if grids else textpage.get_text_range().splitlines()
    return Page(number, tuple(item for item in items if not isinstance(item, str) or item.strip()))


def _grids(page: pypdfium2.PdfPage) -> list[Grid]:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for count, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])):
        if count > _MAX_PATHS:
            return []
        for x0, y0, x1, y1 in _strokes(path):
            if abs(y1 - y0) <= _THIN < _SHORTEST <= abs(x1 - x0):
                horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= _THIN < _SHORTEST <= abs(y1 - y0):
                vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return ruled.find_grids(horizontal, vertical)


def _strokes(path: pypdfium2.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """The straight strokes of a path in page coordinates; a thin filled box is one stroke, a curve has none."""
    left, bottom, right, top = path.get_bounds()
    if right - left <= _THIN or top - bottom <= _THIN:
        yield left, bottom, right, top
        return
    count = raw.FPDFPath_CountSegments(path.raw)
    if not 2 <= count <= _MAX_SEGMENTS:
        return
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO:
            yield (*last, *point)
        start = point if kind == raw.FPDF_SEGMENT_MOVETO else start
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*last, *start)


@dataclass(slots=True)
class _Sorter:
    """Puts the characters of a page into the lines outside its grids and the cells inside, in the order they come."""

    grids: Sequence[Grid]

    def sort(
        self, chars: Iterator[tuple[str, float, float]]
    ) -> tuple[list[str | int], list[dict[tuple[int, int], str]]]:
        """Returns the outer lines, with a grid's index where its first character came, and each grid's cell texts."""
        outer: list[str | int] = [""]
        cells: list[dict[tuple[int, int], str]] = [defaultdict(str) for _ in self.grids]
        home: tuple[int, tuple[int, int]] | None = None
        for char, x, y in chars:
            moved = home if char.isspace() else self._home(x, y)
            if moved is None:
                if char in "\r\n" or home is not None:
                    outer.append("")
                outer[-1] = f"{outer[-1]}{char}"
            else:
                grid, cell = moved
                if not cells[grid]:
                    outer.extend((grid, ""))
                cells[grid][cell] += char if moved == home else f"\n{char}"
            home = moved
        return outer, cells

    def _home(self, x: float, y: float) -> tuple[int, tuple[int, int]] | None:
        homes = [(index, cell) for index, grid in enumerate(self.grids) if (cell := grid.cell(x, y)) is not None]
        # The innermost of nested grids.
        return min(homes, key=lambda home: self.grids[home[0]].area, default=None)


def _items(textpage: pypdfium2.PdfTextPage, grids: Sequence[Grid], number: int) -> list[Item]:
    outer, cells = _Sorter(grids).sort(_characters(textpage))
    items: list[Item] = []
    for entry in outer:
        if isinstance(entry, str):
            items.append(entry)
        else:
            items.extend(_table(grids[entry], cells[entry], number))
    return items


def _characters(textpage: pypdfium2.PdfTextPage) -> Iterator[tuple[str, float, float]]:
    """Each character with the centre of its box."""
    box = [ctypes.c_double() for _ in range(4)]
    for index in range(textpage.count_chars()):
        raw.FPDFText_GetCharBox(textpage.raw, index, *box)
        left, right, bottom, top = (edge.value for edge in box)
        yield chr(raw.FPDFText_GetUnicode(textpage.raw, index)), (left + right) / 2, (bottom + top) / 2


def _table(grid: Grid, cells: dict[tuple[int, int], str], number: int) -> Sequence[Item]:
    if pdf_flow.is_frame(cells.values()):
        return [line for place in sorted(cells) for line in cells[place].splitlines()]
    rows = [[""] * (len(grid.columns) - 1) for _ in grid.rows[1:]]
    for (row, column), text in cells.items():
        rows[row][column] = pdf_flow.unwrapped(text)
    return layout.lay_out(layout.spread(rows, grid.merges), grid.merges, number).blocks


def _large_lines(page: pypdfium2.PdfPage) -> list[str]:
    """The lines of page 1 in its largest type, in order, where that is larger than its running text."""
    textpage = page.get_textpage()
    lines: list[tuple[str, float]] = [("", 0.0)]
    sizes: list[float] = []
    for index in range(textpage.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(textpage.raw, index))
        if char in "\r\n":
            lines.append(("", 0.0))
        elif not char.isspace():
            sizes.append(_size(textpage, index))
            lines[-1] = (lines[-1][0] + char, max(lines[-1][1], sizes[-1]))
    largest = max(sizes, default=0.0)
    if not sizes or largest < _LARGE * median(sizes):
        return []
    return [clean(text) for text, size in lines if text and size > 0.97 * largest]


def _size(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    """The height of a character's line on the page, in points: the font size with its matrix applied."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage.raw, index, box)
    return float(box.top - box.bottom)
