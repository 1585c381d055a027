"""Opens a SQLite file of the loop; every verb of its services is one transaction of it.

Several processes share it: what writes takes the lock at once, what reads never waits for it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from bot.loop.errors import FileUnusable
from knowledge import sqlite

NAME = "loop.db"
_BUSY_MS = 10_000
# What is deleted of a person is overwritten.
_PRAGMAS = (*sqlite.WAL, "secure_delete=ON")
METADATA = sa.MetaData()
"""The tables of gaps, notes, subscriptions and their trail; each stands beside the service that owns it."""


class LoopFile:
    """One SQLite file; safe from several threads and processes. Raises FileUnusable wherever it is used."""

    def __init__(self, engine: sa.Engine, path: Path) -> None:
        self._engine = engine
        self._own = sqlite.OwnConnections(engine)
        self._writing = sqlite.writing(engine)
        self.path = path

    @classmethod
    def open(cls, path: Path, metadata: sa.MetaData = METADATA) -> Self:
        """The file at `path`, made with its folder and tables if new. Raises FileUnusable."""
        try:
            engine = sqlite.connect(path, busy_ms=_BUSY_MS, pragmas=_PRAGMAS, is_explicit=True)
        except OSError as error:
            raise FileUnusable(path, error) from error
        opened = cls(engine, path)
        try:
            with opened.writing() as connection:
                metadata.create_all(connection)
        except (sqlite3.Error, FileUnusable) as error:
            engine.dispose()
            raise error if isinstance(error, FileUnusable) else FileUnusable(path, error) from error
        return opened

    def close(self) -> None:
        """Closes all connections; the file cannot be used afterwards."""
        self._own.close()
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One snapshot."""
        with self._transaction(self._engine) as connection:
            yield connection

    def glance(self, statement: str, *values: object) -> list[Any]:
        """The rows of one statement, for what is looked up with every message."""
        try:
            return self._own.run(statement, *values)
        except (sqlite3.Error, DatabaseError) as error:
            raise FileUnusable(self.path, error) from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that nobody writes beside; all of it is kept, or nothing."""
        with self._transaction(self._writing) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise FileUnusable(self.path, error.orig) from error


@contextmanager
def opened(path: Path, metadata: sa.MetaData = METADATA) -> Iterator[LoopFile]:
    """The file at `path`, closed at the end. Raises FileUnusable."""
    file = LoopFile.open(path, metadata)
    try:
        yield file
    finally:
        file.close()
