"""Bytes to text, whatever the file or the page says of its own character set.

The first step of every parser of a text format. Chinese sites declare gb2312 and serve UTF-8, or the other way
round, so what the bytes themselves prove goes before what is declared.
"""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from knowledge.errors import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ["shift_jis", "euc_kr", "cp1252"]
_LOST = "\ufffd"
_ADVICE = "open it in an editor and save it again as UTF-8"


def decode(path: Path, content: bytes, declared: str = "") -> str:
    """Return the text of `content`; `declared` is the character set that the page or file names, if any.

    Tried in this order: byte-order mark, strict UTF-8, GB18030 and Big5 where most of the characters are common ones,
    the declared set, charset-normalizer's guess, and at last UTF-8 or GB18030 with up to one broken character in a
    hundred. Raises UnreadableFile when the bytes are no text, or lost characters in an earlier conversion.
    """
    text = _marked(content)
    if text is None:
        content = content.rstrip(b"\0")
        if content.count(0) * 100 > len(content):
            raise UnreadableFile(path, "expected text, but the file holds binary data", _ADVICE)
        text = _unmarked(content, declared)
    if text.count(_LOST) * 100 > len(text):
        reason = f"expected text, but {text.count(_LOST)} of its {len(text)} characters cannot be read"
        raise UnreadableFile(path, reason, f"ask for the original file, or {_ADVICE}")
    return text


def _marked(content: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    return None


def _unmarked(content: bytes, declared: str) -> str:
    strict = _strict(content, "utf-8")
    if strict is not None:
        return strict
    for encoding in ("gb18030", "big5hkscs"):
        text = _strict(content, encoding)
        if text is not None and _is_plausible(text, encoding):
            return text
    named = _strict(content, declared)
    if named is not None:
        return named
    # A few broken bytes in a Chinese text are likelier than a Chinese text in a western character set.
    lenient = min((content.decode(e, errors="replace") for e in ("utf-8", "gb18030")), key=lambda t: t.count(_LOST))
    if lenient.count(_LOST) * 100 <= len(lenient) and _is_plausible(lenient, "gb18030"):
        return lenient
    guess = from_bytes(content, cp_isolation=_GUESSES).best()
    return lenient if guess is None else str(guess)


def _strict(content: bytes, encoding: str) -> str | None:
    """The text, or None when the encoding is unknown or does not fit."""
    try:
        return content.decode(encoding)
    except (LookupError, ValueError):
        return None


def _is_plausible(text: str, encoding: str) -> bool:
    """Whether most Chinese characters are of the set's common level.

    Any Big5 byte pair is also a GBK one, so a strict decode proves nothing; but it lands among GBK's rare characters.
    """
    chinese = [char for char in text if "\u3400" <= char <= "\u9fff" or char >= "\uf900"]
    common = sum(_is_common(char, encoding) for char in chinese)
    return common >= 0.7 * len(chinese)


def _is_common(char: str, encoding: str) -> bool:
    """Level 1 of GB 2312 (leads B0-D7) or of Big5 (leads A4-C6), and the full-width signs (A1-A3) of both."""
    pair = char.encode(encoding, errors="replace")
    if len(pair) != 2:
        return False
    if encoding == "gb18030":
        return 0xA1 <= pair[0] <= 0xD7 and pair[1] >= 0xA1
    return 0xA1 <= pair[0] <= 0xC6
