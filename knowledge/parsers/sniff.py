"""Tells what a file is by its first bytes and the shape of its container, and only then by its ending.

Endings lie often: an .xls that is a web page, a .doc that is a .docx, a .html that is a PDF.
"""

import re
from enum import Enum, auto
from pathlib import Path

from knowledge.errors import UnreadableFile
from knowledge.parsers import ole, zipped


class Kind(Enum):
    """What a file is; a parser takes the first group, the others are named to staff."""

    DOCX = auto()
    SHEET = auto()
    PDF = auto()
    DOC = auto()
    HTML = auto()
    MARKDOWN = auto()
    TEXT = auto()
    DELIMITED = auto()
    PICTURE = auto()

    ARCHIVE = auto()
    SLIDES = auto()
    OFD = auto()
    OPENDOCUMENT = auto()
    XLSB = auto()
    RTF = auto()
    MHTML = auto()
    XML = auto()
    LOCKED = auto()
    UNKNOWN = auto()


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\x01\0")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ")
_ENDINGS = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".shtml": Kind.HTML,
    ".jsp": Kind.HTML,
    ".asp": Kind.HTML,
    ".aspx": Kind.HTML,
    ".php": Kind.HTML,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".csv": Kind.DELIMITED,
    ".tsv": Kind.DELIMITED,
    # Office endings on plain text: systems export tables so.
    ".xls": Kind.DELIMITED,
    ".xlsx": Kind.DELIMITED,
    ".et": Kind.DELIMITED,
    ".doc": Kind.TEXT,
    ".docx": Kind.TEXT,
    ".wps": Kind.TEXT,
}
TEXT_ENDINGS = frozenset(_ENDINGS)
# Found in zips by the folder or file that only this kind has.
_ZIP_KINDS = (
    ("word/document.xml", Kind.DOCX),
    ("xl/workbook.xml", Kind.SHEET),
    ("xl/workbook.bin", Kind.XLSB),
    ("content.xml", Kind.OPENDOCUMENT),
    ("ppt/", Kind.SLIDES),
    ("OFD.xml", Kind.OFD),
)
_OLE_KINDS = (
    ("EncryptedPackage", Kind.LOCKED),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.SHEET),
    ("Book", Kind.SHEET),
    ("PowerPoint Document", Kind.SLIDES),
)
_PAGE_START = re.compile(
    rb"\s*(?:<%[@-]|<\?php|<!doctype html|<html|<head\b|<body\b|<meta\b|<table\b|<div\b|<p\b|<!--)", re.IGNORECASE
)
_PAGE = re.compile(rb"<(?:html|head|body|table|div)\b[^>]*>", re.IGNORECASE)
_LOOKED_AT = 4096


def sniff(path: Path, content: bytes) -> Kind:
    """What `content` is; the ending of `path` decides only between kinds of text.

    Raises UnreadableFile for a broken container.
    """
    if content.startswith(zipped.MAGIC):
        return _zip(path, content)
    if content.startswith(ole.MAGIC):
        names = ole.streams(path, content)
        return next((kind for name, kind in _OLE_KINDS if name in names), Kind.UNKNOWN)
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith(_PICTURES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return Kind.PICTURE
    if content.startswith(_ARCHIVES):
        return Kind.ARCHIVE
    return _text(path, content[:_LOOKED_AT].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf"))


def _zip(path: Path, content: bytes) -> Kind:
    names = zipped.names(path, content)
    for sign, kind in _ZIP_KINDS:
        if any(name == sign or (sign.endswith("/") and name.startswith(sign)) for name in names):
            return kind
    if path.suffix.lower() in {".docx", ".xlsx"}:
        raise UnreadableFile(
            path, "expected an Office file, but the main part is missing", "save it again in Word or Excel"
        )
    return Kind.ARCHIVE


def _text(path: Path, head: bytes) -> Kind:
    named = _ENDINGS.get(path.suffix.lower(), Kind.UNKNOWN)
    if head.startswith(b"{\\rtf"):
        return Kind.RTF
    if head.lower().startswith(b"mime-version:") or b"\nMIME-Version:" in head:
        return Kind.MHTML
    if named is Kind.HTML:
        return named
    if _PAGE_START.match(head) and _PAGE.search(head) and not (named is Kind.MARKDOWN and b"<html" not in head.lower()):
        return Kind.HTML
    return Kind.XML if head.lstrip().startswith(b"<?xml") and not _PAGE.search(head) else named
