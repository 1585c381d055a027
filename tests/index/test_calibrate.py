import numpy as np
import pytest

from index.calibrate import calibration_error, logistic, pairwise, reliability
from index.confidence import Linear


def test_a_fit_finds_the_weights_that_made_the_labels() -> None:
    """With much data and a weak pull the coefficients come back."""
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(4000, 2))
    chance = 1 / (1 + np.exp(-(0.5 + 2 * rows[:, 0] - rows[:, 1])))
    fitted = logistic(rows, (rng.random(4000) < chance).astype(float), Linear(0.0, (0.0, 0.0)), pull=0.01)
    assert fitted.bias == pytest.approx(0.5, abs=0.2)
    assert fitted.weights == pytest.approx((2.0, -1.0), abs=0.25)


def test_without_data_the_prior_stays() -> None:
    """A strong pull and no evidence leave the weights in use as they are."""
    prior = Linear(-1.0, (3.0,))
    fitted = logistic(np.zeros((0, 1)), np.zeros(0), prior, pull=1.0)
    assert (fitted.bias, *fitted.weights) == pytest.approx((-1.0, 3.0))


def test_pairs_teach_what_makes_one_candidate_better() -> None:
    """The feature in which better candidates are higher gains weight; the bias means nothing for order."""
    better = np.array([[1.0, 0.0]] * 20)
    worse = np.array([[0.0, 0.0]] * 20)
    fitted = pairwise(better, worse, Linear(0.0, (0.0, 0.0)), pull=1.0)
    assert fitted.weights[0] > 1.0
    assert fitted.weights[1] == pytest.approx(0.0, abs=1e-6)
    assert fitted.bias == 0.0


def test_a_true_probability_has_no_calibration_error() -> None:
    """Of the answers given with 0.75, three of four are right; with 1.0, all."""
    bins = reliability([0.75] * 4 + [1.0], [True, True, True, False, True])
    assert [(one.n, one.stated, one.right) for one in bins] == [(4, 0.75, 0.75), (1, 1.0, 1.0)]
    assert calibration_error(bins) == 0.0
    assert calibration_error(reliability([0.9], [False])) == pytest.approx(0.9)
    assert calibration_error(()) == 0.0
