"""Chooses what of a passage to show: whole sentences, taken literally, around what was asked."""

import re
from collections.abc import Sequence

from index import coverage, wants
from index.coverage import Weighed
from index.query import Want

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+[”’」』）)]*|[^。！？；\n]+$")
ELLIPSIS = "…"


def excerpt(text: str, concepts: Sequence[Weighed], want: Want, limit: int) -> str:
    """A literal stretch of `text`, whole sentences where they fit, at most `limit` characters and an ellipsis at each cut end.

    It is the stretch whose sentences speak most of what was asked; one that holds the wanted kind of thing counts more.
    """
    text = text.strip()
    if len(text) <= limit:
        return text
    pieces = sentences(text)
    values = [worth(piece, concepts, want) for piece in pieces]
    first = max(range(len(pieces)), key=lambda index: values[index])
    start, end = _grow(pieces, values, first, limit)
    shown = "".join(pieces[start:end]).strip()
    if len(shown) > limit:
        shown, end = shown[:limit], -1
    return (ELLIPSIS if start else "") + shown + (ELLIPSIS if end != len(pieces) else "")


def sentences(text: str) -> list[str]:
    """The sentences of `text` with their marks; together they are the text."""
    return _SENTENCE.findall(text)


def worth(sentence: str, concepts: Sequence[Weighed], want: Want) -> float:
    """How much a sentence speaks of what was asked, and half more where it holds the wanted kind of thing."""
    held = 0.5 if wants.is_checkable(want) and wants.holds(want, sentence) else 0.0
    return coverage.covered(concepts, sentence.lower()) + held


def _grow(sentences: Sequence[str], worth: Sequence[float], first: int, limit: int) -> tuple[int, int]:
    """The stretch around sentence `first`, grown towards the worthier neighbour (the later one, if equal) while it fits."""
    start, end = first, first + 1
    size = len(sentences[first])
    while True:
        before = worth[start - 1] if start and size + len(sentences[start - 1]) <= limit else -1.0
        after = worth[end] if end < len(sentences) and size + len(sentences[end]) <= limit else -1.0
        if before < 0 and after < 0:
            return start, end
        if after >= before:
            size += len(sentences[end])
            end += 1
        else:
            start -= 1
            size += len(sentences[start])
