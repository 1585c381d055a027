"""Shows figures: as lines for a person, or as the Markdown table of docs/performance.md."""

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from benchmarks.figure import Figure


def machine() -> dict[str, str]:
    """What the figures depend on: processor, cores, memory, system, Python and the numeric libraries."""
    return {
        "processor": _first("/proc/cpuinfo", "model name") or platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": _first("/proc/meminfo", "MemTotal"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "onnxruntime": onnxruntime.__version__,
        "numpy": np.__version__,
    }


def lines(figures: Sequence[Figure]) -> Iterator[str]:
    """One line a figure."""
    for figure in figures:
        verdict = "good" if figure.good else "SHORT"
        yield f"{verdict:5} {figure.name:22} {_value(figure, figure.median):>10}  needed {_needed(figure):>10}  {_range(figure)}"
        yield f"      {figure.what}{f': {figure.facts}' if figure.facts else ''}"


def markdown(figures: Sequence[Figure], facts: dict[str, str], notices: str) -> Iterator[str]:
    """The table and what it was measured on."""
    yield "| figure | needed | median | range | runs | absolute |"
    yield "|---|---|---|---|---|---|"
    for figure in figures:
        cells = (
            f"`{figure.name}`: {figure.what}",
            _needed(figure),
            _value(figure, figure.median),
            _range(figure),
            str(len(figure.runs)),
            figure.facts,
        )
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield f"Measured on the notices `{notices}`; {', '.join(f'{name} {value}' for name, value in facts.items())}."


def _needed(figure: Figure) -> str:
    return f"{'≥' if figure.at_least else '≤'} {_value(figure, figure.needed)}"


def _range(figure: Figure) -> str:
    return f"{_value(figure, min(figure.runs))} – {_value(figure, max(figure.runs))}"


def _value(figure: Figure, value: float) -> str:
    shown = f"{value:.4f}" if 0 < figure.needed < 0.1 else f"{value:.2f}"
    return f"{shown} {figure.unit}".rstrip()


def _first(file: str, key: str) -> str:
    path = Path(file)
    if not path.is_file():
        return ""
    found = (line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(key))
    return next(found, "").partition(":")[2].strip()
