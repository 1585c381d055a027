import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy.exc import OperationalError

from index.encoder import Stretch
from index.memo import EmbeddingMemo, Reading, embed
from tests.fakes.encoder import HashEncoder, encode_all


def ignore(_done: int, _missing: int) -> None:
    """No progress is shown."""


def readings(texts: Sequence[str]) -> list[Reading]:
    return [Reading(text) for text in texts]


def vectors(count: int) -> dict[bytes, NDArray[np.float32]]:
    rng = np.random.default_rng(count)
    return {Reading(str(n)).key: rng.standard_normal(8).astype(np.float32) for n in range(count)}


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
        assert memo.lookup("a", [Reading("none").key]) == {}
        assert memo.lookup("b", vectors(3)) == {}
        assert memo.lookup("a", []) == {}


def test_storing_twice_keeps_the_first(tmp_path: Path) -> None:
    """A key that is known keeps its vector, and storing nothing is no error."""
    key = Reading("x").key
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
        embed(readings(first), encoder, memo, ignore)
        rows, fresh = embed(readings(second), encoder, memo, ignore)
    assert len(rows) == len(second)
    assert all(
        np.array_equal(row, expected[None])
        for row, expected in zip(rows, encode_all(HashEncoder(8), second), strict=True)
    )
    assert fresh == len(set(second) - set(first))
    assert len(encoder.encoded) == len(set(encoder.encoded)) == len({*first, *second})


def test_the_same_text_in_other_stretches_is_another_reading(tmp_path: Path) -> None:
    """A new way of cutting sentences never gets the vectors of the old one; each comes back in its own shape."""
    encoder = HashEncoder(8)
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        embed([Reading("学费。5元", ((0, 3),))], encoder, memo, ignore)
        (rows,), fresh = embed([Reading("学费。5元", ((0, 3), (3, 5)))], encoder, memo, ignore)
        (again,), none = embed([Reading("学费。5元", ((0, 3), (3, 5)))], encoder, memo, ignore)
    assert (rows.shape, fresh, none) == ((3, 8), 1, 0)
    assert np.array_equal(rows, again)


def test_progress_counts_the_missing_texts(tmp_path: Path) -> None:
    """Progress rises in steps to the number of texts that were missing, and stays silent when none is."""
    texts = [str(n) for n in range(150)]
    heard: list[tuple[int, int]] = []
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        embed(readings(texts[:20]), HashEncoder(), memo, ignore)
        embed(readings(texts), HashEncoder(), memo, lambda *told: heard.append(told))
        assert heard == [(64, 130), (128, 130), (130, 130)]
        embed(readings(texts), HashEncoder(), memo, lambda *told: heard.append(told))
    assert heard == [(64, 130), (128, 130), (130, 130)]


class Interrupted(HashEncoder):
    """Stops at the third batch, as a killed publish does."""

    def encode_passage(self, text: str, stretches: Sequence[Stretch] = ()) -> NDArray[np.float32]:
        if len(self.encoded) >= 128:
            raise KeyboardInterrupt
        return super().encode_passage(text, stretches)


def test_an_interrupted_run_keeps_what_it_computed(tmp_path: Path) -> None:
    """What was encoded before an interruption is not encoded again."""
    texts = [str(n) for n in range(200)]
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo, pytest.raises(KeyboardInterrupt):
        embed(readings(texts), Interrupted(), memo, ignore)
    encoder = HashEncoder()
    with EmbeddingMemo.open(tmp_path / "memo.db") as memo:
        embed(readings(texts), encoder, memo, ignore)
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
