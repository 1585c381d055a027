"""The memory of a sync: which pages the columns name, what was fetched of them, and how far a run has come.

Every verb is one transaction, so a process killed at any moment leaves a state from which the run goes on.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from knowledge.notice import NoticeId
from knowledge.sites.article import Link
from knowledge.sites.entry import Entry
from knowledge.sites.errors import SyncStateUnavailable
from knowledge.sites.page import LastRun, ListPage, Outcome, Page, Run
from knowledge.sites.tables import LISTS, PAGES, RUNS, connect

# an unfinished run that is older is not taken up: the lists have moved on
RESUMED_WITHIN = timedelta(days=1)


# built once: a statement built anew for every page would cost more than writing the page
_REPLACE = {table: sa.insert(table).prefix_with("OR REPLACE") for table in (RUNS, LISTS, PAGES)}


class SyncState:
    """One SQLite file in the data folder, or memory."""

    def __init__(self, engine: sa.Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    @classmethod
    def open(cls, path: Path | None) -> Self:
        """The state in the file at `path`, created if new; None keeps it in memory. Raises SyncStateUnavailable."""
        return cls(connect(path), path or Path(":memory:"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._engine.dispose()

    def begin(self, column: str, now: datetime) -> Run:
        """The column's run: the unfinished one of the last day, or a new one with a number of its own."""
        with self._transaction() as connection:
            last = connection.execute(sa.select(RUNS).where(RUNS.c.column == column)).one_or_none()
            if last and not last.finished and now - datetime.fromisoformat(last.started_at) < RESUMED_WITHIN:
                return Run(column, last.number, resumed=True, listed=last.listed, whole=last.whole)
            number = (connection.scalar(sa.select(sa.func.max(RUNS.c.number))) or 0) + 1
            fresh = {"number": number, "started_at": _utc(now), "listed": False, "whole": False, "finished": False}
            _put(connection, RUNS, {"column": column} | fresh)
            return Run(column, number)

    def last(self, column: str) -> LastRun | None:
        """The column's last run, None where it was never followed."""
        with self._transaction() as connection:
            row = connection.execute(sa.select(RUNS).where(RUNS.c.column == column)).one_or_none()
        return LastRun(datetime.fromisoformat(row.started_at), row.finished) if row else None

    def record_list(self, run: Run, entries: Sequence[Entry], whole: bool, columns: Collection[str]) -> Run:  # noqa: FBT001 - a fact of the list, not a switch
        """Takes in what the whole list names. A page that another of `columns` named first stays with that one."""
        with self._transaction() as connection:
            known = {page.url: page for page in _pages(connection, sa.true())}
            found = ((known.get(entry.url) or Page(entry.url, run.column), entry) for entry in entries)
            own = [(page, entry) for page, entry in found if page.column == run.column or page.column not in columns]
            rows = (asdict(_named(page, entry, position, run)) for position, (page, entry) in enumerate(own))
            _put(connection, PAGES, *rows)
            done = sa.update(RUNS).where(RUNS.c.column == run.column).values(listed=True, whole=whole)
            connection.execute(done)
        return replace(run, listed=True, whole=whole)

    def settle(self, page: Page, links: Sequence[Link] | None = None) -> None:
        """Writes what became of a page in the run `page.checked`.

        `links` are the attachments that the article names now; None when it could not be seen, so that those known
        still count.
        """
        with self._transaction() as connection:
            _put(connection, PAGES, asdict(page))
            if links is None:
                mark = sa.update(PAGES).where(PAGES.c.parent == page.url).values(seen=page.checked)
                connection.execute(mark)
                return
            for position, link in enumerate(links):
                found = next(_pages(connection, PAGES.c.url == link.url), None)
                child = found or Page(link.url, page.column, page.url, published=page.published)
                if child.parent == page.url:
                    title = link.title or child.title
                    child = replace(child, column=page.column, position=position, title=title)
                if child.parent:
                    _put(connection, PAGES, asdict(replace(child, seen=page.checked)))

    def pending(self, run: Run) -> list[Page]:
        """The pages that the run has still to look at, articles before attachments."""
        wanted = (PAGES.c.column == run.column) & (PAGES.c.seen == run.number) & (PAGES.c.checked < run.number)
        return self._read(wanted)

    def strays(self, run: Run) -> list[Page]:
        """Pages with a notice that neither the list nor an article names any more, and that were not looked at yet."""
        unseen = (PAGES.c.column == run.column) & (PAGES.c.seen < run.number) & (PAGES.c.checked < run.number)
        return self._read(unseen & (PAGES.c.notice_id != ""))

    def of_run(self, run: Run) -> list[Page]:
        """All that the run has looked at."""
        return self._read((PAGES.c.column == run.column) & (PAGES.c.checked == run.number))

    def of_column(self, column: str) -> list[Page]:
        """All pages that the column ever named."""
        return self._read(PAGES.c.column == column)

    def page(self, url: str) -> Page | None:
        """The page at this address, if it is known."""
        return next(iter(self._read(PAGES.c.url == url)), None)

    def gone(self) -> list[Page]:
        """The pages about which staff are asked, and have not answered."""
        return self._read((PAGES.c.gone_since != "") & (PAGES.c.notice_id != "") & (PAGES.c.kept_by == ""))

    def keep(self, notice_id: NoticeId, by: str) -> bool:
        """Notes that a gone page's notice stays; False when staff were not asked about it."""
        asked = (PAGES.c.notice_id == notice_id) & (PAGES.c.gone_since != "")
        with self._transaction() as connection:
            return bool(connection.execute(sa.update(PAGES).where(asked).values(kept_by=by)).rowcount)

    def finish(self, run: Run) -> None:
        """Closes the run: the next one begins with the list."""
        with self._transaction() as connection:
            connection.execute(sa.update(RUNS).where(RUNS.c.column == run.column).values(finished=True))

    def list_page(self, url: str) -> ListPage | None:
        """A list page as it was last fetched."""
        with self._transaction() as connection:
            row = connection.execute(sa.select(LISTS).where(LISTS.c.url == url)).one_or_none()
        return ListPage(**row._mapping) if row else None  # noqa: SLF001 - the documented name of a row's mapping

    def record_list_page(self, page: ListPage) -> None:
        """Remembers a list page."""
        with self._transaction() as connection:
            _put(connection, LISTS, asdict(page))

    def _read(self, wanted: sa.ColumnElement[bool]) -> list[Page]:
        with self._transaction() as connection:
            return list(_pages(connection, wanted))

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise SyncStateUnavailable(self._path, error.orig) from error


def _pages(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> Iterator[Page]:
    order = (PAGES.c.parent != "", PAGES.c.parent, PAGES.c.position, PAGES.c.url)
    for row in connection.execute(sa.select(PAGES).where(wanted).order_by(*order)).mappings():
        said: dict[str, Any] = dict(row)
        yield Page(**said | {"outcome": Outcome(row["outcome"]), "notice_id": NoticeId(row["notice_id"])})


def _named(page: Page, entry: Entry, position: int, run: Run) -> Page:
    return replace(
        page,
        column=run.column,
        parent="",
        position=position,
        seen=run.number,
        title=entry.title or page.title,
        published=entry.published,
        stamp=entry.stamp,
    )


def _put(connection: sa.Connection, table: sa.Table, *rows: dict[str, Any]) -> None:
    """Writes whole rows, in place of those with the same key."""
    if rows:
        connection.execute(_REPLACE[table], rows)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
