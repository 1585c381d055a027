"""`python -m benchmarks.faults`: what the webhook keeps of its promises while something goes wrong.

Each run is the simulator's open loop in safe mode (distinct questions, copies, dirt) against `gongkai serve --workers`, with one
fault beside it; the table says what was promised and what was seen.
"""

import json
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Annotated, Any

import typer

from benchmarks.fault import FAULTS, Fault
from benchmarks.material import Material, locate, prepare
from benchmarks.service import Service, service
from bot.wechat.file import NAME
from scripts.console import OUT, say

_ROOT = Path(__file__).resolve().parents[1]
_SATURATING, _WARMING = 480, 120
_UTILISATION = 0.7
_LATE_SECONDS = 60.0
WORKERS = max(2, os.cpu_count() or 2)
_COLUMNS = (
    "sent",
    "kept",
    "lost",
    "late",
    "silent",
    "invalid",
    "wrong",
    "duplicates",
    "retried",
    "p50_ms",
    "p95_ms",
    "p99_ms",
    "longest_ms",
)


def run(
    only: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(FAULTS)}; may be repeated.")] = None,
    messages: Annotated[int, typer.Option(min=1, help="Messages of each run.")] = 2_000,
    rate: Annotated[float, typer.Option(min=0, help="Messages a second; 0: 70 % of what saturates the service.")] = 0.0,
    check: Annotated[int, typer.Option(min=0, help="Replies of each run held against /api/ask.")] = 200,
    pictures: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Histograms, one a run.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write everything as JSON.")] = None,
) -> None:
    """Run the service with one fault after the other; exit status 1 when a promise was broken."""
    chosen = only or list(FAULTS)
    unknown = [name for name in chosen if name not in FAULTS]
    if unknown:
        raise typer.BadParameter(f"there is no fault {', '.join(unknown)}: {', '.join(FAULTS)}")
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongkai-faults-") as folder:
        material = prepare(locate(_ROOT), Path(folder))
        material.published()
        asked = rate or _UTILISATION * saturation(material, Path(folder))
        say(f"{messages} messages a run, {asked:.1f} a second")
        options = ["--rate", f"{asked:.2f}", "--messages", str(messages), "--distinct", "--check", str(check)]
        options += ["--dirty", "0.05", "--pause", "3"]
        seen = {}
        for name in chosen:
            say(f"running {name} …")
            picture = ["--picture", str(pictures / f"{name}.svg")] if pictures else []
            copies = [] if FAULTS[name].late else ["--duplicates", "0.05"]
            seen[name] = _run(FAULTS[name], material, Path(folder), [*options, *copies, *picture])
            OUT.print(_row(name, seen[name]), markup=False, soft_wrap=True)
    for line in table(seen):
        OUT.print(line, markup=False, soft_wrap=True)
    if json_file is not None:
        json_file.write_text(json.dumps({"rate": asked, "runs": seen}, indent=2) + "\n", encoding="utf-8")
    if not all(FAULTS[name].is_kept(figures) for name, figures in seen.items()):
        raise typer.Exit(1)


def table(seen: dict[str, dict[str, Any]]) -> list[str]:
    """The Markdown table of all runs."""
    heading = ["run", "promised", "kept", *(name.removesuffix("_ms") for name in _COLUMNS)]
    return [f"| {' | '.join(heading)} |", "|" + "---|" * len(heading), *(_row(name, row) for name, row in seen.items())]


def _row(name: str, figures: dict[str, Any]) -> str:
    fault = FAULTS[name]
    kept = "yes" if fault.is_kept(figures) else "**no**"
    cells = [f"`{name}`: {fault.what}", fault.promised, kept, *(str(figures[column]) for column in _COLUMNS)]
    return f"| {' | '.join(cells)} |"


def _run(fault: Fault, material: Material, scratch: Path, options: list[str]) -> dict[str, Any]:
    with fault.prepared(material, scratch) as environment, service(material, WORKERS, environment) as running:
        warm(running, scratch)
        before = waiting(material)
        with fault.beside(running, scratch):
            figures = running.play(material.questions, scratch, *options)
        until = monotonic() + _LATE_SECONDS
        while True:
            figures["kept"] = waiting(material) - before
            if not fault.late or fault.is_kept(figures) or monotonic() > until:
                return figures
            sleep(1)


def waiting(material: Material) -> int:
    """How many answers wait for the next contact of who asked."""
    file = material.data / NAME
    if not file.is_file():
        return 0
    with closing(sqlite3.connect(file)) as connection:
        found: int = connection.execute("SELECT count(*) FROM kept WHERE text != ''").fetchone()[0]
        return found


def warm(running: Service, scratch: Path) -> None:
    """Questions that load what a first question loads: the last of the many wordings, which no run asks."""
    running.simulate(running.material.distinct(_WARMING, skip=25_000), scratch)


def saturation(material: Material, scratch: Path) -> float:
    """Messages a second in a closed loop."""
    with service(material, WORKERS) as running:
        warm(running, scratch)
        return float(running.simulate(material.distinct(_SATURATING), scratch)["per_second"])


if __name__ == "__main__":
    typer.run(run)
