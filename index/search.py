"""Search: candidates by meaning and wording, fused, then weighed as a person would."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import coverage, editions, freshness, wants
from index.bundle import Bundle
from index.confidence import Features, Model
from index.corpus import IndexedNotice
from index.encoder import Encoder
from index.fuse import fuse
from index.hit import Hit
from index.query import Query
from index.readings import Meeting, Readings
from knowledge.notice import NoticeId

_POOL = 120
_WEIGHED = 24
_HARDLY = 0.05
Ids = Collection[NoticeId]
# A lead beyond this tells no more; where there is no other notice, a usual one is assumed.
_FAR, _ALONE = 0.6, 0.4


class _Candidate(NamedTuple):
    row: int
    notice: IndexedNotice
    cosine: float
    fused: float
    standout: float
    sentence: float


@dataclass(frozen=True, slots=True)
class Searcher:
    """An open bundle with the encoder that made it; safe to share between threads."""

    bundle: Bundle
    encoder: Encoder
    model: Model
    scale: coverage.Scale = field(init=False, repr=False, compare=False)
    """By how telling it is in this bundle, a concept counts."""
    _readings: Readings = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", coverage.Scale(self.bundle.lexical.idf))
        object.__setattr__(self, "_readings", Readings(self.bundle.corpus))

    def search(
        self, query: Query, today: date, limit: int = 20, quotable: Callable[[Ids], Ids] = lambda ids: ids
    ) -> tuple[Hit, ...]:
        """The passages that best answer `query`, best first, at most `limit`, and of copies of one notice only one's.

        `quotable` says which of some notices may be quoted now; the others are passed over before editions are compared, so
        that a newest edition that was withdrawn leaves the field to the one before it.
        """
        vector = self.encoder.encode_query(query.text)
        rows, dense, fused = self._candidates(query, vector)
        concepts = self.scale.weigh(query.concepts)
        usual = float(dense.mean()) if len(dense) else 0.0
        rows, dense, fused = rows[:_WEIGHED], dense[:_WEIGHED], fused[:_WEIGHED]
        nearest = self.bundle.sentences.nearest(vector, rows).tolist()
        candidates = [
            _Candidate(row, self._notice(row), cosine, score, cosine - usual, sentence)
            for row, cosine, score, sentence in zip(rows.tolist(), dense.tolist(), fused.tolist(), nearest, strict=True)
        ]
        telling = coverage.telling(query.words or query.text, self.bundle.lexical.idf)
        asked = Asked(query, concepts, telling, today, wants.is_checkable(query.want))
        allowed = quotable({candidate.notice.id for candidate in candidates})
        hits = [self._weigh(one, asked) for one in candidates if one.notice.id in allowed]
        if not query.is_dated:
            hits = editions.newest_first(hits, self.bundle.corpus, today)
        hits = editions.one_of_copies(hits, self.bundle.corpus)
        return self.with_leads(sorted(hits, key=lambda hit: -hit.score)[:limit])

    def with_leads(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The same hits, best first, each with how far it stands above the best one of any other notice, at most 0.6."""
        notices = [self.bundle.corpus.passages[hit.row].notice for hit in hits]
        best = hits[0].score if hits else 0.0
        best_elsewhere = next((hit.score for hit, own in zip(hits, notices, strict=True) if own != notices[0]), None)
        leads = [
            _lead(hit.score, best_elsewhere if own == notices[0] else best)
            for hit, own in zip(hits, notices, strict=True)
        ]
        return tuple(
            Hit(hit.row, hit.score, hit.features._replace(lead=lead)) for hit, lead in zip(hits, leads, strict=True)
        )

    def _notice(self, row: int) -> IndexedNotice:
        return self.bundle.corpus.notices[self.bundle.corpus.passages[row].notice]

    def _candidates(
        self, query: Query, vector: NDArray[np.float32]
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]:
        """Rows by fused score, best first, with their cosines and fused scores."""
        near, _ = self.bundle.vectors.search(vector, _POOL)
        worded, scores = self.bundle.lexical.search(_wording(query), _POOL)
        found = np.zeros(self.bundle.vectors.shape[0], np.bool_)
        found[near] = found[worded] = True
        rows = np.flatnonzero(found)
        dense = self.bundle.vectors.cosines(vector, rows)
        lexical = np.zeros(len(rows), np.float32)
        lexical[np.searchsorted(rows, worded)] = scores
        fused = fuse(dense, lexical)
        order = np.argsort(-fused, kind="stable")
        return rows[order], dense[order], fused[order]

    def _weigh(self, candidate: _Candidate, asked: "Asked") -> Hit:
        query, concepts, is_checkable = asked.query, asked.concepts, asked.is_checkable
        reading = self._readings.of(candidate.row)
        holding = self._readings.holding(candidate.row, query.want)
        meetings = [self._readings.meeting(concept, candidate.row, query.want) for concept in concepts]
        met, title, around, sentences, cells = zip(*meetings, strict=True) if meetings else ((),) * len(Meeting._fields)
        near = coverage.closest(concepts, met, around, sentences) if holding else 0.0
        features = Features(
            cosine=candidate.cosine,
            fused=candidate.fused,
            coverage=coverage.part(concepts, met),
            title=coverage.part(concepts, title),
            missed=float(coverage.missed(concepts, met)),
            holds=float(bool(holding)) if is_checkable else 0.5,
            year=freshness.fits(query.periods, candidate.notice, reading.spoken),
            currency=self._readings.currency(candidate.row, asked.today) if not query.is_dated else 0.5,
            genre=reading.genre,
            key=coverage.met_key(concepts, met),
            near=near,
            standout=candidate.standout,
            sentence=candidate.sentence,
            lacks=float(is_checkable and near < _HARDLY),
            exact=coverage.exact(cells),
            wording=coverage.share(asked.pairs, reading.spoken),
            listing=reading.listing,
        )
        return Hit(candidate.row, self.model.rank(features), features)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query made ready for weighing candidates: its concepts weighed, its own character pairs with their idf.

    `is_checkable` tells whether what it wants has a form that a text shows.
    """

    query: Query
    concepts: Sequence[coverage.Weighed]
    pairs: coverage.Telling
    today: date
    is_checkable: bool


def _lead(score: float, best_other: float | None) -> float:
    return _ALONE if best_other is None else min(_FAR, score - best_other)


def _wording(query: Query) -> str:
    """What wording is searched for: the question and every way of writing what it names."""
    return " ".join([query.text, *(word for concept in query.concepts for word in concept.alternatives)])
