"""An encoder for tests: no model, no files, the same vectors on every machine."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


class HashEncoder:
    """Bags of hashed characters and character pairs, so texts that share wording are near each other."""

    def __init__(self, dimensions: int = 64) -> None:
        self._dimensions = dimensions
        self.encoded: list[str] = []  # every passage that was ever asked for, in order

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"hash encoder, {self._dimensions} dimensions".encode()).hexdigest()[:16]

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def encode_query(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self._dimensions, np.float32)
        # The empty gram keeps the vector of an empty text from being zero, which could not be normalised.
        for gram in ("", *text, *("".join(pair) for pair in pairwise(text))):
            digest = hashlib.blake2b(gram.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            vector[int.from_bytes(digest, "little") % self._dimensions] += 1.0
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        return np.array([self.encode_query(text) for text in texts], np.float32).reshape(len(texts), self._dimensions)


class UnevenEncoder(HashEncoder):
    """Breaks the promise of unit vectors: the first text of each batch seems near to everything."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = super().encode_passages(texts)
        vectors[0] *= 50
        return vectors
