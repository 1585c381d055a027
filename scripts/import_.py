"""`gongkai import`: files and folders into the knowledge store, and a report of what became of each."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from knowledge.audit import Actor
from knowledge.filename import readable
from knowledge.importer import Steps, import_paths
from knowledge.outcome import ImportReport
from knowledge.store import KnowledgeStore
from scripts import console, import_details, import_page, import_report, options, relating, settings, stores
from scripts.errors import CommandError

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders to import.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would change.")]
Page = Annotated[Path | None, typer.Option("--report", metavar="FILE.html", help="Write the report as one page, too.")]

WithPassages = Annotated[bool, typer.Option("--passages", help="With --json: each notice whole, as it is stored.")]


def run(
    paths: Paths,
    *,
    dry_run: DryRun = False,
    report: Page = None,
    by: options.By = "",
    as_json: options.AsJson = False,
    passages: WithPassages = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Read files and folders into the knowledge store.

    Importing the same files again updates their notices and adds none; so an import that was broken off is run again.
    Files that cannot be read are reported by name, with the reason; they do not stop the others.
    """
    missing = [readable(str(path)) for path in paths if not path.exists()]
    if missing:
        raise CommandError(f"there is no {', '.join(missing)}; nothing was imported")
    if report is not None:
        import_page.check(report)
    configured = settings.load(config, data)
    now = configured.clock.moment(datetime.now(UTC))
    actor = options.actor(by)
    with _store(configured, dry_run=dry_run) as store:
        done = _import(paths, store, stores.steps(configured), actor, now)
        copies = relating.copies(store)
        more = {"details": import_details.details(store, done.notices)} if passages else {}
    if report is not None:
        occasion = import_page.Occasion(by=actor, at=now, paths=paths, dry_run=dry_run)
        import_page.write(report, import_page.render(done, occasion))
    if as_json:
        console.write_json(import_report.to_json(done, dry_run=dry_run) | {"copies": copies} | more)
    else:
        for line in import_report.lines(done, dry_run=dry_run):
            console.say(line)
        if copies:
            console.say(relating.joined(copies))
    if not done.imported:
        raise typer.Exit(1)


def _store(configured: settings.Settings, *, dry_run: bool) -> AbstractContextManager[KnowledgeStore]:
    if dry_run:
        return KnowledgeStore.rehearse(configured.data.store, configured.imports.policy)
    return stores.opened(configured)


def _import(paths: Sequence[Path], store: KnowledgeStore, steps: Steps, by: Actor, now: datetime) -> ImportReport:
    """Imports with progress on standard error: a bar on a terminal, else a line now and then."""
    lines = console.Lines("files")
    with console.progress() as bar:
        task = bar.add_task("Importing", total=None)

        def on_progress(done: int, total: int, path: Path) -> None:
            bar.update(task, completed=done, total=total, description=escape(readable(path.name)[:40]))
            lines.tell(done, total)

        return import_paths(paths, store, by, now, on_progress, steps)
