"""SQLite files of a data folder, opened the same way by everything that keeps one.

Several processes share each file: a new one may be made by all of them at once, and whoever finds it locked waits.
"""

import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

WAL = ("journal_mode=WAL", "synchronous=NORMAL")
"""Readers never wait; a power failure may cost the last transactions, never the file."""
_BUSY_MS = 5_000
_RETRY_SECONDS = 0.005


def connect(
    path: Path, *, busy_ms: int = _BUSY_MS, pragmas: Sequence[str] = WAL, is_explicit: bool = False
) -> sa.Engine:
    """An engine over the file at `path`, whose folder is made if it is new; see `prepare`. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    prepare(engine, busy_ms=busy_ms, pragmas=pragmas, is_explicit=is_explicit)
    return engine


def prepare(
    engine: sa.Engine, *, busy_ms: int = _BUSY_MS, pragmas: Sequence[str] = WAL, is_explicit: bool = False
) -> None:
    """Tunes every connection of an engine: how long it waits for a lock, then `pragmas`.

    With `is_explicit` a transaction begins where the program says, by BEGIN or as `writing` has it, and not where the
    driver would, before the first change.
    """

    def tune(connection: sqlite3.Connection, _record: object) -> None:
        if is_explicit:
            connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={busy_ms}")
        until = time.monotonic() + busy_ms / 1000
        for pragma in pragmas:
            _set(connection, pragma, until)

    sa.event.listen(engine, "connect", tune)
    if is_explicit:
        sa.event.listen(engine, "begin", _begin)


def writing(engine: sa.Engine) -> sa.Engine:
    """The same explicit engine, whose transactions take the write lock at once, so what they read holds until they write."""
    return engine.execution_options(begin="BEGIN IMMEDIATE")


class OwnConnections:
    """A connection of its own for each thread, for the statements that every question needs.

    SQLAlchemy's execution takes five times longer, and lending a connection three times longer than such a statement.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._own = threading.local()

    def connection(self) -> sqlite3.Connection:
        """The connection of this thread. Raises SQLAlchemyError where the file cannot be opened."""
        kept: sqlite3.Connection | None = getattr(self._own, "connection", None)
        return kept or self._opened()

    def run(self, statement: str, *values: object) -> list[Any]:
        """The rows that a statement gives, which is a transaction of its own. Raises sqlite3.Error, and as `connection` does."""
        return self.connection().execute(statement, values).fetchall()

    def close(self) -> None:
        """Closes this thread's connection; those of others close with their threads."""
        kept: sqlite3.Connection | None = self._own.__dict__.pop("connection", None)
        if kept is not None:
            kept.close()

    def _opened(self) -> sqlite3.Connection:
        lent = self._engine.raw_connection()
        opened: sqlite3.Connection = lent.driver_connection  # type: ignore[assignment]  # it is SQLite's
        lent.detach()
        self._own.connection = opened
        return opened


def make(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Makes the tables that are not there, whoever else does so at the same moment."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))


def _set(connection: sqlite3.Connection, pragma: str, until: float) -> None:
    """Sets a pragma, again and again while the file is locked: a change of the journal mode does not wait by itself."""
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
