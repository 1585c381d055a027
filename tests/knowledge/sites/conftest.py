"""A site on loopback, a store, and one way to run a sync over both."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.audit import Actor
from knowledge.notice import Notice
from knowledge.sites.columns import Column, SyncSettings
from knowledge.sites.job import Job, Place, World
from knowledge.sites.report import ColumnReport, SyncReport
from knowledge.sites.state import SyncState
from knowledge.sites.sync import preview, reimport, sync
from knowledge.store import KnowledgeStore
from tests.fakes.site import Site, serve

NOW = datetime(2024, 6, 1, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Follower:
    """Syncs columns of the site into a data folder; `slept` are the pauses that it would have made."""

    site: Site
    data: Path
    slept: list[float] = field(default_factory=list)
    limits: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW

    @property
    def place(self) -> Place:
        return Place(self.data / "sites")

    def column(self, path: str = "/tzgg.htm", name: str = "通知公告", **given: Any) -> Column:  # noqa: ANN401 - fields by name
        return Column.model_validate({"name": name, "url": f"{self.site.base}{path}", "rate": 0} | given)

    def job(self, *columns: Column, **given: Any) -> Job:  # noqa: ANN401 - fields by name
        chosen = columns or (self.column(),)
        settings = SyncSettings.model_validate(
            {"columns": chosen, "private_networks": ("127.0.0.0/8",)} | self.limits | given
        )
        return Job(settings, chosen, Actor("李老师"), self.now, "1.0")

    def world(self, **given: Any) -> World:  # noqa: ANN401 - fields by name
        # a clock that only sleeping moves
        return World(seconds=lambda: sum(self.slept), sleep=self.slept.append, **given)

    def run(self, *columns: Column, **given: Any) -> SyncReport:  # noqa: ANN401 - fields by name
        with self.store() as store:
            return sync(self.job(*columns, **given), self.place, store, self.world())

    def one(self, *columns: Column, **given: Any) -> ColumnReport:  # noqa: ANN401 - fields by name
        (report,) = self.run(*columns, **given).columns
        return report

    def look(self, *columns: Column) -> ColumnReport:
        (report,) = preview(self.job(*columns), self.place, self.world()).columns
        return report

    def again(self, *columns: Column) -> ColumnReport:
        with self.store() as store:
            (report,) = reimport(self.job(*columns), self.place, store, self.world()).columns
        return report

    def later(self, days: float) -> None:
        self.now += timedelta(days=days)

    def store(self) -> KnowledgeStore:
        return KnowledgeStore.open(self.data / "knowledge.sqlite3")

    def state(self) -> SyncState:
        return SyncState.open(self.place.state)

    def notices(self) -> dict[str, Notice]:
        """The notices of the store by the path of their address."""
        with self.store() as store:
            return {notice.source_url.removeprefix(self.site.base): notice for notice in store.notices()}


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def follower(site: Site, tmp_path: Path) -> Follower:
    return Follower(site, tmp_path)
