"""Fuses the ranking by meaning with the ranking by wording (DESIGN, decision 4)."""

import numpy as np
from numpy.typing import NDArray

DENSE_WEIGHT = 0.7


def scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores brought to 0-1 by their least and greatest; all 1 where they are equal."""
    if scores.size == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.ones_like(scores)
    return np.asarray((scores - low) / (high - low), dtype=np.float32)


def fuse(dense: NDArray[np.float32], lexical: NDArray[np.float32], weight: float = DENSE_WEIGHT) -> NDArray[np.float32]:
    """Weight x dense + (1 - weight) x lexical, each min-max scaled over the candidates of this one query."""
    return np.asarray(weight * scaled(dense) + (1 - weight) * scaled(lexical), dtype=np.float32)
