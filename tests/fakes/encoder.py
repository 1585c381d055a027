"""An encoder for tests: no model, no files, the same vectors on every machine."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, Stretch


class HashEncoder:
    """Bags of hashed characters and character pairs, so texts that share wording are near each other."""

    def __init__(self, dimensions: int = 64) -> None:
        self._dimensions = dimensions
        self.encoded: list[str] = []  # every passage that was ever asked for, in order
        self.asked: list[str] = []  # and every question

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"hash encoder, {self._dimensions} dimensions".encode()).hexdigest()[:16]

    @property
    def dimensions(self) -> int:
        return self._dimensions

    @property
    def threads(self) -> int:
        """One, so that `encoded` is in order."""
        return 1

    def encode_query(self, text: str) -> NDArray[np.float32]:
        self.asked.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self._dimensions, np.float32)
        # The empty gram keeps the vector of an empty text from being zero, which could not be normalised.
        for gram in ("", *text, *("".join(pair) for pair in pairwise(text))):
            digest = hashlib.blake2b(gram.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            vector[int.from_bytes(digest, "little") % self._dimensions] += 1.0
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit

    def encode_passage(self, text: str, stretches: Sequence[Stretch] = ()) -> NDArray[np.float32]:
        self.encoded.append(text)
        return np.stack([self._vector(part) for part in (text, *(text[start:end] for start, end in stretches))])


class UnevenEncoder(HashEncoder):
    """Breaks the promise of unit vectors: the first passage seems near to everything."""

    def encode_passage(self, text: str, stretches: Sequence[Stretch] = ()) -> NDArray[np.float32]:
        vectors = super().encode_passage(text, stretches)
        return vectors * 50 if len(self.encoded) == 1 else vectors


def encode_all(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """The vectors of whole passages, one row each."""
    rows = [encoder.encode_passage(text)[0] for text in texts]
    return np.array(rows, np.float32).reshape(len(texts), encoder.dimensions)
