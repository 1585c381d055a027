"""What does not depend on the question of a passage being weighed, worked out once and kept while it is asked for."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index import freshness, genre, wants
from index.corpus import Corpus
from index.listing import is_listing
from index.query import Want
from knowledge.passage import PassageKind

_KEPT = 4096
_SENTENCE = re.compile(r"[^。！？；\n]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as it is weighed; all texts in lower case.

    spoken: title, headings and text. title; around: title and headings. text. is_row. genre: 0-1, how much a document of
    its title's kind binds. listing: 1 for a list of titles or a menu, else 0.
    """

    spoken: str
    title: str
    around: str
    text: str
    is_row: bool
    genre: float
    listing: float


class Readings:
    """The readings of one corpus, those of the last few thousand passages weighed. Safe between threads."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.of = lru_cache(_KEPT)(self._of)
        self.holding = lru_cache(_KEPT)(self._holding)
        self.currency = lru_cache(_KEPT)(self._currency)

    def _of(self, row: int) -> Reading:
        passage = self._corpus.passages[row]
        title = self._corpus.notices[passage.notice].title
        is_row = passage.kind is PassageKind.ROW
        return Reading(
            spoken=self._corpus.spoken(row).lower(),
            title=title.lower(),
            around=f"{title} {passage.heading}".lower(),
            text=passage.text.lower(),
            is_row=is_row,
            genre=genre.standing(title),
            listing=float(not is_row and is_listing(passage.text)),
        )

    def _currency(self, row: int, today: date) -> float:
        """How current the passage's notice is on that day, 0-1."""
        return freshness.currency(self._corpus.notices[self._corpus.passages[row].notice], today)

    def _holding(self, row: int, want: Want) -> tuple[str, ...]:
        """The sentences of a passage that hold something of the wanted kind, in lower case; a row is one sentence."""
        passage = self._corpus.passages[row]
        pieces = (passage.text,) if passage.kind is PassageKind.ROW else _SENTENCE.findall(passage.text)
        return tuple(piece.lower() for piece in pieces if wants.holds(want, piece))
