"""`python -m benchmarks.soak --duration 1h`: hours at a third of what saturates the service, memory and latency sampled.

Writes a CSV with a line for each slice, and a picture of both curves; exit status 1 when a message was not answered properly, or
memory or latency grew from the first third of the run to the last.
"""

import csv
import re
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Annotated

import typer

from benchmarks.curves import Curve, curves
from benchmarks.faults import WORKERS, saturation, warm
from benchmarks.material import locate, prepare
from benchmarks.service import Service, service
from bot.simulator.wording import distinct
from scripts.console import OUT, say

_ROOT = Path(__file__).resolve().parents[1]
_UTILISATION = 1 / 3
_WORDINGS = 100_000
_UNITS = {"s": 1, "m": 60, "h": 3600}
_FAULTS = ("lost", "late", "silent", "invalid", "wrong", "duplicates")
# From the first third of a run to the last; a leak of one kilobyte a question would be far beyond it in an hour.
_MEMORY_GROWTH, _LATENCY_GROWTH = 1.05, 1.5


@dataclass(frozen=True, slots=True)
class Slice:
    """A minute or so of the run: seconds since its beginning, memory of all processes together, latencies and faults."""

    at_s: float
    memory_mb: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    sent: int
    faults: int


def run(
    duration: Annotated[str, typer.Option(help="How long, such as 90s, 20m or 1h.")] = "1h",
    rate: Annotated[float, typer.Option(min=0, help="Messages a second; 0: a third of what saturates it.")] = 0.0,
    every: Annotated[float, typer.Option(min=5, help="Seconds of each slice.")] = 60.0,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where soak.csv and soak.svg go.")] = Path(),
) -> None:
    """Run the service for hours and see that nothing grows."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh])", duration)
    if found is None:
        raise typer.BadParameter("expected a duration such as 90s, 20m or 1h")
    seconds = float(found[1]) * _UNITS[found[2]]
    with tempfile.TemporaryDirectory(prefix="gongkai-soak-") as folder:
        material = prepare(locate(_ROOT), Path(folder))
        material.published()
        asked = rate or _UTILISATION * saturation(material, Path(folder))
        say(f"{asked:.1f} messages a second for {duration}")
        with service(material, WORKERS) as running:
            warm(running, Path(folder))
            slices = soak(running, Path(folder), seconds, asked, every)
    write(slices, out, f"{asked:.0f} messages a second for {duration}, {WORKERS} workers")
    OUT.print(verdict(slices), markup=False, soft_wrap=True)
    if not is_flat(slices):
        raise typer.Exit(1)


def soak(running: Service, scratch: Path, seconds: float, rate: float, every: float) -> list[Slice]:
    """Slices of load one after the other, until the time is over; each is of `every` seconds.

    Each has other wordings than the one before, going round only when all are used, so that nothing is answered from memory.
    """
    worded, each = distinct(running.material.questions, _WORDINGS), max(1, round(rate * every))
    began, slices = monotonic(), list[Slice]()
    while monotonic() - began < seconds:
        start = len(slices) * each % max(1, len(worded) - each)
        options = ["--rate", f"{rate:.2f}", "--dirty", "0.05", "--duplicates", "0.05", "--seed", str(len(slices))]
        played = running.play(worded[start : start + each], scratch, *options)
        slices.append(
            Slice(
                at_s=round(monotonic() - began, 1),
                memory_mb=round(running.resident_megabytes(), 1),
                p50_ms=played["p50_ms"],
                p95_ms=played["p95_ms"],
                p99_ms=played["p99_ms"],
                sent=played["sent"],
                faults=sum(played[fault] or 0 for fault in _FAULTS),
            )
        )
        say(verdict(slices[-1:]))
    return slices


def is_flat(slices: Sequence[Slice]) -> bool:
    """Whether every message was answered, and neither memory nor latency grew."""
    third = max(1, len(slices) // 3)
    first, last = slices[:third], slices[-third:]
    memory = median(one.memory_mb for one in last) / median(one.memory_mb for one in first)
    latency = median(one.p95_ms for one in last) / max(1.0, median(one.p95_ms for one in first))
    faults = sum(one.faults for one in slices)
    return faults == 0 and memory <= _MEMORY_GROWTH and latency <= _LATENCY_GROWTH


def verdict(slices: Sequence[Slice]) -> str:
    """One line for a person."""
    memory = [one.memory_mb for one in slices]
    return (
        f"after {slices[-1].at_s:.0f} s: {sum(one.sent for one in slices)} messages, {sum(one.faults for one in slices)} faults, "
        f"p95 {median(one.p95_ms for one in slices):.0f} ms, memory {min(memory):.0f} to {max(memory):.0f} MB"
    )


def write(slices: Sequence[Slice], folder: Path, title: str) -> None:
    """The slices as soak.csv and, as curves, soak.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "soak.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(one.name for one in fields(Slice))
        rows.writerows(map(astuple, slices))
    shown = [
        Curve("memory, MB", "#4a7fb5", tuple((one.at_s / 60, one.memory_mb) for one in slices)),
        Curve("p50, ms", "#6a9a4a", tuple((one.at_s / 60, one.p50_ms) for one in slices)),
        Curve("p95, ms", "#b5473a", tuple((one.at_s / 60, one.p95_ms) for one in slices)),
    ]
    (folder / "soak.svg").write_text(curves(shown, title, "minutes"), encoding="utf-8")


if __name__ == "__main__":
    typer.run(run)
