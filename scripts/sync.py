"""`gongkai sync`: follows the columns of the configuration, and asks staff about pages that are gone."""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import Progress

from knowledge.notice import NoticeId, Status
from knowledge.sites.columns import Column
from knowledge.sites.errors import UnknownColumn
from knowledge.sites.job import Job, OnProgress, Place, World
from knowledge.sites.page import Page
from knowledge.sites.state import SyncState
from knowledge.sites.sync import preview, reimport, sync
from scripts import console, options, settings, stores, sync_report
from scripts.errors import CommandError
from scripts.settings import Settings

Only = Annotated[str, typer.Option("--column", metavar="NAME", help="Follow this column alone.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read the lists, say what would be done, and write nothing.")]
ShowGone = Annotated[bool, typer.Option("--gone", help="List the pages that left their site, and how to decide.")]
Keep = Annotated[str, typer.Option(metavar="ID", help="Decide that the notice of a page that is gone stays.")]
Again = Annotated[bool, typer.Option("--reimport", help="Read what was fetched earlier again, without network.")]


def run(
    *,
    column: Only = "",
    dry_run: DryRun = False,
    gone: ShowGone = False,
    keep: Keep = "",
    again: Again = False,
    by: options.By = "",
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Follow the columns of web sites that the configuration names, and import what is new or changed.

    Only what changed is fetched. A page that is gone from its site is asked about (--gone), and its notice stays until
    you withdraw it. A run that was broken off is taken up where it stopped.
    """
    configured = settings.load(config, data)
    if gone:
        _show_gone(configured, as_json)
    elif keep:
        _keep(configured, NoticeId(keep), options.actor(by))
    else:
        _sync(configured, column, (dry_run, again), by, as_json)


def _sync(configured: Settings, only: str, how: tuple[bool, bool], by: str, as_json: bool) -> None:
    dry_run, again = how
    place = Place(configured.data.sites)
    with console.progress() as bar:
        job = Job(
            settings=configured.sync,
            columns=_columns(configured, only),
            by=options.actor(by),
            now=configured.clock.moment(datetime.now(UTC)),
            version=version("gongkai"),
            on_progress=_follow(bar),
            steps=stores.steps(configured),
        )
        if dry_run:
            report = preview(job, place, World())
        else:
            with stores.opened(configured) as store:
                report = (reimport if again else sync)(job, place, store, World())
    if as_json:
        console.write_json(sync_report.to_json(report))
    else:
        sync_report.write(report, dry_run=dry_run)
    if report.failed:
        raise typer.Exit(1)


def _columns(configured: Settings, only: str) -> tuple[Column, ...]:
    columns = configured.sync.columns
    if not columns:
        raise CommandError("the configuration names no [[sync.columns]]; give at least `name` and `url` of one")
    chosen = tuple(column for column in columns if only in ("", column.name))
    if not chosen:
        raise UnknownColumn(only, [column.name for column in columns])
    return chosen


def _follow(bar: Progress) -> OnProgress:
    task = bar.add_task("Reading the list", total=None)

    def on_progress(column: str, done: int, total: int, url: str) -> None:
        name = url.rstrip("/").rpartition("/")[2]
        bar.update(task, completed=done, total=total, description=escape(f"{column}: {name[:40]}"))

    return on_progress


def _show_gone(configured: Settings, as_json: bool) -> None:
    pages = _asked(configured)
    if as_json:
        console.write_json([sync_report.gone_json(page) for page in pages])
        return
    for page in pages:
        console.OUT.print(f"[bold]{escape(page.notice_id)}[/]  {escape(page.title)}", soft_wrap=True)
        console.OUT.print(
            f"    {page.url}\n    since {page.gone_since[:10]}: {page.gone_why}", markup=False, soft_wrap=True
        )
    if not pages:
        console.say("No page is gone from its site.")
        return
    console.say(f"{len(pages)} pages are gone from their sites; their notices are still quoted. For each, decide:")
    console.say("  withdraw it:  gongkai notices withdraw ID --reason TEXT")
    console.say("  keep it:      gongkai sync --keep ID")


def _keep(configured: Settings, notice_id: NoticeId, by: str) -> None:
    place = Place(configured.data.sites)
    if place.state.is_file():
        with SyncState.open(place.state) as state:
            if state.keep(notice_id, by):
                console.say(f"{notice_id} stays; it is not asked about again.")
                return
    raise CommandError(f"no page of the notice {notice_id!r} is gone; `gongkai sync --gone` lists those that are")


def _asked(configured: Settings) -> list[Page]:
    """The pages about which staff have still to decide: a withdrawn notice is decided."""
    place = Place(configured.data.sites)
    if not (place.state.is_file() and configured.data.store.is_file()):
        return []
    today = configured.clock.today(datetime.now(UTC))
    with SyncState.open(place.state) as state, stores.opened(configured) as store:
        pages = state.gone()
        standings = store.standings([page.notice_id for page in pages], today)
    asked = {known for known, standing in standings.items() if standing.status is not Status.WITHDRAWN}
    return [page for page in pages if page.notice_id in asked]
