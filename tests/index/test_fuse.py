import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fuse import fuse, scaled

SCORES = st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=30).map(lambda v: np.array(v, np.float32))


@given(SCORES)
def test_scaled_scores_stay_between_zero_and_one_and_keep_their_order(scores: np.ndarray) -> None:
    """Scaling never leaves 0-1 and never puts a lower score above a higher one."""
    result = scaled(scores)
    assert result.min() >= 0
    assert result.max() <= 1
    order = np.argsort(scores, kind="stable")
    assert (np.diff(result[order]) >= -1e-6).all()


def test_scores_that_are_all_equal_are_all_one() -> None:
    """Without a difference there is nothing to scale by."""
    assert scaled(np.array([3.0, 3.0], np.float32)).tolist() == [1.0, 1.0]


def test_no_scores_are_no_scores() -> None:
    """An empty list of candidates stays empty."""
    assert scaled(np.empty(0, np.float32)).size == 0


def test_fusing_weighs_both_rankings() -> None:
    """The best by meaning and the worst by wording gets the weight of meaning, and the reverse."""
    dense = np.array([0.9, 0.8], np.float32)
    lexical = np.array([0.0, 12.0], np.float32)
    assert fuse(dense, lexical, weight=0.7).tolist() == pytest.approx([0.7, 0.3])
