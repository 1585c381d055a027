"""What does not depend on the question of a passage being weighed, worked out once and kept while it is asked for."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from index import freshness, genre, wants
from index.corpus import Corpus
from index.coverage import Weighed
from index.listing import is_listing
from index.query import Want
from knowledge.passage import PassageKind

_KEPT, _MEETINGS = 4096, 16_384
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


class Meeting(NamedTuple):
    """How well a passage meets a concept, 0-1: with all that stands around it, by its title, and by title and headings alone.

    Then by each sentence that holds the wanted thing, read with title and headings; none are told where these meet it fully
    or nothing does. Last, whether a cell of a row is exactly this.
    """

    everywhere: float
    title: float
    around: float
    sentences: tuple[float, ...]
    is_cell: bool


_UNMET = Meeting(0.0, 0.0, 0.0, (), is_cell=False)


class Readings:
    """The readings of one corpus, those of the last few thousand passages weighed. Safe between threads."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.of = lru_cache(_KEPT)(self._of)
        self.holding = lru_cache(_KEPT)(self._holding)
        self.currency = lru_cache(_KEPT)(self._currency)
        self.meeting = lru_cache(_MEETINGS)(self._meeting)

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

    def _meeting(self, concept: Weighed, row: int, want: Want) -> Meeting:
        """How well a passage meets a concept: what many people ask of, many passages are looked through for."""
        reading = self.of(row)
        everywhere = concept.met(reading.spoken)
        if not everywhere:
            return _UNMET
        around = concept.met(reading.around)
        holding = self.holding(row, want) if around < 1 else ()
        return Meeting(
            everywhere,
            title=concept.met(reading.title),
            around=around,
            sentences=tuple([concept.met(f"{reading.around} {sentence}") for sentence in holding]),
            is_cell=reading.is_row and concept.is_cell(reading.text),
        )

    def _holding(self, row: int, want: Want) -> tuple[str, ...]:
        """The sentences of a passage that hold something of the wanted kind, in lower case; a row is one sentence."""
        passage = self._corpus.passages[row]
        pieces = (passage.text,) if passage.kind is PassageKind.ROW else _SENTENCE.findall(passage.text)
        return tuple(piece.lower() for piece in pieces if wants.holds(want, piece))
