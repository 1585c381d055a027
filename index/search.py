"""Search: candidates by meaning and wording, fused, then weighed as a person would."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index import coverage, editions, freshness, genre, wants
from index.bundle import Bundle
from index.confidence import Features, Model
from index.corpus import IndexedNotice
from index.encoder import Encoder
from index.fuse import fuse
from index.hit import Hit
from index.query import Query
from knowledge.notice import NoticeId
from knowledge.passage import PassageKind

_POOL = 120
_WEIGHED = 40
_HARDLY = 0.05
Ids = Collection[NoticeId]
_SENTENCE = re.compile(r"[^。！？；\n]+")


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
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

    def search(
        self, query: Query, today: date, limit: int = 20, quotable: Callable[[Ids], Ids] = lambda ids: ids
    ) -> tuple[Hit, ...]:
        """The passages that best answer `query`, best first, at most `limit`, and of copies of one notice only one's.

        `quotable` says which of some notices may be quoted now; the others are passed over before editions are compared, so
        that a newest edition that was withdrawn leaves the field to the one before it.
        """
        vector = self.encoder.encode_query(query.text)
        rows, dense, fused = self._candidates(query, vector)
        concepts = coverage.weigh(query.concepts, self.bundle.lexical.idf)
        usual = float(dense.mean()) if len(dense) else 0.0
        nearest = self.bundle.sentences.nearest
        candidates = [
            _Candidate(int(row), float(cosine), float(score), float(cosine) - usual, nearest(vector, int(row)))
            for row, cosine, score in zip(rows[:_WEIGHED], dense[:_WEIGHED], fused[:_WEIGHED], strict=True)
        ]
        allowed = quotable({self._notice(candidate.row).id for candidate in candidates})
        allowed_candidates = [candidate for candidate in candidates if self._notice(candidate.row).id in allowed]
        hits = [self._weigh(candidate, query, concepts, today) for candidate in allowed_candidates]
        if not query.is_dated:
            hits = editions.newest_first(hits, self.bundle.corpus, today)
        hits = editions.one_of_copies(hits, self.bundle.corpus)
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:limit])

    def _notice(self, row: int) -> IndexedNotice:
        return self.bundle.corpus.notices[self.bundle.corpus.passages[row].notice]

    def _candidates(
        self, query: Query, vector: NDArray[np.float32]
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]:
        """Rows by fused score, best first, with their cosines and fused scores."""
        near, _ = self.bundle.vectors.search(vector, _POOL)
        worded, scores = self.bundle.lexical.search(_wording(query), _POOL)
        rows = np.union1d(near, worded)
        dense = self.bundle.vectors.cosines(vector, rows)
        lexical = np.zeros(len(rows), np.float32)
        lexical[np.searchsorted(rows, worded)] = scores
        fused = fuse(dense, lexical)
        order = np.argsort(-fused, kind="stable")
        return rows[order], dense[order], fused[order]

    def _weigh(self, candidate: "_Candidate", query: Query, concepts: Sequence[coverage.Weighed], today: date) -> Hit:
        corpus = self.bundle.corpus
        passage = corpus.passages[candidate.row]
        notice = corpus.notices[passage.notice]
        spoken = corpus.spoken(candidate.row).lower()
        pieces = (passage.text,) if passage.kind is PassageKind.ROW else _SENTENCE.findall(passage.text)
        around = f"{notice.title} {passage.heading}".lower()
        near = coverage.closest(concepts, pieces, around, lambda one: wants.holds(query.want, one))
        is_checkable = wants.is_checkable(query.want)
        features = Features(
            cosine=candidate.cosine,
            fused=candidate.fused,
            coverage=coverage.covered(concepts, spoken),
            title=coverage.covered(concepts, notice.title.lower()),
            missed=float(coverage.missed(concepts, spoken)),
            holds=float(wants.holds(query.want, passage.text)) if is_checkable else 0.5,
            year=freshness.fits(query.periods, notice, spoken),
            currency=freshness.currency(notice, today) if not query.is_dated else 0.5,
            genre=genre.standing(notice.title),
            key=coverage.met_key(concepts, spoken),
            near=near,
            standout=candidate.standout,
            sentence=candidate.sentence,
            lacks=float(is_checkable and near < _HARDLY),
            exact=coverage.exact(concepts, passage.text.lower()) if passage.kind is PassageKind.ROW else 0.0,
        )
        return Hit(candidate.row, self.model.rank(features), features)


def _wording(query: Query) -> str:
    """What wording is searched for: the question and every way of writing what it names."""
    return " ".join([query.text, *(word for concept in query.concepts for word in concept.alternatives)])
