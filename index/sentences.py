"""Vectors of the sentences of each passage: a passage is found as a whole, but one sentence of it answers.

How near the best sentence is tells whether a question is answered far better than how near the passage is (docs/decisions).
Half precision, read from disk as needed: it is looked up for some ten passages a question.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoder import Stretch
from index.errors import BundleDamaged

_SENTENCE = re.compile(r"[^。！？；\n]+")
# A shorter piece (a date, a lone number) is read with the one before it.
_SHORTEST = 8
# A letter of names holds hundreds of lines; the first ones stand for it.
_MOST = 24


def split(text: str) -> tuple[Stretch, ...]:
    """Where the sentences of a passage stand, in order, at most 24; pieces under 8 characters join the one before."""
    found: list[Stretch] = []
    for piece in _SENTENCE.finditer(text):
        start, end = _trimmed(text, *piece.span())
        if found and end - start < _SHORTEST:
            found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))
    return tuple(found[:_MOST]) or ((0, len(text)),)


def _trimmed(text: str, start: int, end: int) -> Stretch:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """Unit vectors (sentences, dimensions) in float16; those of passage `row` stand at offsets[row]:offsets[row + 1]."""

    vectors: NDArray[np.float16]
    offsets: NDArray[np.int64]

    @classmethod
    def open(cls, vectors: Path, offsets: Path) -> Self:
        """Opens what `write` wrote; the vectors stay on disk until they are needed. Raises BundleDamaged."""
        try:
            opened = cls(np.load(vectors, mmap_mode="r").view(np.ndarray), np.load(offsets))
        except (OSError, ValueError, EOFError) as error:
            raise BundleDamaged(vectors, "not readable sentence vectors") from error
        ends = opened.offsets[-1] if len(opened.offsets) else "nothing"
        if ends != len(opened.vectors):
            raise BundleDamaged(offsets, f"ends at {ends}, but there are {len(opened.vectors)} sentences")
        return opened

    def nearest(self, query: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """The greatest cosine of `query` (dimensions,) with a sentence of each passage in `rows`; 0 where it has none."""
        starts, ends = self.offsets[rows], self.offsets[rows + 1]
        found = np.zeros(len(rows), np.float32)
        filled = np.flatnonzero(ends > starts)
        if len(filled):
            own = np.concatenate([self.vectors[starts[at] : ends[at]] for at in filled])
            firsts = np.cumsum(np.concatenate([[0], (ends - starts)[filled][:-1]]))
            found[filled] = np.maximum.reduceat(own.astype(np.float32) @ query, firsts)
        return found


def write(matrix: NDArray[np.float32], counts: list[int], vectors: Path, offsets: Path) -> None:
    """Writes vectors (sentences, dimensions) in passage order; `counts` tells how many each passage has."""
    np.save(vectors, matrix.astype(np.float16))
    np.save(offsets, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))
