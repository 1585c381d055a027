"""The knowledge store: notices in every revision, their passages, and the trail of every change.

Filled by knowledge/importer.py, read whole by a publish, and asked for standings on the path of every question.
"""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from knowledge.audit import Act, Actor, AuditEntry, Change, Revision
from knowledge.life import AS_FILED, UNPUBLISHED, Policy
from knowledge.notice import Notice, NoticeId
from knowledge.passage import Passage
from knowledge.sqlite import OwnConnections, writing
from knowledge.standing import Standing
from knowledge.store import filing, moves, reading, record, statements
from knowledge.store.file import connect, copy, unavailable
from knowledge.store.filing import Filing
from knowledge.store.reading import Card
from knowledge.store.schema import AUDIT, NOTICES, REVISIONS


@dataclass(frozen=True, slots=True)
class _Known:
    """The standings that were asked for on a day, as long as the store is of one version; None for ids it does not know."""

    version: int = -1
    day: date = date.min
    standings: dict[NoticeId, Standing | None] = field(default_factory=dict)


class KnowledgeStore:
    """One SQLite file; every verb is one transaction, safe from several threads and processes.

    A process killed at any moment leaves the store as it was before or after a verb, never between. Every verb raises
    StoreUnavailable when the file cannot be read or written; one about a single notice raises UnknownNotice when there
    is none.
    """

    def __init__(self, engine: sa.Engine, path: Path, policy: Policy) -> None:
        self._engine = engine
        self._own = OwnConnections(engine)
        self._writing = writing(engine)
        self._known = _Known()
        self._path = path
        self._policy = policy

    @classmethod
    def open(cls, path: Path, policy: Policy = AS_FILED) -> Self:
        """The store in the file at `path`, created with its folder if new, upgraded if an older gongkai wrote it.

        Raises StoreUnavailable when the file cannot be opened, is no knowledge store, or is of a newer version.
        """
        return cls(connect(path), path, policy)

    @classmethod
    @contextmanager
    def rehearse(cls, path: Path, policy: Policy = AS_FILED) -> Iterator[Self]:
        """A copy of the store at `path`, empty where there is none, to try things on: nothing of it is kept."""
        with TemporaryDirectory(prefix="gongkai-") as folder:
            aside = Path(folder, path.name)
            if path.exists():
                copy(path, aside)
            with cls.open(aside, policy) as store:
                yield store

    def close(self) -> None:
        """Closes all connections; the store cannot be used afterwards."""
        self._own.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def save(self, notice: Notice, passages: Sequence[Passage], by: Actor, now: datetime, reason: str = "") -> Change:
        """Stores what a file says; UNCHANGED, and nothing written, when it said exactly this the last time.

        The status follows `knowledge.life.settle`: importing again does not bring back a withdrawn notice. Where the
        policy asks for a check first, what is new waits as a draft, beside what is published.
        """
        with self._transaction(self._writing) as connection:
            return filing.file(connection, Filing(notice, passages), Act(by, now, reason), self._policy)

    def notice(self, notice_id: NoticeId) -> Notice:
        """The notice in its current revision."""
        with self._transaction(self._engine) as connection:
            return statements.load(connection, notice_id)

    def notices(self) -> tuple[Notice, ...]:
        """All notices, in every status, ordered by id."""
        statement = sa.select(REVISIONS.c.body).join(NOTICES, statements.CURRENT).order_by(NOTICES.c.id)
        with self._transaction(self._engine) as connection:
            return tuple(record.from_json(body) for body in connection.scalars(statement))

    def cards(self, today: date) -> tuple[Card, ...]:
        """What a list shows of all notices on that day, ordered by id: far quicker than reading them."""
        with self._transaction(self._engine) as connection:
            return reading.cards(connection, today)

    def holding(self, word: str) -> frozenset[NoticeId]:
        """The ids of the notices whose current text holds `word`."""
        with self._transaction(self._engine) as connection:
            return reading.holding(connection, word)

    def passages(self, notice_id: NoticeId, number: int | None = None) -> tuple[Passage, ...]:
        """The passages of a notice in order, as its current or another revision has them.

        Raises UnknownRevision. An older gongkai kept no passages but the current ones.
        """
        with self._transaction(self._engine) as connection:
            current = statements.head(connection, notice_id).revision
            revision = statements.stored(connection, notice_id, current if number is None else number)
            return statements.read_passages(connection, notice_id, revision.content)

    def published(self) -> Iterator[tuple[Notice, tuple[Passage, ...]]]:
        """Each published notice with its passages, ordered by id: one snapshot, read as it is consumed."""
        with self._transaction(self._engine) as connection:
            yield from reading.published(connection)

    def check(self, notice_id: NoticeId, by: Actor, now: datetime, note: str = "", seen: int | None = None) -> None:
        """Records that what waits has passed the review (保密审查), without publishing it.

        `seen` is the revision that was looked at. Raises ForbiddenTransition when no draft waits, ReviewedUnseen when
        another revision does, SameReviewer when the policy asks for another person.
        """
        with self._transaction(self._writing) as connection:
            moves.check(connection, notice_id, Act(by, now, note), self._policy, seen)

    def approve(self, notice_id: NoticeId, by: Actor, now: datetime, note: str = "", seen: int | None = None) -> None:
        """Checks what waits, if nobody has, and publishes it; raises as `check` does."""
        with self._transaction(self._writing) as connection:
            moves.approve(connection, notice_id, Act(by, now, note), self._policy, seen)

    def reject(self, notice_id: NoticeId, by: Actor, now: datetime, reason: str, seen: int | None = None) -> None:
        """Refuses what waits: a draft is withdrawn, a change of a published notice is set aside; raises as `check` does."""
        with self._transaction(self._writing) as connection:
            moves.reject(connection, notice_id, Act(by, now, reason), seen)

    def withdraw(self, notice_id: NoticeId, by: Actor, now: datetime, reason: str) -> None:
        """Takes a published notice back, from this moment on; ForbiddenTransition when it is not published."""
        with self._transaction(self._writing) as connection:
            moves.withdraw(connection, notice_id, Act(by, now, reason))

    def restore(self, notice_id: NoticeId, by: Actor, now: datetime, reason: str) -> None:
        """Undoes a withdrawal: the notice is what it was before, a draft where it was one.

        Raises ForbiddenTransition when it is not withdrawn.
        """
        with self._transaction(self._writing) as connection:
            moves.restore(connection, notice_id, Act(by, now, reason), self._policy)

    def extend(self, notice_id: NoticeId, until: date | None, by: Actor, now: datetime, reason: str) -> None:
        """Sets the last day on which a notice holds, None for no end; it stays until the file gives another.

        Raises ForbiddenTransition when it is that already, or when a changed text waits.
        """
        with self._transaction(self._writing) as connection:
            moves.extend(connection, notice_id, until, Act(by, now, reason))

    def uphold(self, notice_id: NoticeId, by: Actor, now: datetime, reason: str) -> None:
        """Lets a superseded notice hold beside those that supersede it now; a later one supersedes it again.

        Raises ForbiddenTransition when none does.
        """
        with self._transaction(self._writing) as connection:
            moves.uphold(connection, notice_id, Act(by, now, reason))

    def return_to(self, notice_id: NoticeId, number: int, by: Actor, now: datetime, reason: str) -> None:
        """Brings back what an earlier revision said: published if it was, else waiting for its check.

        Raises UnknownRevision, NotKept, or ForbiddenTransition when that is what is published now.
        """
        with self._transaction(self._writing) as connection:
            moves.return_to(connection, notice_id, number, Act(by, now, reason))

    def standings(self, ids: Collection[NoticeId], today: date) -> dict[NoticeId, Standing]:
        """The standing on `today` of each of `ids` that the store knows; unknown ids are left out."""
        version = self.version()
        known = self._known
        if (known.version, known.day) != (version, today):
            known = self._known = _Known(version, today)
        new = [one for one in ids if one not in known.standings]
        if new:
            rows = self._glance(reading.STANDINGS, *reading.asked(new, today))
            known.standings.update(dict.fromkeys(new) | reading.standings(rows, today))
        return {one: standing for one in ids if (standing := known.standings[one])}

    def version(self) -> int:
        """A number that every change of any notice makes another: how many entries the audit trail has."""
        ((version,),) = self._glance("SELECT coalesce(max(rowid), 0) FROM audit")
        return int(version)

    def audit(self, notice_id: NoticeId | None = None) -> tuple[AuditEntry, ...]:
        """The trail of one notice or of all, oldest first."""
        statement = sa.select(AUDIT).order_by(AUDIT.c.id)
        with self._transaction(self._engine) as connection:
            if notice_id is not None:
                statements.head(connection, notice_id)
                statement = statement.where(AUDIT.c.notice_id == notice_id)
            return tuple(statements.to_entry(row) for row in connection.execute(statement))

    def revisions(self, notice_id: NoticeId) -> tuple[Revision, ...]:
        """Every revision of a notice, oldest first."""
        statement = sa.select(REVISIONS).where(REVISIONS.c.notice_id == notice_id).order_by(REVISIONS.c.number)
        with self._transaction(self._engine) as connection:
            statements.head(connection, notice_id)
            return tuple(statements.to_revision(row) for row in connection.execute(statement))

    def in_force(self, notice_id: NoticeId) -> tuple[int, int | None]:
        """The number of the current revision, and of the one that waits beside it, if any."""
        with self._transaction(self._engine) as connection:
            head = statements.head(connection, notice_id)
            return head.revision, head.waiting

    def waits(self, notice_id: NoticeId) -> bool:
        """Whether a person has to check or publish something of a notice."""
        with self._transaction(self._engine) as connection:
            head = statements.head(connection, notice_id)
            return head.waiting is not None or head.status in UNPUBLISHED

    def _glance(self, statement: str, *values: object) -> list[Any]:
        try:
            return self._own.run(statement, *values)
        except (sqlite3.Error, DatabaseError) as error:
            raise unavailable(self._path, error) from error

    @contextmanager
    def _transaction(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise unavailable(self._path, error) from error
