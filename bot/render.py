"""The limits of what WeChat shows: which characters, and how many bytes; the last step before any reply."""

import re

WECHAT_BYTES = 2048
"""The platform's own limit for a text reply, in bytes of UTF-8; measured by its users, stated nowhere officially."""

_MARK = "…"
_FORBIDDEN = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINK = re.compile(r"<a\b[^<>]*>.*?</a>", re.DOTALL)
_BOUNDARY = re.compile(r"\n+|[。！？；!?]+[”’」』）)]*")


def sanitise(text: str) -> str:
    """`text` without characters that XML 1.0 forbids (or that show as boxes); line ends become newlines. Idempotent."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fit(text: str, limit: int = WECHAT_BYTES) -> str:
    """`text` in at most `limit` bytes of UTF-8 (three or more), for text that holds no lone surrogates.

    What is too long ends at a line or sentence where that keeps at least half, and with 「…」; a character or an
    `<a …>…</a>` is never cut in two.
    """
    encoded = text.encode()
    if len(encoded) <= limit:
        return text
    room = len(encoded[: limit - len(_MARK.encode())].decode(errors="ignore"))
    links = [match.span() for match in _LINK.finditer(text)]
    hard = _outside(room, links)
    ends = [match.start() if match[0][0] == "\n" else match.end() for match in _BOUNDARY.finditer(text, 0, room)]
    whole = [end for end in ends if hard // 2 <= end <= hard and _outside(end, links) == end]
    return text[: whole[-1] if whole else hard].rstrip() + _MARK


def _outside(position: int, links: list[tuple[int, int]]) -> int:
    """The position itself, or the start of the link that it lies within."""
    return next((start for start, end in links if start < position < end), position)
