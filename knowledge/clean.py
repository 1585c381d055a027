"""Cleans the characters of one paragraph, and rejoins paragraphs that a fixed line width had cut.

Parsers call it on every piece of text before a Document leaves them.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from statistics import quantiles

# Only letters and digits are folded: full-width punctuation is the proper punctuation of Chinese text.
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_DROPPED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff\ue000-\uf8ff]"
)
_BLANKS = re.compile(r"[ \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# Word leaves its bookmarks in exported text: "[bookmark: _GoBack]".
_BOOKMARK = re.compile(r"\[bookmark: ?[^\]]*\]")
_WIDE_BLANKS = "[ \t\u00a0\u3000]"
# 电    话 is one word set wide; 张三  李四 is two.
_SPACED_WORD = re.compile(
    rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]){_WIDE_BLANKS}{{2,}}([\u4e00-\u9fff])(?={_WIDE_BLANKS}*[：:])"
)

# What begins a new paragraph even after a full line: clause numbers, list marks, questions and answers.
STARTS_PARAGRAPH = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇\d]{1,5}[编章节条款]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,3}(?:[、．）)]|\.(?!\d))|[①-⑳●■◆★▲•·]|附件?[:：\d一二三]|[问答][:：]|注[:：])"
)
ENDS_SENTENCE = re.compile(r"[。！？；：!?;:][”’）)】》]*$")
# Marks of a page break that are no text: "- 3 -", "第3页 共12页"; a bare number only in the order of pages.
_PAGE_MARK = re.compile(r"[-—–]\s*\d{1,4}\s*[-—–]|第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?")
_BARE_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_ASCII_WORD = re.compile(r"[0-9A-Za-z]")

# A text that needs nothing but to be stripped: most do not.
_PLAIN = re.compile("[ !-Z\\\\^-~\u4e00-\u9fff“”…、。《》（），：；]*")
_IS_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")


# Cells of tables repeat one another, and a text is cleaned by whoever looks at it.
@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """One paragraph on one line: control characters dropped, blanks collapsed, full-width letters and digits folded.

    Idempotent; never touches Chinese punctuation.
    """
    if "  " not in text and _PLAIN.fullmatch(text):
        return text.strip(" ")
    text = _DROPPED.sub("", text)
    if _IS_FULL_WIDTH.search(text):
        text = text.translate(_FULL_WIDTH)
    text = unicodedata.normalize("NFC", text)
    text = _SPACED_WORD.sub(r"\1\2", _BOOKMARK.sub("", text))
    return _BLANKS.sub(" ", text).strip()


def display_width(text: str) -> int:
    """The columns a text takes in a fixed-width font: 2 for a wide character, 1 for any other."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def rejoin(lines: Sequence[str]) -> list[str]:
    """Paragraphs of `lines`, each cleaned; lines that a fixed width had cut are joined, empty lines separate.

    A text counts as cut when at least six lines are about as long as the longest tenth of all and most of those do not
    end a sentence; the width must be that of a page (30 to 140 columns). Otherwise each line is a paragraph.
    Page numbers between the lines of a cut text vanish.
    """
    cleaned = [clean(line) for line in lines]
    width = _wrap_width([line for line in cleaned if line])
    if width is None:
        return [line for line in cleaned if line]
    paragraphs: list[str] = []
    joins = False
    for line in _without_page_numbers(cleaned):
        if not line:
            joins = False
            continue
        if joins and paragraphs and not STARTS_PARAGRAPH.match(line):
            paragraphs[-1] = join(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        joins = display_width(line) >= 0.86 * width and not ENDS_SENTENCE.search(line)
    return paragraphs


def _without_page_numbers(lines: Sequence[str]) -> list[str]:
    """The lines less page marks, and less bare numbers where these count the pages 1, 2, 3 …"""
    bare = [int(line) for line in lines if _BARE_NUMBER.fullmatch(line)]
    counts_pages = bool(bare) and bare[0] <= 3 and bare == list(range(bare[0], bare[0] + len(bare)))
    return [
        line for line in lines if not _PAGE_MARK.fullmatch(line) and not (counts_pages and _BARE_NUMBER.fullmatch(line))
    ]


def _wrap_width(lines: Sequence[str]) -> float | None:
    """The width at which `lines` were cut, in columns, or None where they were not."""
    if len(lines) < 8:
        return None
    widths = [display_width(line) for line in lines]
    width = quantiles(widths, n=10)[-1]
    full = [line for line, own in zip(lines, widths, strict=True) if 0.86 * width <= own <= 1.14 * width]
    broken = [line for line in full if not ENDS_SENTENCE.search(line)]
    longest = max(widths)
    is_cut = len(full) >= 6 and len(broken) >= 0.6 * len(full) and longest <= 1.6 * width
    return width if is_cut and 30 <= width <= 140 else None


def join(left: str, right: str) -> str:
    """Two lines of one paragraph as one; a blank stays between words of Latin letters."""
    needs_blank = _ASCII_WORD.match(left[-1]) and _ASCII_WORD.match(right[0]) and not left[-1].isdigit()
    return f"{left} {right}" if needs_blank else left + right
