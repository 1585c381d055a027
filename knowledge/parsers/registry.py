"""Chooses the parser for a file by what it is, and says plainly what no parser takes.

The one door through which the import comes to the parsers.
"""

from collections.abc import Callable
from pathlib import Path

from knowledge.document import Document
from knowledge.errors import UnreadableFile, UnsupportedFormat
from knowledge.parsers import doc, docx, html, markdown, pdf, photo, plain_table, sheet, text
from knowledge.parsers.sniff import TEXT_ENDINGS, Kind, sniff

SUPPORTED: frozenset[str] = TEXT_ENDINGS | {".pdf", ".xlsm", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"}

_MAX_SIZE = 200_000_000

_PARSERS: dict[Kind, Callable[[Path, bytes], Document]] = {
    Kind.DOCX: docx.parse,
    Kind.SHEET: sheet.parse,
    Kind.PDF: pdf.parse,
    Kind.DOC: doc.parse,
    Kind.HTML: html.parse,
    Kind.MARKDOWN: markdown.parse,
    Kind.TEXT: text.parse,
    Kind.DELIMITED: plain_table.parse,
    Kind.PICTURE: photo.parse,
}
_REFUSALS: dict[Kind, tuple[str, str]] = {
    Kind.ARCHIVE: ("it is an archive", "unpack it and import the folder"),
    Kind.SLIDES: ("it is a presentation", "export it as PDF"),
    Kind.OFD: ("it is an OFD document", "export it as PDF in your OFD reader"),
    Kind.OPENDOCUMENT: ("it is an OpenDocument file", "save it as .docx or .xlsx"),
    Kind.XLSB: ("it is a binary workbook (.xlsb)", "save it as .xlsx"),
    Kind.RTF: ("it is rich text (RTF)", "save it as .docx in Word or WPS"),
    Kind.MHTML: ("it is a web archive (MHTML)", "save it as .html or .docx"),
    Kind.XML: ("it is XML of no known kind", "save it as .xlsx or .docx"),
    Kind.LOCKED: ("it is locked with a password", "save a copy without password"),
    Kind.UNKNOWN: ("its format is not known", "save it as .docx, .xlsx, .pdf, .html, .md or .txt"),
}


def parse(path: Path, content: bytes) -> Document:
    """The document in `content`; `path` gives the ending, and the name for messages.

    Raises UnsupportedFormat for what no parser takes, UnreadableFile for an empty, damaged, locked or oversized file.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableFile(path, "expected a document, but the file is empty", "check that it was copied in full")
    if len(content) > _MAX_SIZE:
        limit = _MAX_SIZE // 1_000_000
        reason = f"it has {len(content) // 1_000_000} MB, more than the {limit} MB allowed"
        raise UnreadableFile(path, reason, "split it, or remove its pictures")
    kind = sniff(path, content)
    if kind in _REFUSALS:
        raise UnsupportedFormat(path, *_REFUSALS[kind])
    return _PARSERS[kind](path, content)
