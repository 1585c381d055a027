"""Latencies as a picture: a histogram in SVG, its buckets growing by a fixed factor, so that tail and bulk are both seen."""

import math
from collections import Counter
from collections.abc import Sequence

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 760, 320, 56, 48, 44
_PER_DECADE = 12
_MARKS = (50, 95, 99)


def histogram(milliseconds: Sequence[float], title: str) -> str:
    """An SVG of how many replies took how long, with p50, p95 and p99 marked; `milliseconds` must hold something."""
    ordered = sorted(max(value, 0.1) for value in milliseconds)
    counts = Counter(_bucket(value) for value in ordered)
    low, high = min(counts), max(counts) + 1
    width = (_WIDTH - _LEFT - 16) / (high - low)
    tallest, floor = max(counts.values()), _HEIGHT - _BOTTOM
    scale = (floor - _TOP) / tallest

    def x(value: float) -> float:
        return _LEFT + (math.log10(value) * _PER_DECADE - low) * width

    bars = [
        f'<rect x="{_LEFT + (bucket - low) * width:.1f}" y="{floor - number * scale:.1f}" width="{max(width - 1, 1):.1f}" '
        f'height="{number * scale:.1f}" fill="#4a7fb5"/>'
        for bucket, number in sorted(counts.items())
    ]
    marks = [
        f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{_TOP - 8}" y2="{floor}" stroke="#b5473a" stroke-dasharray="4 3"/>'
        f'<text x="{x(value) + 3:.1f}" y="{_TOP - 10 + 12 * place}" fill="#b5473a">p{percent} {value:.0f} ms</text>'
        for place, percent in enumerate(_MARKS)
        for value in [ordered[math.ceil(len(ordered) * percent / 100) - 1]]
    ]
    ticks = [
        f'<text x="{x(value):.1f}" y="{floor + 16}" text-anchor="middle">{value:g}</text>'
        for value in _ticks(10 ** (low / _PER_DECADE), 10 ** (high / _PER_DECADE))
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="11">',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="18">{title.replace("&", "&amp;").replace("<", "&lt;")}</text>',
            f'<text x="{_LEFT - 6}" y="{_TOP + 4}" text-anchor="end">{tallest}</text>',
            f'<text x="{_LEFT - 6}" y="{floor}" text-anchor="end">0</text>',
            f'<line x1="{_LEFT}" x2="{_WIDTH - 16}" y1="{floor}" y2="{floor}" stroke="#333"/>',
            *bars,
            *marks,
            *ticks,
            f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 8}" text-anchor="middle">milliseconds from arrival to reply</text>',
            "</svg>",
            "",
        ]
    )


def _bucket(value: float) -> int:
    return math.floor(math.log10(value) * _PER_DECADE)


def _ticks(low: float, high: float) -> list[float]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    every = (step * 10.0**decade for decade in decades for step in (1, 2, 5))
    return [value for value in every if low <= value <= high]
