import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy.exc import OperationalError

from index.memo import EmbeddingMemo, embed, key_of
from tests.fakes.encoder import HashEncoder


def ignore(_: int) -> None:
    """No progress is shown."""


def vectors(count: int) -> dict[bytes, NDArray[np.float32]]:
    rng = np.random.default_rng(count)
    return {key_of(str(n)): rng.standard_normal(8).astype(np.float32) for n in range(count)}


def test_vectors_come_back_exactly(tmp_path: Path) -> None:
    """Thousands of vectors, stored and looked up after opening again, are the same to the last bit."""
    stored = vectors(2500)
    with EmbeddingMemo.open(tmp_path / "new" / "memo.db") as memo:
        memo.store("a", stored)
    with EmbeddingMemo.open(tmp_path / "new" / "memo.db") as memo:
        found = memo.lookup("a", stored)
    assert found.keys() == stored.keys()
    assert all(np.array_equal(found[key], vector) for key, vector in stored.items())


def test_unknown_keys_and_other_encoders_find_nothing(tmp_path: Path) -> None:
    """A key never stored, and a key stored for another encoder, are left out."""
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        memo.store("a", vectors(3))
        assert memo.lookup("a", [key_of("none")]) == {}
        assert memo.lookup("b", vectors(3)) == {}
        assert memo.lookup("a", []) == {}


def test_storing_twice_keeps_the_first(tmp_path: Path) -> None:
    """A key that is known keeps its vector, and storing nothing is no error."""
    key = key_of("x")
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        memo.store("a", {})
        memo.store("a", {key: np.ones(4, np.float32)})
        memo.store("a", {key: np.zeros(4, np.float32)})
        assert memo.lookup("a", [key])[key].tolist() == [1, 1, 1, 1]


def test_pruning_keeps_what_is_wanted(tmp_path: Path) -> None:
    """Pruning forgets this encoder's other vectors, counts them, and leaves another encoder's alone."""
    stored = vectors(2000)
    keep = list(stored)[::4]
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        memo.store("a", stored)
        memo.store("b", stored)
        assert memo.prune("a", keep) == 1500
        assert memo.lookup("a", stored).keys() == set(keep)
        assert memo.lookup("b", stored).keys() == stored.keys()


@settings(max_examples=30, deadline=None)  # each example opens a file
@given(first=st.lists(st.text(max_size=5), max_size=20), second=st.lists(st.text(max_size=5), max_size=20))
def test_remembering_changes_no_vector(
    first: list[str], second: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """After any earlier run, the rows are those of encoding everything, and no text is encoded twice."""
    encoder = HashEncoder(8)
    with EmbeddingMemo.open(tmp_path_factory.mktemp("memo") / "memo.db") as memo:
        embed(first, encoder, memo, ignore)
        rows = embed(second, encoder, memo, ignore)
    assert rows.shape == (len(second), 8)
    assert np.array_equal(rows, HashEncoder(8).encode_passages(second))
    assert len(encoder.encoded) == len(set(encoder.encoded)) == len({*first, *second})


def test_progress_counts_the_missing_texts(tmp_path: Path) -> None:
    """Progress rises in steps to the number of texts that were missing, and stays silent when none is."""
    texts = [str(n) for n in range(150)]
    heard: list[int] = []
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        embed(texts[:20], HashEncoder(), memo, ignore)
        embed(texts, HashEncoder(), memo, heard.append)
        assert heard == [64, 128, 130]
        embed(texts, HashEncoder(), memo, heard.append)
    assert heard == [64, 128, 130]


class Interrupted(HashEncoder):
    """Stops at the third batch, as a killed publish does."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.encoded) >= 128:
            raise KeyboardInterrupt
        return super().encode_passages(texts)


def test_an_interrupted_run_keeps_what_it_computed(tmp_path: Path) -> None:
    """What was encoded before an interruption is not encoded again."""
    texts = [str(n) for n in range(200)]
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo, pytest.raises(KeyboardInterrupt):
        embed(texts, Interrupted(), memo, ignore)
    encoder = HashEncoder()
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        embed(texts, encoder, memo, ignore)
    assert len(encoder.encoded) == 200 - 128


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    """A damaged memo is started anew, for what it held can be computed again."""
    path = tmp_path / "memo.db"
    path.write_bytes(b"not a database, but long enough to be read as one" * 50)
    with EmbeddingMemo.open(path) as memo:
        memo.store("a", vectors(1))
        assert len(memo.lookup("a", vectors(1))) == 1


def test_a_place_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    """A folder in the file's place is not swept away but reported."""
    (tmp_path / "memo.db").mkdir()
    with pytest.raises(OperationalError):
        EmbeddingMemo.open(tmp_path / "memo.db")
    assert (tmp_path / "memo.db").is_dir()


def test_the_file_is_an_ordinary_database(tmp_path: Path) -> None:
    """The memo can be counted with any SQLite tool while it is open."""
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        memo.store("a", vectors(5))
        connection = sqlite3.connect(tmp_path / "memo.db")
        try:
            assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (5,)
        finally:
            connection.close()
