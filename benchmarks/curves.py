"""Curves over time as a picture in SVG, each on a scale of its own that begins at nought."""

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _BAND, _LEFT, _TOP = 760, 110, 64, 40


@dataclass(frozen=True, slots=True)
class Curve:
    """A named line through points (x, y)."""

    name: str
    colour: str
    points: tuple[tuple[float, float], ...]


def curves(shown: Sequence[Curve], title: str, unit: str) -> str:
    """An SVG with one band for each curve; all share the x axis, in `unit`."""
    longest = max((x for curve in shown for x, _ in curve.points), default=0.0) or 1.0
    height = _TOP + _BAND * len(shown) + 36
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="11">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="18" font-size="13">{title}</text>',
    ]
    for place, curve in enumerate(shown):
        lines += _band(curve, _TOP + _BAND * (place + 1) - 14, longest)
    lines.append(f'<text x="{_LEFT}" y="{height - 12}">0</text>')
    lines.append(f'<text x="{_WIDTH - 16}" y="{height - 12}" text-anchor="end">{longest:.0f} {unit}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _band(curve: Curve, floor: float, longest: float) -> list[str]:
    tall = _BAND - 30
    highest = max((y for _, y in curve.points), default=0.0) or 1.0
    points = " ".join(
        f"{_LEFT + x / longest * (_WIDTH - _LEFT - 16):.1f},{floor - y / highest * tall:.1f}" for x, y in curve.points
    )
    return [
        f'<line x1="{_LEFT}" x2="{_WIDTH - 16}" y1="{floor}" y2="{floor}" stroke="#999"/>',
        f'<text x="{_LEFT - 6}" y="{floor - tall + 4:.0f}" text-anchor="end">{highest:.0f}</text>',
        f'<text x="{_LEFT - 6}" y="{floor}" text-anchor="end">0</text>',
        f'<text x="{_LEFT + 4}" y="{floor - tall - 4:.0f}" fill="{curve.colour}">{curve.name}</text>',
        f'<polyline points="{points}" fill="none" stroke="{curve.colour}" stroke-width="1.5"/>',
    ]
