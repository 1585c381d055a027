"""The tables of the knowledge store and how its SQLite file is opened.

A row of `notices` points at its current revision, whose `body` is the whole notice, so no state is kept twice.
"""

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from knowledge.errors import StoreUnavailable

VERSION = 1
# "gkai": tells our file from any other SQLite file
APPLICATION_ID = 0x676B6169
BUSY_MS = 10_000

METADATA = sa.MetaData()

NOTICES = sa.Table(
    "notices",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("filed_status", sa.Text, nullable=False),
    sa.Column("published_at", sa.Date),
    sa.Column("effective_from", sa.Date),
    sa.Column("expires_at", sa.Date),
    sa.Column("content_hash", sa.Text, nullable=False),
)

REVISIONS = sa.Table(
    "revisions",
    METADATA,
    sa.Column("notice_id", sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

SUPERSESSIONS = sa.Table(
    "supersessions",
    METADATA,
    sa.Column("notice_id", sa.ForeignKey("notices.id"), primary_key=True),
    # no foreign key: the older notice may be imported later, or never
    sa.Column("superseded", sa.Text, primary_key=True, index=True),
)

PASSAGES = sa.Table(
    "passages",
    METADATA,
    sa.Column("notice_id", sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("heading", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
)

AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("notice_id", sa.ForeignKey("notices.id"), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)


def connect(path: Path) -> sa.Engine:
    """An engine over the file at `path`, created with its folder and tables if new; safe to use from several threads.

    Raises StoreUnavailable when the file cannot be opened, is no knowledge store, or is of another version.
    """
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with writing(engine).begin() as connection:
            _check(connection, path)
    except (OSError, DatabaseError, StoreUnavailable) as error:
        engine.dispose()
        raise unavailable(path, error) from error
    return engine


def writing(engine: sa.Engine) -> sa.Engine:
    """The same engine, whose transactions take the write lock at once, so what they read holds until they write."""
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def unavailable(path: Path, error: Exception) -> Exception:
    """What to raise for `error`: StoreUnavailable in one line, or `error` itself when it is no fault of the file."""
    if isinstance(error, StoreUnavailable | IntegrityError):
        return error
    reason = error.orig if isinstance(error, DatabaseError) else error
    return StoreUnavailable(f"the knowledge store {path} cannot be used: {reason}; run `gongkai doctor`")


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # the driver must not open transactions of its own: _begin does
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _check(connection: sa.Connection, path: Path) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    empty = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 0
    if empty and version == owner == 0:
        METADATA.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
    elif owner != APPLICATION_ID:
        raise StoreUnavailable(f"{path} is not a knowledge store of gongkai; choose another folder with --data")
    elif version != VERSION:
        raise StoreUnavailable(
            f"the knowledge store {path} is of version {version}, this gongkai reads version {VERSION}; "
            "use the gongkai that wrote it, or import the files again with another --data"
        )
