"""The bare run of an import: the same parsing libraries asked for the same things, and nothing done with the answers.

Each is asked through its documented interface, as one would who had only it: pypdfium2 for every character with its box
and the clipping path of its text (spreadsheets print cells that are clipped away), and for every path with the kinds
and points of its segments (a table's rules are straight); calamine for every cell and merged range, python-docx for
every paragraph and cell, lexbor for every node, olefile for every stream; plain text is decoded. Where pypdfium2 has no
call of its own, or a slow one, PDFium's is used, so that this side is no slower than it must be.
"""

import ctypes
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import docx
import olefile
import pypdfium2
from pypdfium2 import raw
from python_calamine import CalamineWorkbook
from selectolax.lexbor import LexborHTMLParser

from knowledge.parsers.sniff import Kind, sniff


def run(path: Path, content: bytes) -> int:
    """Takes what there is in `content`, and returns how many pieces it were; 0 for a kind without a library."""
    bare = _BARE.get(sniff(path, content))
    return sum(1 for _ in bare(content)) if bare else 0


def has_text_layer(content: bytes) -> bool:
    """Whether each page of a PDF has text, so that nothing in it goes through text recognition."""
    with pypdfium2.PdfDocument(content) as document:
        return all(page.get_textpage().count_chars() for page in document)


def _pdf(content: bytes) -> Iterator[object]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for page in pypdfium2.PdfDocument(content):
        textpage = page.get_textpage()
        yield textpage.get_text_range()
        yield from (textpage.get_charbox(index, loose=True) for index in range(textpage.count_chars()))
        for path in _clips(textpage):
            last = raw.FPDFClipPath_CountPaths(path) - 1
            segments = raw.FPDFClipPath_CountPathSegments(path, last) if last >= 0 else 0
            for index in range(segments):
                raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, last, index), x, y)
                yield x.value, y.value
        for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            yield path.get_bounds(), path.get_matrix()
            for index in range(raw.FPDFPath_CountSegments(path.raw)):
                segment = raw.FPDFPath_GetPathSegment(path.raw, index)
                raw.FPDFPathSegment_GetPoint(segment, x, y)
                yield raw.FPDFPathSegment_GetType(segment), x.value, y.value


def _clips(textpage: pypdfium2.PdfTextPage) -> Iterator[object]:
    """The clipping path of each text object, once."""
    seen: set[bytes] = set()
    for index in range(textpage.count_chars()):
        owner = raw.FPDFText_GetTextObject(textpage.raw, index)
        if (address := bytes(owner)) not in seen:
            seen.add(address)
            if owner and (path := raw.FPDFPageObj_GetClipPath(owner)):
                yield path


def _sheet(content: bytes) -> Iterator[object]:
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            yield from (value for row in sheet.to_python(skip_empty_area=False) for value in row)
            yield sheet.merged_cell_ranges


def _docx(content: bytes) -> Iterator[object]:
    document = docx.Document(BytesIO(content))
    yield from ((paragraph.text, paragraph.style) for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def _html(content: bytes) -> Iterator[object]:
    body = LexborHTMLParser(content).body
    for node in body.traverse(include_text=True) if body is not None else ():
        yield node.tag, node.text_content if node.is_text_node else node.attributes


def _doc(content: bytes) -> Iterator[object]:
    with olefile.OleFileIO(BytesIO(content)) as container:
        yield from (container.openstream(name).read() for name in container.listdir())


def _text(content: bytes) -> Iterator[object]:
    yield content.decode("gb18030", errors="replace")


_BARE: dict[Kind, Callable[[bytes], Iterator[object]]] = {
    Kind.PDF: _pdf,
    Kind.SHEET: _sheet,
    Kind.DOCX: _docx,
    Kind.HTML: _html,
    Kind.DOC: _doc,
    Kind.TEXT: _text,
}
