from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import sentences
from index.errors import BundleDamaged
from index.sentences import SentenceVectors, split


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


def test_a_passage_is_split_at_sentence_ends() -> None:
    """Full stops, semicolons and line ends separate; a short piece joins the one before."""
    text = "一等奖学金每人每学年1000元；二等奖学金每人每学年700元。\n以上\n三等奖学金每人每学年400元！"
    assert cut(text) == ["一等奖学金每人每学年1000元", "二等奖学金每人每学年700元。\n以上", "三等奖学金每人每学年400元"]


def test_a_passage_of_marks_alone_is_one_sentence() -> None:
    """What has a vector then is the passage as it stands."""
    assert cut("。！\n ；") == ["。！\n ；"]


def test_a_list_of_names_has_twenty_four_sentences_at_most() -> None:
    """The first ones stand for the rest."""
    assert len(split("张三李四王五赵六。" * 50)) == 24


@given(st.text("学费5元。；\n ", max_size=80))
def test_no_character_of_a_passage_is_lost(text: str) -> None:
    """The sentences stand in order, apart, and hold everything but marks and white space."""
    found = split(text)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    kept = "".join(letter for letter in "".join(cut(text)) if letter in "学费5元")
    assert kept == "".join(letter for letter in text if letter in "学费5元")


def written(folder: Path, matrix: list[list[float]], counts: list[int]) -> tuple[Path, Path]:
    paths = folder / "sentences.npy", folder / "offsets.npy"
    sentences.write(np.array(matrix, np.float32), counts, *paths)
    return paths


def test_the_nearest_sentence_is_that_of_brute_force(tmp_path: Path) -> None:
    """For every passage the greatest cosine, to half precision; 0 for one without sentences."""
    rng = np.random.default_rng(3)
    matrix = rng.normal(size=(9, 8)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    counts = [2, 0, 4, 3]
    opened = SentenceVectors.open(*written(tmp_path, matrix.tolist(), counts))
    assert opened.vectors.dtype == np.float16
    query = matrix[5]
    expected = [float((matrix[:2] @ query).max()), 0.0, 1.0, float((matrix[6:] @ query).max())]
    assert opened.nearest(query, np.arange(4)) == pytest.approx(expected, abs=2e-3)
    assert opened.nearest(query, np.array([3, 1])) == pytest.approx([expected[3], 0.0], abs=2e-3)
    assert opened.nearest(query, np.array([1])).tolist() == [0.0]


def test_sentences_that_do_not_fit_their_offsets_are_refused(tmp_path: Path) -> None:
    """Files of two bundles mixed up are noticed on opening."""
    with pytest.raises(BundleDamaged, match="ends at 3, but there are 2"):
        SentenceVectors.open(*written(tmp_path, [[1.0, 0.0], [0.0, 1.0]], [1, 2]))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("content", [None, b"", b"no array", b"\x93NUMPY\x01\x00"])
def test_a_file_that_cannot_be_read_is_damaged(tmp_path: Path, which: int, content: bytes | None) -> None:
    """Missing, empty or overwritten: the error names the file."""
    paths = written(tmp_path, [[1.0, 0.0]], [1])
    if content is None:
        paths[which].unlink()
    else:
        paths[which].write_bytes(content)
    with pytest.raises(BundleDamaged):
        SentenceVectors.open(*paths)


def test_an_empty_array_of_offsets_is_damaged(tmp_path: Path) -> None:
    """There is always at least the 0 that the first passage begins at."""
    paths = written(tmp_path, [[1.0, 0.0]], [1])
    np.save(paths[1], np.empty(0, np.int64))
    with pytest.raises(BundleDamaged):
        SentenceVectors.open(*paths)
