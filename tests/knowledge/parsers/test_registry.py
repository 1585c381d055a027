from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.document import Document
from knowledge.errors import KnowledgeError, UnreadableFile, UnsupportedFormat
from knowledge.parsers import registry

Make = Callable[..., bytes]


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("关于学费的通知")
    document.add_table(1, 2).cell(0, 0).text = "专业"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.html", "a.txt", "a"])
def test_a_word_file_is_read_whatever_its_ending(name: str) -> None:
    """Content decides: a .docx under any name is read as one."""
    assert registry.parse(Path(name), _docx()).title == "关于学费的通知"


def test_each_kind_reaches_its_parser(
    make_xlsx: Make, make_sheet: Callable[..., str], make_word: Make, make_pdf: Make
) -> None:
    """Sheets, old Word files, PDF, pages, Markdown, text and delimited text all come through the one door."""
    contents = {
        "a.xlsx": make_xlsx({"录取": make_sheet([["专业", "分"], ["法学", 1.0]])}),
        "a.doc": make_word([("关于学费的通知\r", b"")]),
        "a.pdf": make_pdf(["BT /F1 12 Tf 60 800 Td <6b636587> Tj ET"]),
        "a.html": "<html><body><p>学费标准如下。</p></body></html>".encode("gbk"),
        "a.xls": "<html><body><table><tr><td>专业</td><td>学费</td></tr></table></body></html>".encode(),
        "a.md": "# 学费\n\n标准如下。\n".encode(),
        "a.txt": "学费标准如下。".encode(),
        "a.csv": "专业,学费\n法学,5200\n".encode(),
    }
    for name, content in contents.items():
        assert registry.parse(Path(name), content).blocks, name
        assert Path(name).suffix in registry.SUPPORTED


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.rar", b"Rar!\x1a\x07\x00", "archive"),
        ("a.doc", b"{\\rtf1 text}", "RTF"),
        ("a.exe", b"MZ\x90\x01", "not known"),
    ],
)
def test_what_no_parser_takes_is_named_with_advice(name: str, content: bytes, words: str) -> None:
    """An unsupported file says what it is and what staff can do."""
    with pytest.raises(UnsupportedFormat, match=words) as caught:
        registry.parse(Path(name), content)
    assert caught.value.advice


def test_slides_and_locked_files_are_named(make_ole: Make) -> None:
    """Old presentations and encrypted files are told apart."""
    with pytest.raises(UnsupportedFormat, match="presentation"):
        registry.parse(Path("a.ppt"), make_ole({"PowerPoint Document": b"x"}))
    with pytest.raises(UnsupportedFormat, match="password"):
        registry.parse(Path("a.docx"), make_ole({"EncryptedPackage": b"x"}))


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\0" * 100])
def test_empty_files_are_refused(content: bytes) -> None:
    """A file of nothing, of blanks or of zeros is empty."""
    with pytest.raises(UnreadableFile, match="empty"):
        registry.parse(Path("a.docx"), content)


def test_oversized_files_are_refused() -> None:
    """A file beyond 200 MB is refused before it is looked at."""
    with pytest.raises(UnreadableFile, match="200 MB"):
        registry.parse(Path("a.txt"), b"a" * 200_000_001)


_NAMES = st.sampled_from(sorted(registry.SUPPORTED)).map(lambda ending: Path(f"a{ending}"))
_STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.4\n", b"<html>", b"{\\rtf"]
)


@given(_NAMES, _STARTS, st.binary(max_size=600))
def test_arbitrary_bytes_raise_only_our_errors(path: Path, start: bytes, rest: bytes) -> None:
    """Whatever the bytes and the ending, the result is a document or a KnowledgeError."""
    with suppress(KnowledgeError):
        assert isinstance(registry.parse(path, start + rest), Document)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    kind=st.integers(0, 3),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), min_size=1, max_size=6),
)
def test_damaged_files_raise_only_our_errors(
    kind: int,
    changes: list[tuple[float, bytes]],
    make_xlsx: Make,
    make_sheet: Callable[..., str],
    make_word: Make,
    make_pdf: Make,
) -> None:
    """A file of each kind with some bytes overwritten gives a document or a KnowledgeError."""
    cell = b"\0\0\x16\x24\x01"
    makers = (
        _docx,
        lambda: make_xlsx({"录取": make_sheet([["专业", "分"], ["法学", 1.0]], ["A1:B1"])}),
        lambda: make_word([("通知\r", b""), ("甲\x07", cell), ("\x07", cell + b"\x17\x24\x01")]),
        lambda: make_pdf(["60 60 m 90 90 l S BT /F1 12 Tf 60 800 Td <6b636587> Tj ET"]),
    )
    content = makers[kind]()
    for place, new in changes:
        start = int(place * len(content))
        content = content[:start] + new + content[start + len(new) :]
    with suppress(KnowledgeError):
        assert isinstance(registry.parse(Path("a.bin"), content), Document)
