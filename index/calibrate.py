"""Fits the weights of ranking and certainty to golden questions, and measures how true the probabilities are.

Few coefficients, pulled towards those in use, so that some hundred questions of several colleges can teach something without
being learnt by heart; figures are taken on colleges left out of the fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.confidence import Linear

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose stated confidence fell into one bin: how many, their mean confidence, and the share that was right."""

    n: int
    stated: float
    right: float


def logistic(rows: Matrix, labels: Matrix, prior: Linear, pull: float) -> Linear:
    """Logistic regression of labels (n,) in {0, 1} on rows (n, features) by Newton's method.

    `pull` is the strength (inverse variance) of a Gaussian prior around `prior`; the bias is pulled a hundredth as much.
    """
    design = np.hstack([np.ones((len(rows), 1)), rows])
    centre = np.array([prior.bias, *prior.weights])
    strength = np.full(len(centre), pull)
    strength[0] = pull / 100
    beta = centre.copy()
    for _ in range(60):
        chance = _sigmoid(design @ beta)
        gradient = design.T @ (chance - labels) + strength * (beta - centre)
        curvature = design.T @ (design * (chance * (1 - chance))[:, None]) + np.diag(strength)
        step = np.linalg.solve(curvature, gradient)
        beta = beta - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return Linear(float(beta[0]), tuple(float(value) for value in beta[1:]))


def pairwise(better: Matrix, worse: Matrix, prior: Linear, pull: float) -> Linear:
    """Ranking weights from pairs of candidates of one question, shape (n, features) each: P(better first) = sigmoid(w·(b-w))."""
    difference = better - worse
    rows = np.vstack([difference, -difference])
    labels = np.concatenate([np.ones(len(better)), np.zeros(len(worse))])
    fitted = logistic(rows, labels, Linear(0.0, prior.weights), pull)
    return Linear(0.0, fitted.weights)


def reliability(stated: Sequence[float], right: Sequence[bool], bins: int = 10) -> tuple[Bin, ...]:
    """The reliability diagram: equal-width bins of stated confidence that hold any answer."""
    found = []
    for index in range(bins):
        inside = [i for i, value in enumerate(stated) if min(int(value * bins), bins - 1) == index]
        if inside:
            found.append(
                Bin(
                    len(inside), float(np.mean([stated[i] for i in inside])), float(np.mean([right[i] for i in inside]))
                )
            )
    return tuple(found)


def calibration_error(found: Sequence[Bin]) -> float:
    """Expected calibration error (Naeini et al. 2015): the mean gap between stated and true, weighed by bin size."""
    total = sum(one.n for one in found)
    return sum(one.n * abs(one.stated - one.right) for one in found) / total if total else 0.0


def _sigmoid(values: Matrix) -> Matrix:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30, 30))))
