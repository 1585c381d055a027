"""Opens the SQLite file of the knowledge store: makes it when new, brings an older one up to date, refuses any other."""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from knowledge import sqlite
from knowledge.errors import StoreUnavailable
from knowledge.store import migrations
from knowledge.store.schema import METADATA, VERSION

# "gkai": tells our file from any other SQLite file
APPLICATION_ID = 0x676B6169
BUSY_MS = 10_000


def connect(path: Path) -> sa.Engine:
    """An engine over the file at `path`, created with its folder and tables if new; safe to use from several threads.

    A file that an older gongkai wrote is upgraded, and kept beside it as it was. Raises StoreUnavailable when the file
    cannot be opened, is no knowledge store, or is of a newer version.
    """
    try:
        engine = sqlite.connect(path, busy_ms=BUSY_MS, pragmas=(*sqlite.WAL, "foreign_keys=ON"), is_explicit=True)
    except OSError as error:
        raise unavailable(path, error) from error
    try:
        with sqlite.writing(engine).begin() as connection:
            _check(connection, path)
    except (OSError, sqlite3.Error, DatabaseError, StoreUnavailable) as error:
        engine.dispose()
        raise unavailable(path, error) from error
    return engine


def copy(path: Path, target: Path) -> None:
    """Copies the store at `path`, as its last transaction left it, to the new file `target`; other processes may go on writing.

    Raises StoreUnavailable.
    """
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as into:
            source.backup(into)
    except sqlite3.Error as error:
        raise unavailable(path, error) from error


def unavailable(path: Path, error: Exception) -> Exception:
    """What to raise for `error`: StoreUnavailable in one line, or `error` itself when it is no fault of the file."""
    if isinstance(error, StoreUnavailable | IntegrityError):
        return error
    reason = error.orig if isinstance(error, DatabaseError) else error
    return StoreUnavailable(f"the knowledge store {path} cannot be used: {reason}; run `gongkai doctor`")


def _check(connection: sa.Connection, path: Path) -> None:
    version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    empty = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 0
    if empty and version == owner == 0:
        METADATA.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
    elif owner != APPLICATION_ID:
        raise StoreUnavailable(f"{path} is not a knowledge store of gongkai; choose another folder with --data")
    elif version in migrations.STEPS:
        _keep(path, version)
        migrations.upgrade(connection, version)
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
    elif version != VERSION:
        raise StoreUnavailable(
            f"the knowledge store {path} is of version {version}, this gongkai reads version {VERSION} and older; "
            "use the gongkai that wrote it, or import the files again with another --data"
        )


def _keep(path: Path, version: int) -> None:
    """Keeps the store as it was, so that the older gongkai can be put back; written aside and renamed when whole."""
    kept = path.with_name(f"{path.name}.version-{version}")
    part = path.with_name(f"{kept.name}.part")
    part.unlink(missing_ok=True)
    copy(path, part)
    part.replace(kept)
