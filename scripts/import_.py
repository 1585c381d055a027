"""`gongkai import`: files and folders into the knowledge store, and a report of what became of each."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from knowledge.importer import ImportReport, Steps, import_paths
from knowledge.privacy.findings import summary
from knowledge.privacy.screen import screen
from knowledge.store import KnowledgeStore
from scripts import console, options, settings
from scripts.errors import CommandError

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders to import.")]


def run(
    paths: Paths,
    by: options.By = "",
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Read files and folders into the knowledge store.

    Importing the same files again updates their notices and adds none. Files that cannot be read are reported by name,
    with the reason; they do not stop the others.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise CommandError(f"there is no {', '.join(missing)}; nothing was imported")
    configured = settings.load(config, data)
    now = configured.clock.moment(datetime.now(UTC))
    steps = Steps(screen=partial(screen, released=configured.privacy.released))
    with KnowledgeStore.open(configured.data.store) as store, console.progress() as bar:
        task = bar.add_task("Importing", total=None)

        def on_progress(done: int, total: int, path: Path) -> None:
            bar.update(task, completed=done, total=total, description=escape(path.name[:40]))

        report = import_paths(paths, store, options.actor(by), now, on_progress, steps)
    if as_json:
        console.write_json(_json(report))
    else:
        _print(report)
    if not report.imported:
        raise typer.Exit(1)


def _json(report: ImportReport) -> dict[str, object]:
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "unreadable": [
            {"path": str(file.path), "reason": file.reason, "advice": file.advice} for file in report.unreadable
        ],
        "screened": [notice.to_json() for notice in report.screened],
        "seconds": round(report.seconds, 3),
    }


def _print(report: ImportReport) -> None:
    for file in report.unreadable:
        console.say(f"not imported: {file.path}: {file.reason}" + (f" ({file.advice})" if file.advice else ""))
    for line in summary(report.screened):
        console.say(line)
    counts = (report.added, report.changed, report.unchanged, report.unreadable)
    names = ("added", "changed", "unchanged", "not imported")
    console.say(", ".join(f"{len(c)} {n}" for c, n in zip(counts, names, strict=True)) + f" in {report.seconds:.1f} s")
    console.say(_next(report))


def _next(report: ImportReport) -> str:
    if not report.imported:
        return "Nothing could be imported." if report.unreadable else "There is no file to import."
    if not report.added and not report.changed:
        return f"Nothing changed: all {report.imported} notices are as they were."
    return "Next: run `gongkai publish` to make the changes answerable."
