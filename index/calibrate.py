"""Fits the weights of ranking and certainty to golden questions, and measures how true the probabilities are.

Few coefficients, pulled towards those in use, so that some hundred questions of several colleges can teach something without
being learnt by heart; figures are taken on colleges left out of the fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.confidence import NAMES, Features, Linear

# What certainty is told by: few, each helping on colleges left out of the fit.
TELLING = ("standout", "missed", "year", "coverage", "lacks", "lead")
_PULL = 3.0

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose stated confidence fell into one bin: how many, their mean confidence, and the share that was right."""

    n: int
    stated: float
    right: float


@dataclass(frozen=True, slots=True)
class Example:
    """The first hit of one question at one college: what speaks for it, and whether it answers.

    `real` is False for a question whose answering notices were hidden, so that its first hit is a near miss.
    """

    college: str
    features: Features
    right: bool
    real: bool


def fit_certainty(examples: Sequence[Example], telling: Sequence[str] = TELLING) -> Linear:
    """Weights of certainty, from real questions (counted twice) and near misses; the bias from the real ones alone.

    Features are scaled to unit variance for the fit, so that the pull towards 0 treats them alike.
    """
    columns = [NAMES.index(name) for name in telling]
    rows = np.array([one.features for one in examples], dtype=np.float64)[:, columns]
    labels = np.array([one.right for one in examples], dtype=np.float64)
    real = np.array([one.real for one in examples])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / spread
    chosen = np.concatenate([np.flatnonzero(real), np.arange(len(rows))])
    fitted = logistic(scaled[chosen], labels[chosen], Linear(0.0, (0.0,) * len(columns)), _PULL)
    slopes = np.array(fitted.weights)
    offset = scaled[real] @ slopes
    bias = _bias(offset, labels[real])
    raw = slopes / spread
    weights = np.zeros(len(NAMES))
    weights[columns] = raw
    return Linear(bias - float(raw @ mean), tuple(float(value) for value in weights))


def held_out(examples: Sequence[Example], telling: Sequence[str] = TELLING) -> tuple[float, ...]:
    """The probability of each real example, by weights fitted on the other colleges; in order."""
    found: dict[int, float] = {}
    for college in {one.college for one in examples}:
        model = fit_certainty([one for one in examples if one.college != college], telling)
        for index, one in enumerate(examples):
            if one.real and one.college == college:
                found[index] = float(_sigmoid(np.array([model(one.features)]))[0])
    return tuple(found[index] for index in sorted(found))


def area_under_curve(stated: Sequence[float], right: Sequence[bool]) -> float:
    """The chance that a right answer is stated with more confidence than a wrong one; 0.5 where only one kind is there."""
    good = [value for value, is_right in zip(stated, right, strict=True) if is_right]
    bad = [value for value, is_right in zip(stated, right, strict=True) if not is_right]
    if not good or not bad:
        return 0.5
    return float(np.mean([(a > b) + 0.5 * (a == b) for a in good for b in bad]))


def _bias(offset: Matrix, labels: Matrix) -> float:
    """The bias for which the mean probability is the share of right answers, by bisection."""
    low, high = -40.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        if float(_sigmoid(offset + middle).mean()) < float(labels.mean()):
            low = middle
        else:
            high = middle
    return (low + high) / 2


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
