"""Search: candidates by meaning and wording, fused, then weighed as a person would."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index import coverage, freshness, genre, wants
from index.bundle import Bundle
from index.confidence import Features, Model
from index.encoder import Encoder
from index.fuse import fuse
from index.listing import is_listing
from index.query import Query
from knowledge.passage import PassageKind

_POOL = 120
_WEIGHED = 40
_HARDLY = 0.05
_OLDER = 0.4
_SENTENCE = re.compile(r"[^。！？；\n]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its row in the corpus, what speaks for it, and its score (comparable within one query only)."""

    row: int
    score: float
    features: Features


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

    def search(self, query: Query, today: date, limit: int = 20) -> tuple[Hit, ...]:
        """The passages that best answer `query`, best first, at most `limit`."""
        vector = self.encoder.encode_query(query.text)
        rows, dense, fused = self._candidates(query, vector)
        concepts = coverage.weigh(query.concepts, self.bundle.lexical.idf)
        usual = float(dense.mean()) if len(dense) else 0.0
        nearest = self.bundle.sentences.nearest
        candidates = [
            _Candidate(int(row), float(cosine), float(score), float(cosine) - usual, nearest(vector, int(row)))
            for row, cosine, score in zip(rows[:_WEIGHED], dense[:_WEIGHED], fused[:_WEIGHED], strict=True)
        ]
        asked = Asked(query, concepts, coverage.telling(query.words or query.text, self.bundle.lexical.idf), today)
        hits = [self._weigh(candidate, asked) for candidate in candidates]
        if not query.is_dated:
            hits = self._newest_of_series(hits, today)
        return self.with_leads(sorted(hits, key=lambda hit: -hit.score))[:limit]

    def with_leads(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The same hits, best first, each with how far it stands above the best one of any other notice, at most 1."""
        notices = [self.bundle.corpus.passages[hit.row].notice for hit in hits]
        return tuple(
            replace(hit, features=replace(hit.features, lead=_lead(hit.score, own, hits, notices)))
            for hit, own in zip(hits, notices, strict=True)
        )

    def _newest_of_series(self, hits: Sequence[Hit], today: date) -> list[Hit]:
        """The same hits, those of an older notice of a series (校历 of last year) behind the newest one found."""
        corpus = self.bundle.corpus
        notices = [corpus.notices[corpus.passages[hit.row].notice] for hit in hits]
        newest: dict[str, int] = {}
        for notice in notices:
            series, year = freshness.series(notice.title), freshness.year_of(notice, today)
            newest[series] = max(newest.get(series, 0), year)
        return [
            hit
            if freshness.year_of(notice, today) >= newest[freshness.series(notice.title)]
            else replace(hit, score=hit.score - _OLDER)
            for hit, notice in zip(hits, notices, strict=True)
        ]

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

    def _weigh(self, candidate: _Candidate, asked: "Asked") -> Hit:
        corpus, query, concepts = self.bundle.corpus, asked.query, asked.concepts
        passage = corpus.passages[candidate.row]
        notice = corpus.notices[passage.notice]
        is_row = passage.kind is PassageKind.ROW
        spoken = corpus.spoken(candidate.row).lower()
        pieces = (passage.text,) if is_row else _SENTENCE.findall(passage.text)
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
            currency=freshness.currency(notice, asked.today) if not query.is_dated else 0.5,
            genre=genre.standing(notice.title),
            key=coverage.met_key(concepts, spoken),
            near=near,
            standout=candidate.standout,
            sentence=candidate.sentence,
            lacks=float(is_checkable and near < _HARDLY),
            exact=coverage.exact(concepts, passage.text.lower()) if is_row else 0.0,
            wording=coverage.share(asked.pairs, spoken),
            listing=float(not is_row and is_listing(passage.text)),
        )
        return Hit(candidate.row, self.model.rank(features), features)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query made ready for weighing candidates: its concepts weighed, its own character pairs with their idf."""

    query: Query
    concepts: Sequence[coverage.Weighed]
    pairs: Mapping[str, float]
    today: date


def _lead(score: float, own: int, hits: Sequence[Hit], notices: Sequence[int]) -> float:
    others = (hit.score for hit, notice in zip(hits, notices, strict=True) if notice != own)
    return min(1.0, score - next(others, -math.inf))


def _wording(query: Query) -> str:
    """What wording is searched for: the question and every way of writing what it names."""
    return " ".join([query.text, *(word for concept in query.concepts for word in concept.alternatives)])
