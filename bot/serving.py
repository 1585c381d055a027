"""The file in which the worker processes of one service tell each other what they need to know, for minutes at most.

Messages on their way (bot/claims.py) and the last question of each conversation (bot/conversation.py), under keyed hashes
alone. It outlives a killed process; of what a power failure takes, nothing would be asked for again.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite as dialects

from bot.errors import ServingUnavailable
from knowledge import sqlite

FILE = "serving.db"
"""Its name in a data folder."""

_METADATA = sa.MetaData()
MESSAGES = sa.Table(
    "messages",
    _METADATA,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("owner", sa.String, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("text", sa.String),
    sa.Column("outcome", sa.String),
    sa.Column("notices", sa.String),
)
CONVERSATIONS = sa.Table(
    "conversations",
    _METADATA,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("understood", sa.LargeBinary, nullable=False),
    sa.Column("page", sa.Integer, nullable=False),
)
# Another process holds the file for a tenth of a millisecond; whoever waits longer than this does without it.
_BUSY_MILLISECONDS = 100
# Pages of 4 KB that are in the log before it is cut: 16 MB.
_MOST_LOGGED = 4_000


class Statement:
    """A statement made ready once.

    SQLAlchemy's own execution takes longer than SQLite's, and these run for every question (0.25 ms against 0.12 ms).
    """

    def __init__(self, statement: sa.Executable) -> None:
        compiled = statement.compile(dialect=dialects.dialect())  # type: ignore[attr-defined]  # every statement has it
        self.sql = str(compiled)
        self._names: Sequence[str] = compiled.positiontup or ()
        self._fixed: Mapping[str, object] = compiled.params

    def values(self, given: Mapping[str, object]) -> tuple[object, ...]:
        """The values in the order in which the statement wants them."""
        return tuple(given[name] if name in given else self._fixed[name] for name in self._names)


class ServingFile:
    """The open file; safe between threads, each of which keeps a connection of its own."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._own = sqlite.OwnConnections(engine)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens the file, made if it is new."""
        path.parent.mkdir(parents=True, exist_ok=True)
        address = sa.URL.create("sqlite", database=str(path))
        # Each thread keeps the connection that it was given, so there is nothing to lend from a pool.
        engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        # A checkpoint waits for the disk, so it is made in the background and never by a question.
        sqlite.prepare(engine, busy_ms=_BUSY_MILLISECONDS, pragmas=(*sqlite.WAL, "wal_autocheckpoint=0"))
        sqlite.make(engine, _METADATA)
        return cls(engine)

    def run(self, statement: Statement, **given: object) -> list[Any]:
        """The rows that a statement gives, which is a transaction of its own. Raises ServingUnavailable."""
        with self._failing():
            return self._own.run(statement.sql, *statement.values(given))

    def run_all(self, statement: Statement, rows: Sequence[Mapping[str, object]]) -> None:
        """Runs one statement for many rows in one transaction, all or none. Raises ServingUnavailable."""
        with self._failing():
            connection = self._own.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.executemany(statement.sql, [statement.values(row) for row in rows])
                connection.execute("COMMIT")
            except sqlite3.Error:
                connection.execute("ROLLBACK")
                raise

    def checkpoint(self) -> None:
        """Moves what was written into the file proper; nobody waits for it. Raises ServingUnavailable.

        Under steady load something new is always written meanwhile, so the log would never begin anew and grow without end:
        once it is long, the last of it is moved while everybody else waits for a moment.
        """
        with self._failing():
            _, pages, _ = self._own.connection().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if pages > _MOST_LOGGED:
                self._own.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Closes this thread's connection and those at rest."""
        self._own.close()
        self._engine.dispose()

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
            raise ServingUnavailable(str(self._engine.url.database), str(getattr(error, "orig", error))) from error
