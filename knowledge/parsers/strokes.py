"""Finds the straight strokes of a scanned page, so that its tables are found like those that a PDF draws.

Pure array work between scan.py and ruled.py; lengths are in pixels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.parsers.ruled import Rule

_CONTRAST = 28  # of 255
_WHOLE = 0.92  # a scanned line has gaps
_MAX_RUNS = 60_000  # beyond that it is a photograph


@dataclass(slots=True)
class _Stroke:
    first: int
    last: int
    low: int
    high: int


def find(gray: NDArray[np.uint8], text_height: float) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical strokes longer than those of letters of `text_height`; y counts downwards.

    A stroke is a thin ridge, darker or lighter than what lies on both sides of it, so that neither the light of a
    photograph nor a filled cell matters.
    """
    reach = max(4, round(0.35 * text_height))
    across = _rules(_ridges(gray, reach), max(24, int(2.5 * text_height)), reach)
    down = _rules(_ridges(np.ascontiguousarray(gray.T), reach), max(18, int(1.4 * text_height)), reach)
    return across, down


def _ridges(gray: NDArray[np.uint8], reach: int) -> NDArray[np.bool_]:
    """Where a pixel stands out against those `reach` rows above and below it."""
    padded = np.pad(gray.astype(np.int16), ((reach, reach), (0, 0)), mode="edge")
    above, below = padded[: -2 * reach], padded[2 * reach :]
    ridges: NDArray[np.bool_] = (np.minimum(above, below) - gray > _CONTRAST) | (
        gray - np.maximum(above, below) > _CONTRAST
    )
    return ridges


def _rules(ink: NDArray[np.bool_], length: int, thickest: int) -> list[Rule]:
    if ink.shape[1] <= length:
        return []
    sums = np.cumsum(ink, axis=1, dtype=np.int32)
    sums = np.pad(sums, ((0, 0), (1, 0)))
    long = (sums[:, length:] - sums[:, :-length]) >= _WHOLE * length
    edges = np.diff(np.pad(long, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    if len(rows) > _MAX_RUNS:
        return []
    strokes = _joined(zip(rows.tolist(), starts.tolist(), (ends + length - 1).tolist(), strict=True))
    return [
        Rule((stroke.first + stroke.last) / 2, stroke.low, stroke.high)
        for stroke in strokes
        if stroke.last - stroke.first < thickest
    ]


def _joined(runs: "zip[tuple[int, int, int]]") -> list[_Stroke]:
    """Runs in neighbouring rows that overlap are one stroke."""
    done: list[_Stroke] = []
    growing: list[_Stroke] = []
    for row, low, high in runs:
        done += [stroke for stroke in growing if stroke.last < row - 2]
        growing = [stroke for stroke in growing if stroke.last >= row - 2]
        near = next((stroke for stroke in growing if stroke.low <= high and low <= stroke.high), None)
        if near is None:
            growing.append(_Stroke(row, row, low, high))
        else:
            near.last, near.low, near.high = row, min(near.low, low), max(near.high, high)
    return done + growing
