from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError, UnreadableFile
from knowledge.parsers.charset import decode

PATH = Path("notice.txt")
TEXT = "各学院：二〇二四年秋季学期学费标准为每生每年五千二百元，请按时缴纳。"
TRADITIONAL = "各學院：本學期學費標準如下，請同學們按時繳納，逾期不予註冊，特此通知。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"])
@pytest.mark.parametrize("declared", ["", "gb2312", "utf-8", "big5", "iso-8859-1", "no-such-set"])
def test_text_survives_whatever_is_declared(encoding: str, declared: str) -> None:
    """Chinese text is read rightly in each usual encoding, whatever the page declares of itself."""
    assert decode(PATH, TEXT.encode(encoding), declared) == TEXT


def test_big_endian_marks_are_obeyed() -> None:
    """A byte-order mark of big-endian UTF-16 or UTF-32 decides."""
    assert decode(PATH, b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT
    assert decode(PATH, b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be")) == TEXT


def test_big5_is_told_from_gbk() -> None:
    """Big5 bytes, which are valid GBK too, are read as Big5."""
    assert decode(PATH, TRADITIONAL.encode("big5")) == TRADITIONAL


def test_declared_western_set_is_used_where_nothing_chinese_fits() -> None:
    """A page that declares a western set and holds western text is read in it."""
    text = "Les frais d'inscription sont à payer à la rentrée, déjà fixés pour l'été."
    assert decode(PATH, text.encode("iso-8859-1"), "iso-8859-1") == text


def test_undeclared_foreign_text_is_guessed() -> None:
    """Text of another script without declaration is guessed as a last resort."""
    text = "これは日本語の文章です。授業料は前期と後期に分けて納付してください。よろしくお願いします。" * 3
    assert decode(PATH, text.encode("shift_jis")) == text


def test_one_broken_character_is_forgiven() -> None:
    """A long text with a single broken byte is read, with a replacement character there."""
    content = (TEXT * 10).encode("gb18030")
    text = decode(PATH, content[:-1] + b"\xff")
    assert text[:-2].startswith(TEXT * 9)
    assert decode(PATH, (TEXT * 10).encode() + b"\xe5").startswith(TEXT * 10)


def test_trailing_zero_bytes_are_dropped() -> None:
    """Zero bytes that pad the end of a file do not make it binary."""
    assert decode(PATH, TEXT.encode("gbk") + bytes(50)) == TEXT


def test_binary_data_is_refused() -> None:
    """Bytes full of zeros are no text, and the error says so."""
    with pytest.raises(UnreadableFile, match="binary data"):
        decode(PATH, b"ab\0\0\0\0\0\1cd")


def test_text_damaged_by_an_earlier_conversion_is_refused() -> None:
    """A file in which an earlier conversion replaced many characters is refused, not stored."""
    with pytest.raises(UnreadableFile, match="cannot be read"):
        decode(PATH, ("学\ufffd\ufffd费" * 20).encode())


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufffd\ufeff")))
def test_utf8_is_the_identity(text: str) -> None:
    """Any text written as UTF-8 is read back as it was."""
    assert decode(PATH, text.encode()) == text


@given(st.binary(max_size=300), st.sampled_from(["", "gb2312", "utf-16", "hex", "rot13"]))
def test_arbitrary_bytes_give_text_or_our_own_error(content: bytes, declared: str) -> None:
    """Whatever the bytes, the result is text or a KnowledgeError."""
    with suppress(KnowledgeError):
        assert isinstance(decode(PATH, content, declared), str)
