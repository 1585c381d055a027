import re
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import UnreadableFile
from knowledge.parsers import zipped

PATH = Path("notice.docx")


def test_names_and_parts_are_read(make_zip: Callable[..., bytes]) -> None:
    """The names in a container and the parts asked for come back."""
    content = make_zip({"word/document.xml": "<a/>", "other.bin": b"1"})
    assert zipped.names(PATH, content) == {"word/document.xml", "other.bin"}
    assert list(zipped.read(PATH, content, re.compile(r"word/"))) == [("word/document.xml", b"<a/>")]


def test_a_bomb_is_refused_by_its_declared_size(make_zip: Callable[..., bytes]) -> None:
    """A small file that would grow beyond the limit is refused before it is unpacked."""
    content = bytearray(make_zip({"word/document.xml": b"0" * 1000}))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (400_000_000).to_bytes(4, "little")
    with pytest.raises(UnreadableFile, match="400 MB"):
        zipped.check(PATH, bytes(content))
    zipped.check(PATH, make_zip({"a": "b"}))
    zipped.check(PATH, b"not a zip")


def test_damaged_containers_and_parts_are_refused(make_zip: Callable[..., bytes]) -> None:
    """A cut container, or a part whose bytes were changed, is an error that says what to do."""
    content = make_zip({"word/document.xml": "<a>" + "text" * 50 + "</a>"})
    with pytest.raises(UnreadableFile, match="damaged"):
        zipped.names(PATH, content[:60])
    flipped = content[:50] + bytes([content[50] ^ 0xFF]) + content[51:]
    with pytest.raises(UnreadableFile, match="damaged"):
        list(zipped.read(PATH, flipped, re.compile("word")))
