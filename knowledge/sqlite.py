"""SQLite files of a data folder, opened the same way by everything that keeps one.

Several processes share each file: a new one may be made by all of them at once, and whoever finds it locked waits.
"""

import sqlite3
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


def glance(engine: sa.Engine, statement: str, *values: object) -> list[Any]:
    """The rows of one statement, which is a transaction of its own; for what every question asks.

    SQLAlchemy's own execution takes five times longer. Raises sqlite3.Error.
    """
    lent = engine.raw_connection()
    try:
        driver: sqlite3.Connection = lent.driver_connection  # type: ignore[assignment]  # it is SQLite's
        return driver.execute(statement, values).fetchall()
    finally:
        lent.close()


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
