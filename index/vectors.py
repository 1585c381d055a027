"""Vectors by meaning: exact inner-product search over unit vectors, kept by FAISS."""

from pathlib import Path
from typing import Any, Protocol, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import BundleDamaged

# A query is one vector over some ten thousand: threads cost more than they bring, and a worker a core is busy anyway.
faiss.omp_set_num_threads(1)


class Vectors(Protocol):
    """Unit vectors by row number."""

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, dimensions)."""
        ...

    def search(self, query: NDArray[np.float32], limit: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """The rows nearest to `query` (dimensions,), best first, and their cosines; at most `limit`."""
        ...

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """The cosine of each of `rows` with `query`, shape (len(rows),)."""
        ...


class FaissVectors:
    """Vectors over a flat FAISS index: exact, and at this size faster than any approximation is worth."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss has no types; Any stops in this file
        self._index = index
        count, dimensions = index.ntotal, index.d
        self._shape = (int(count), int(dimensions))
        self._matrix: NDArray[np.float32] = faiss.rev_swig_ptr(index.get_xb(), count * dimensions).reshape(self._shape)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens a file that `write` made; it stays mapped, so several processes hold it once. Raises BundleDamaged."""
        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
        except RuntimeError as error:
            raise BundleDamaged(path, "not a readable vector file") from error

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, dimensions)."""
        return self._shape

    def search(self, query: NDArray[np.float32], limit: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """As the protocol says."""
        cosines, rows = self._index.search(query.reshape(1, -1), min(limit, self._shape[0]))
        return rows[0].astype(np.intp), cosines[0]

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """As the protocol says."""
        return np.asarray(self._matrix[rows] @ query, dtype=np.float32)


def write(vectors: NDArray[np.float32], path: Path) -> None:
    """Writes unit vectors, shape (rows, dimensions), as a flat inner-product index."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    faiss.write_index(index, str(path))
