from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import UnreadableFile
from knowledge.parsers.sniff import Kind, sniff


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.html", b"%PDF-1.4", Kind.PDF),
        ("a.pdf", b"\n%PDF-1.4", Kind.PDF),
        ("a.txt", b"\x89PNG\r\n", Kind.PICTURE),
        ("a.docx", b"\xff\xd8\xff\xe0", Kind.PICTURE),
        ("a.txt", b"RIFF1234WEBPVP8", Kind.PICTURE),
        ("a.doc", b"Rar!\x1a\x07", Kind.ARCHIVE),
        ("a.doc", b"{\\rtf1\\ansi", Kind.RTF),
        ("a.doc", b"MIME-Version: 1.0\r\n", Kind.MHTML),
        ("a.mht", b"From: <x>\nMIME-Version: 1.0\r\n", Kind.MHTML),
        ("a.xls", b"\xef\xbb\xbf<html><table><tr>", Kind.HTML),
        ("a.doc", b"<html xmlns:o='urn:x'><body>", Kind.HTML),
        ("a.txt", b"<!DOCTYPE html><html>", Kind.HTML),
        ("a.jsp", b"<%@ page language='java' %>", Kind.HTML),
        ("a.shtml", "正文".encode(), Kind.HTML),
        ("a.txt", b"\xff\xfe<\0h\0t\0m\0l\0>\0", Kind.TEXT),
        ("a.md", b"<div>x</div>\n# title", Kind.MARKDOWN),
        ("a.md", b"<!doctype html><html>", Kind.HTML),
        ("a.xls", "专业\t分数\n".encode("gbk"), Kind.DELIMITED),
        ("a.csv", b"a,b", Kind.DELIMITED),
        ("A.TXT", b"text", Kind.TEXT),
        ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', Kind.XML),
        ("a.json", b"{}", Kind.UNKNOWN),
        ("a", b"text", Kind.UNKNOWN),
    ],
)
def test_content_goes_before_the_ending(name: str, content: bytes, kind: Kind) -> None:
    """The first bytes decide; the ending only between kinds of text."""
    assert sniff(Path(name), content) is kind


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("word/document.xml", Kind.DOCX),
        ("xl/workbook.xml", Kind.SHEET),
        ("xl/workbook.bin", Kind.XLSB),
        ("ppt/slides/slide1.xml", Kind.SLIDES),
        ("OFD.xml", Kind.OFD),
        ("content.xml", Kind.OPENDOCUMENT),
        ("notice.txt", Kind.ARCHIVE),
    ],
)
def test_zip_containers_are_told_by_their_parts(part: str, kind: Kind, make_zip: Callable[..., bytes]) -> None:
    """The part that only one kind has names the kind, whatever the ending."""
    assert sniff(Path("a.doc"), make_zip({part: "x"})) is kind


def test_an_office_file_without_its_main_part_is_refused(make_zip: Callable[..., bytes]) -> None:
    """A .docx that is only some zip is reported as broken, not as an archive."""
    with pytest.raises(UnreadableFile, match="main part"):
        sniff(Path("a.docx"), make_zip({"x": "y"}))


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", Kind.DOC),
        ("Workbook", Kind.SHEET),
        ("Book", Kind.SHEET),
        ("PowerPoint Document", Kind.SLIDES),
        ("EncryptedPackage", Kind.LOCKED),
        ("Other", Kind.UNKNOWN),
    ],
)
def test_old_containers_are_told_by_their_streams(stream: str, kind: Kind, make_ole: Callable[..., bytes]) -> None:
    """An OLE2 file is what its root streams say."""
    assert sniff(Path("a.txt"), make_ole({stream: b"x"})) is kind
