"""`gongkai sync` as three functions: follow the columns, look ahead without writing, read the originals again.

A run that is killed is taken up where it stopped: what the list named and what was done already is in the state file,
and a notice is saved before its page counts as done.
"""

from knowledge.sites.column_run import ColumnRun
from knowledge.sites.job import Job, Place, World
from knowledge.sites.report import SyncReport
from knowledge.sites.state import SyncState
from knowledge.store import KnowledgeStore


def sync(job: Job, place: Place, store: KnowledgeStore, world: World) -> SyncReport:
    """Follows the job's columns, one after the other; the notices are in `store` when this returns.

    Raises SyncRunning, SyncStateUnavailable or StoreUnavailable; whatever goes wrong with a site is in the report.
    """
    started = world.seconds()
    with place.locked(), SyncState.open(place.state) as state:
        reports = tuple(ColumnRun(job, column, place, state, world).run(store) for column in job.columns)
    return SyncReport(reports, world.seconds() - started)


def preview(job: Job, place: Place, world: World) -> SyncReport:
    """What a sync would do: reads the lists, and neither asks for a page nor writes anything.

    The outcome of a page is NEW when it was never fetched, GONE when the list no longer names it, else UNCHANGED: it
    would be asked whether it has changed.
    """
    started = world.seconds()
    with SyncState.open(place.state if place.state.is_file() else None) as state:
        reports = tuple(ColumnRun(job, column, place, state, world).preview() for column in job.columns)
    return SyncReport(reports, world.seconds() - started)


def reimport(job: Job, place: Place, store: KnowledgeStore, world: World) -> SyncReport:
    """Reads all originals of the columns again, as after a new version or new settings; no network is used."""
    started = world.seconds()
    with place.locked(), SyncState.open(place.state) as state:
        reports = tuple(ColumnRun(job, column, place, state, world).reimport(store) for column in job.columns)
    return SyncReport(reports, world.seconds() - started)
