from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import BundleDamaged
from index.vectors import FaissVectors, write


def unit(rows: int, dimensions: int, seed: int) -> np.ndarray:
    matrix: np.ndarray = np.random.default_rng(seed).normal(size=(rows, dimensions)).astype(np.float32)
    unit: np.ndarray = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return unit


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 60), dimensions=st.integers(2, 24), seed=st.integers(0, 99), limit=st.integers(1, 80))
def test_search_equals_brute_force(
    tmp_path_factory: pytest.TempPathFactory, rows: int, dimensions: int, seed: int, limit: int
) -> None:
    """The nearest rows and their cosines are those that numpy finds by looking at all."""
    matrix = unit(rows, dimensions, seed)
    query = unit(1, dimensions, seed + 1)[0]
    path = tmp_path_factory.mktemp("vectors") / "v"
    write(matrix, path)
    opened = FaissVectors.open(path)
    found, cosines = opened.search(query, limit)
    expected = np.sort(matrix @ query)[::-1][:limit]
    assert opened.shape == (rows, dimensions)
    assert cosines == pytest.approx(expected, abs=1e-5)
    assert (matrix @ query)[found] == pytest.approx(cosines, abs=1e-5)
    assert opened.cosines(query, found) == pytest.approx(cosines, abs=1e-5)


def test_a_file_that_is_no_index_is_reported(tmp_path: Path) -> None:
    """Damage is named with its path."""
    path = tmp_path / "vectors.faiss"
    path.write_bytes(b"not an index")
    with pytest.raises(BundleDamaged, match=r"vectors\.faiss"):
        FaissVectors.open(path)
