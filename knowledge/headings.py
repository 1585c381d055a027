"""Recognises the headings and clause numbers of official Chinese documents (第X条, 一、, （一）, 1., (1), ①)."""

import re

_NUMBER = "[一二三四五六七八九十百零〇\\d]{1,5}"
# The order is the usual nesting; level 1-9 is left to headings that a format marks itself.
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (10, re.compile(rf"第{_NUMBER}[编篇](?![制写])")),
    (11, re.compile(rf"第{_NUMBER}章")),
    (12, re.compile(rf"第{_NUMBER}节(?![课])")),
    (13, re.compile(rf"第{_NUMBER}条(?![第款规])")),
    (14, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (15, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    (16, re.compile(r"\d{1,3}(?:[、．]|\.(?!\d))")),
    (17, re.compile(r"[（(]\d{1,3}[）)]|\d{1,3}[）)]")),
    (18, re.compile(r"[①-⑳]")),
)
_QUESTION = re.compile(r"(?:\d{1,3}\s*[、.．]\s*)?(?:问|Q\d*)\s*[:：]|[^。；]{4,60}[？?]$")
CLAUSE = 13
CHAPTERS = range(10, 13)
QUESTION = 9


def level(paragraph: str) -> int | None:
    """The level of the clause number or question that opens `paragraph`, None for running text."""
    for depth, mark in _MARKS:
        if mark.match(paragraph):
            return QUESTION if depth > 13 and _QUESTION.match(paragraph) else depth
    return QUESTION if _QUESTION.match(paragraph) else None


def label(paragraph: str, limit: int = 40) -> str:
    """What of an opening paragraph serves as heading for what follows: the first sentence, at most `limit` characters."""
    first = re.split(r"[。；]|(?<=[：:？?])", paragraph, maxsplit=1)[0].strip().rstrip("：:")
    return first if len(first) <= limit else first[: limit - 1] + "…"


def is_title_only(paragraph: str) -> bool:
    """Whether the paragraph is a heading without text of its own: short, and not closed by a full stop."""
    return len(paragraph) <= 40 and not re.search(r"[。；，,;]$", paragraph)
