"""The book of pins in one SQLite file of the data folder."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from bot.errors import PinsUnavailable, PinUnchanged, UnknownPin
from bot.pins.pin import Pin, PinAction, PinEntry, PinId, Pinning
from knowledge import sqlite
from knowledge.audit import Act, Actor
from knowledge.notice import NoticeId

# "gkpn": tells our file from any other SQLite file
APPLICATION_ID = 0x676B706E
_VERSION = 1
_BUSY_MS = 10_000
# No write-ahead log: it is written a few times a day, and one file is easier to carry away.
_PRAGMAS = ("journal_mode=DELETE", "foreign_keys=ON")

_METADATA = sa.MetaData()
_PINS = sa.Table(
    "pins",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("notice_id", sa.Text, nullable=False),
    sa.Column("passage", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_until", sa.Date),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("removed", sa.Boolean, nullable=False),
)
_QUESTIONS = sa.Table(
    "questions",
    _METADATA,
    sa.Column("pin_id", sa.ForeignKey("pins.id"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("question", sa.Text, nullable=False),
)
_AUDIT = sa.Table(
    "audit",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("pin_id", sa.ForeignKey("pins.id"), nullable=False, index=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)


class SqlitePinBook:
    """A PinBook; every verb raises PinsUnavailable where the file cannot be read or written."""

    def __init__(self, engine: sa.Engine, path: Path) -> None:
        self._engine = engine
        self._own = sqlite.OwnConnections(engine)
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """The book in the file at `path`, made with its folder if new. Raises PinsUnavailable."""
        try:
            engine = sqlite.connect(path, busy_ms=_BUSY_MS, pragmas=_PRAGMAS, is_explicit=True)
        except OSError as error:
            raise PinsUnavailable(path, str(error.strerror)) from error
        book = cls(sqlite.writing(engine), path)
        try:
            with book._transaction() as connection:
                _check(connection, path)
        except PinsUnavailable:
            engine.dispose()
            raise
        return book

    def close(self) -> None:
        """Closes all connections; the book cannot be used afterwards."""
        self._own.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add(self, pinning: Pinning, act: Act) -> Pin:
        """As PinBook.add."""
        values = {name: getattr(pinning, name) for name in pinning.__slots__ if name != "questions"}
        with self._transaction() as connection:
            statement = sa.insert(_PINS).values(**values, removed=False).returning(_PINS.c.id)
            identity = PinId(connection.execute(statement).scalar_one())
            rows = [
                {"pin_id": identity, "ordinal": ordinal, "question": question}
                for ordinal, question in enumerate(pinning.questions)
            ]
            connection.execute(sa.insert(_QUESTIONS), rows)
            _write(connection, identity, PinAction.ADDED, act)
        return Pin(identity, pinning, act.at, act.by, act.reason)

    def remove(self, pin_id: PinId, act: Act) -> None:
        """As PinBook.remove."""
        self._set(pin_id, PinAction.REMOVED, act)

    def restore(self, pin_id: PinId, act: Act) -> None:
        """As PinBook.restore."""
        self._set(pin_id, PinAction.RESTORED, act)

    def pins(self) -> tuple[Pin, ...]:
        """As PinBook.pins."""
        added = _AUDIT.c.action == PinAction.ADDED.value
        statement = sa.select(_PINS, _AUDIT.c.at, _AUDIT.c.by, _AUDIT.c.reason).join(_AUDIT).where(added)
        with self._transaction() as connection:
            asked: dict[int, list[str]] = {}
            for row in connection.execute(sa.select(_QUESTIONS).order_by(_QUESTIONS.c.pin_id, _QUESTIONS.c.ordinal)):
                asked.setdefault(row.pin_id, []).append(row.question)
            found = connection.execute(statement.order_by(_PINS.c.id)).mappings()
            return tuple(_pin(row, tuple(asked[row["id"]])) for row in found)

    def trail(self, pin_id: PinId) -> tuple[PinEntry, ...]:
        """As PinBook.trail."""
        statement = sa.select(_AUDIT).where(_AUDIT.c.pin_id == pin_id).order_by(_AUDIT.c.id)
        with self._transaction() as connection:
            found = tuple(
                PinEntry(pin_id, datetime.fromisoformat(row.at), Actor(row.by), PinAction(row.action), row.reason)
                for row in connection.execute(statement)
            )
        if not found:
            raise UnknownPin(pin_id)
        return found

    def version(self) -> int:
        """As PinBook.version: how many entries the trail has."""
        with self._failing():
            ((version,),) = self._own.run("SELECT coalesce(max(id), 0) FROM audit")
        return int(version)

    def _set(self, pin_id: PinId, action: PinAction, act: Act) -> None:
        removed = action is PinAction.REMOVED
        with self._transaction() as connection:
            now: bool | None = connection.execute(sa.select(_PINS.c.removed).where(_PINS.c.id == pin_id)).scalar()
            if now is None:
                raise UnknownPin(pin_id)
            if now is removed:
                raise PinUnchanged(pin_id, "removed" if removed else "in use")
            connection.execute(sa.update(_PINS).where(_PINS.c.id == pin_id).values(removed=removed))
            _write(connection, pin_id, action, act)

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with self._failing(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.Error) as error:
            raise PinsUnavailable(self._path, str(error.orig if isinstance(error, DatabaseError) else error)) from error


def _pin(row: Mapping[Any, Any], questions: tuple[str, ...]) -> Pin:
    pinning = Pinning(
        questions=questions,
        notice_id=NoticeId(row["notice_id"]),
        passage=row["passage"],
        text=row["text"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        revision=row["revision"],
    )
    at = datetime.fromisoformat(row["at"])
    return Pin(PinId(row["id"]), pinning, at, Actor(row["by"]), row["reason"], row["removed"])


def _write(connection: sa.Connection, pin_id: PinId, action: PinAction, act: Act) -> None:
    values = {"pin_id": pin_id, "at": act.at.isoformat(), "by": act.by, "action": action.value, "reason": act.reason}
    connection.execute(sa.insert(_AUDIT).values(**values))


def _check(connection: sa.Connection, path: Path) -> None:
    version, owner = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("user_version", "application_id")
    )
    is_empty = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 0
    if is_empty and version == owner == 0:
        _METADATA.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={_VERSION}")
    elif (owner, version) != (APPLICATION_ID, _VERSION):
        raise PinsUnavailable(path, "not a book of pins that this gongkai can read")
