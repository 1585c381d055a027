"""Small pictures as SVG: bars, and a grid of subjects by week. Text stays text, and takes the colours of the page."""

from collections.abc import Sequence
from html import escape

_FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_LABEL, _BAR, _ROW, _NUMBER = 190, 420, 26, 60
_CELL = 44
_LONGEST = 13


def bars(title: str, counts: Sequence[tuple[str, int]]) -> str:
    """Horizontal bars in the order given, each with its name and number."""
    most = max((count for _, count in counts), default=0) or 1
    rows = []
    for place, (name, count) in enumerate(counts):
        y, width = place * _ROW, round(_BAR * count / most)
        rows.append(
            f'<text x="{_LABEL - 8}" y="{y + 17}" text-anchor="end">{escape(_short(name))}</text>'
            f'<rect x="{_LABEL}" y="{y + 4}" width="{width}" height="{_ROW - 8}" rx="2" fill="#2f7fc1"/>'
            f'<text x="{_LABEL + width + 6}" y="{y + 17}">{count}</text>'
        )
    return _picture(title, _LABEL + _BAR + _NUMBER, len(counts) * _ROW, rows)


def grid(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    """A row of numbers for each name, darker where there are more; zeros are left blank."""
    most = max((count for _, counts in rows for count in counts), default=0) or 1
    drawn = [
        f'<text x="{_LABEL + place * _CELL + _CELL / 2}" y="17" text-anchor="middle">{escape(name)}</text>'
        for place, name in enumerate(columns)
    ]
    for line, (name, counts) in enumerate(rows, start=1):
        y = line * _ROW
        drawn.append(f'<text x="{_LABEL - 8}" y="{y + 17}" text-anchor="end">{escape(_short(name))}</text>')
        drawn += [_cell(_LABEL + place * _CELL, y, count, count / most) for place, count in enumerate(counts) if count]
    return _picture(title, _LABEL + len(columns) * _CELL + 10, (len(rows) + 1) * _ROW, drawn)


def _cell(x: int, y: int, count: int, share: float) -> str:
    opacity = round(0.15 + 0.75 * share, 2)
    return (
        f'<rect x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_ROW - 2}" fill="#2f7fc1" fill-opacity="{opacity}"/>'
        f'<text x="{x + _CELL / 2}" y="{y + 17}" text-anchor="middle">{count}</text>'
    )


def _picture(title: str, width: int, height: int, inside: Sequence[str]) -> str:
    """The title is read aloud in place of the picture, and stands above it."""
    top = 34
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {width} {height + top + 8}" width="{width}" height="{height + top + 8}" '
        f'font-family="{_FONT}" font-size="13" fill="currentColor">'
        f'<text x="4" y="20" font-size="15" font-weight="bold">{escape(title)}</text>'
        f'<g transform="translate(0 {top})">{"".join(inside)}</g></svg>'
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
