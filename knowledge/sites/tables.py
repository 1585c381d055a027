"""The tables in which a sync remembers what it fetched, in an SQLite file of its own beside the knowledge store."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from knowledge import sqlite
from knowledge.sites.errors import SyncStateUnavailable

VERSION = 1
_BUSY_MS = 10_000

METADATA = sa.MetaData()

RUNS = sa.Table(
    "runs",
    METADATA,
    sa.Column("column", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
    # whether the list was read to its end, and whether it was whole: what it does not name is then missing
    sa.Column("listed", sa.Boolean, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
)

LISTS = sa.Table(
    "lists",
    METADATA,
    sa.Column("url", sa.Text, primary_key=True),
    # where it was found in the end: relative links start from there
    sa.Column("base", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("modified", sa.Text, nullable=False),
    sa.Column("kept", sa.Text, nullable=False),
    sa.Column("content_type", sa.Text, nullable=False),
)

PAGES = sa.Table(
    "pages",
    METADATA,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("column", sa.Text, nullable=False, index=True),
    # the article that an attachment hangs on, "" for an article
    sa.Column("parent", sa.Text, nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("published", sa.Date),
    sa.Column("stamp", sa.Text, nullable=False),
    # the numbers of the runs in which the list last named it, and in which it was last looked at
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("checked", sa.Integer, nullable=False),
    # when the site was last asked for it, and what the list said of it then
    sa.Column("asked_at", sa.Text, nullable=False),
    sa.Column("asked_line", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("modified", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("kept", sa.Text, nullable=False),
    sa.Column("notice_id", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("gone_since", sa.Text, nullable=False),
    sa.Column("gone_why", sa.Text, nullable=False),
    sa.Column("kept_by", sa.Text, nullable=False),
)


def connect(path: Path | None) -> sa.Engine:
    """An engine over the file at `path`, created with its folder and tables if new; None keeps all in memory.

    Raises SyncStateUnavailable when the file cannot be opened, or is of another version.
    """
    database = ":memory:" if path is None else str(path)
    shown = path or Path(database)
    pool = {"poolclass": sa.StaticPool} if path is None else {}
    engine = sa.create_engine(sa.URL.create("sqlite", database=database), **pool)
    sqlite.prepare(engine, busy_ms=_BUSY_MS, is_explicit=True)
    engine = sqlite.writing(engine)
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        with engine.begin() as connection:
            _prepare_tables(connection, shown)
    except (OSError, DatabaseError, SyncStateUnavailable) as error:
        engine.dispose()
        if isinstance(error, SyncStateUnavailable):
            raise
        raise SyncStateUnavailable(shown, getattr(error, "orig", None) or error) from error
    return engine


def _prepare_tables(connection: sa.Connection, shown: Path) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version not in (0, VERSION):
        raise SyncStateUnavailable(shown, f"it is of version {version}, this gongkai reads version {VERSION}")
    METADATA.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
