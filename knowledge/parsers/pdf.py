"""PDF to paragraphs with page numbers, and to tables where ruling lines show them; scanned pages are recognised.

PDFium keeps state of its own: one thread at a time.
"""

import ctypes
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from knowledge.document import Document, Paragraph
from knowledge.errors import UnreadableFile, UnsupportedFormat
from knowledge.parsers import ocr, pdf_flow, pdf_text, ruled, scan, titles
from knowledge.parsers.pdf_flow import Page
from knowledge.parsers.pdf_text import Char
from knowledge.parsers.ruled import Grid, Rule
from knowledge.parsers.scan import Recognise, Scan

_THIN = 2.5  # points: a filled box thinner than this is drawn as a line
_SHORTEST = 6.0
_MAX_PATHS = 6_000
_MAX_SEGMENTS = 1_000
_DEEPEST = 15  # forms within forms
_STAMP = 40  # characters: scanners print no more than their name and a page number over the picture of a page
_MOSTLY = 0.5  # of a page
_RENDERED = 2000.0  # pixels
_ENLARGED = 4.0
_CLIP_MARGIN = 1.5  # points
_EVERYWHERE = (float("-inf"), float("-inf"), float("inf"), float("inf"))
_MAX_PAGES = 2_000
_REPLACEMENT = "\ufffd".encode()
_MAX_REPLACED = 100  # compressed streams hold these three bytes by chance once in 16 million

Bounds = tuple[float, float, float, float]


def parse(path: Path, content: bytes, recognise: Recognise = ocr.recognise) -> Document:
    """Paragraphs and tables bear their 1-based page; running headers, footers, page numbers and clipped text are gone.

    The title is the largest type at the top of page 1 that reads like one, never the file's title property, which is
    mostly a leftover. Pages that are pictures are recognised; where no recognition is installed, a few are left out, which
    `unread` says, and many raise UnsupportedFormat. Raises UnreadableFile for a damaged or locked file.
    """
    document = _open(path, content)
    try:
        if len(document) > _MAX_PAGES:
            reason = f"it has {len(document)} pages, more than the {_MAX_PAGES} allowed"
            raise UnreadableFile(path, reason, "split it")
        scans, unread = _pages(document, recognise)
        if len(unread) * 4 > len(document):
            reason = f"no text layer: {len(unread)} of its {len(document)} pages are pictures"
            raise UnsupportedFormat(path, reason, f"{ocr.INSTALL}, or give its text as a Word file")
    except pypdfium2.PdfiumError as error:
        raise _damaged(path, error) from error
    finally:
        document.close()
    blocks = pdf_flow.blocks(pdf_flow.without_running([scan.page for scan in scans]))
    if not blocks:
        raise UnreadableFile(path, "it holds no text, not even in its pictures", "give its text as a Word file")
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    title = titles.find(scans[0].large) or titles.find(lines) or titles.named(path)
    numbers = ", ".join(map(str, unread))
    left_out = f"pages left out because they are pictures: {numbers} of {len(scans)} ({ocr.INSTALL})" if unread else ""
    return Document(title, tuple(blocks), unread=left_out)


def _pages(document: pypdfium2.PdfDocument, recognise: Recognise) -> tuple[list[Scan], list[int]]:
    """What stands on each page, and the numbers of the pages that only a recognition could read, and it is missing."""
    scans: list[Scan] = []
    unread: list[int] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        try:
            scans.append(_page(page, number, recognise))
        except ocr.RecognitionMissing:
            scans.append(Scan(Page(number, ()), ()))
            unread.append(number)
        finally:
            page.close()
    return scans, unread


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


def _page(page: pypdfium2.PdfPage, number: int, recognise: Recognise) -> Scan:
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        if _is_picture(page, text):
            return scan.read(_rendered(page), recognise, number)
        chars = pdf_text.without_halves(_characters(textpage, text))
        return Scan(
            Page(number, pdf_text.items(chars, _grids(page), number)),
            pdf_text.large_lines(chars if number == 1 else ()),
        )
    finally:
        textpage.close()


def _is_picture(page: pypdfium2.PdfPage, text: str) -> bool:
    """Whether what is to be read on a page is not in its text: none, unreadable, or a mark on the picture of a page."""
    length = len("".join(text.split()))
    if not length:
        return next(page.get_objects(max_depth=2), None) is not None
    if pdf_text.is_unreadable(text):
        return True
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]) if length <= _STAMP else ()
    covered = sum((right - left) * (top - bottom) for left, bottom, right, top in (p.get_bounds() for p in pictures))
    width, height = page.get_size()
    return bool(covered > _MOSTLY * width * height)


def _rendered(page: pypdfium2.PdfPage) -> ocr.Image:
    """The page as the recognition takes it best, 2000 pixels high; (height, width, 3), BGR."""
    scale = min(_RENDERED / max(*page.get_size(), 1.0), _ENLARGED)
    image: ocr.Image = page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3].copy()
    return image


def _grids(page: pypdfium2.PdfPage) -> list[Grid]:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    edges = [ctypes.c_float() for _ in range(4)]
    for count, path in enumerate(_paths(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _DEEPEST)):
        if count > _MAX_PATHS:
            return []
        raw.FPDFPageObj_GetBounds(path, *edges)
        for x0, y0, x1, y1 in _strokes(path, *(edge.value for edge in edges)):
            if abs(y1 - y0) <= _THIN < _SHORTEST <= abs(x1 - x0):
                horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= _THIN < _SHORTEST <= abs(y1 - y0):
                vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return ruled.find_grids(horizontal, vertical)


def _paths(
    owner: object, count: Callable[[object], int], get: Callable[[object, int], object], depth: int
) -> Iterator[object]:
    """The path objects of a page, those inside its forms included; the library's own objects are slow to make."""
    for index in range(count(owner)):
        found = get(owner, index)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield found
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            yield from _paths(found, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth - 1)


def _strokes(path: object, left: float, bottom: float, right: float, top: float) -> Iterable[Bounds]:
    """The straight strokes of a path in page coordinates; a thin filled box is one stroke, a curve has none.

    A path within a box too small for a rule, as the outlines of letters are, is not looked into.
    """
    width, height = right - left, top - bottom
    if width <= _THIN or height <= _THIN:
        return ((left, bottom, right, top),)
    if width < _SHORTEST and height < _SHORTEST:
        return ()
    count = raw.FPDFPath_CountSegments(path)
    return _segments(path, count) if 2 <= count <= _MAX_SEGMENTS else ()


def _segments(path: object, count: int) -> Iterator[Bounds]:
    """The straight ones; PDFium itself draws the line that closes a figure."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    get, kind, line = raw.FPDFPath_GetPathSegment, raw.FPDFPathSegment_GetType, raw.FPDF_SEGMENT_LINETO
    before: object = None
    last: tuple[float, float] | None = None
    for index in range(count):
        segment = get(path, index)
        if kind(segment) == line:
            if last is None:
                raw.FPDFPathSegment_GetPoint(before, to_x, to_y)
                last = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            raw.FPDFPathSegment_GetPoint(segment, to_x, to_y)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            yield (*last, *point)
            last = point
        else:
            before, last = segment, None


def _characters(textpage: pypdfium2.PdfTextPage, text: str) -> list[Char]:
    """The characters of a page's `text` that are shown, each with its box; what lies outside its clipping path is not.

    Spreadsheets print a cell that runs over two pages in full on both, and clip it.
    """
    # The loose box: a font that the machine lacks has no glyphs to measure, but it has a size.
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    charbox, text_object = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
    clips: dict[bytes, Bounds] = {}
    handle = textpage.raw
    found: list[Char] = []
    count = textpage.count_chars()
    # The text leaves out what is no character, and joins halves: where it is as long, nothing was.
    signs = text if len(text) == count else [chr(raw.FPDFText_GetUnicode(handle, index)) for index in range(count)]
    for index, char in enumerate(signs):
        charbox(handle, index, reference)
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        if not char.isspace():
            owner = text_object(handle, index)
            address = bytes(owner)  # the pointer itself
            clip = clips.get(address)
            if clip is None:
                clip = clips[address] = _clip(owner) if owner else _EVERYWHERE
            low_x, low_y, high_x, high_y = clip
            if not (low_x <= (left + right) / 2 <= high_x and low_y <= (bottom + top) / 2 <= high_y):
                continue
        found.append(Char(char, left, right, bottom, top))
    return found


def _clip(owner: object) -> Bounds:
    """The box around the clipping path of a text object."""
    path = raw.FPDFPageObj_GetClipPath(owner)
    xs: list[float] = []
    ys: list[float] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    # Several paths are cut with one another; the last is the innermost with every program that was seen.
    last = raw.FPDFClipPath_CountPaths(path) - 1 if path else -1
    for index in range(raw.FPDFClipPath_CountPathSegments(path, last) if last >= 0 else 0):
        segment = raw.FPDFClipPath_GetPathSegment(path, last, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        xs.append(x.value)
        ys.append(y.value)
    if not xs:
        return _EVERYWHERE
    margin = _CLIP_MARGIN
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin
