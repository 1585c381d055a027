"""The knowledge store: notices in their current revision, their passages, and the trail of every change.

Filled by knowledge/importer.py, read whole by a publish, and asked for standings on the path of every question.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from knowledge.audit import Action, Actor, AuditEntry, Change, Revision
from knowledge.errors import ForbiddenTransition
from knowledge.notice import Notice, NoticeId, Status
from knowledge.passage import Passage
from knowledge.standing import Standing, settle
from knowledge.store import record, statements
from knowledge.store.schema import AUDIT, NOTICES, PASSAGES, REVISIONS, connect, unavailable, writing

# A driver statement, not a built one: it runs for every question, and an expanding IN would be compiled each time.
_STANDINGS = """
SELECT id, status, effective_from, expires_at,
  (SELECT newer.id FROM supersessions AS link JOIN notices AS newer ON newer.id = link.notice_id
   WHERE link.superseded = notices.id AND newer.id <> notices.id AND newer.status = 'published'
     AND coalesce(newer.effective_from, '') <= ?
   ORDER BY newer.published_at DESC, newer.id DESC LIMIT 1)
FROM notices WHERE id IN (SELECT value FROM json_each(?))
"""


class KnowledgeStore:
    """One SQLite file; every verb is one transaction, safe from several threads and processes.

    A process killed at any moment leaves the store as it was before or after a verb, never between. Every verb raises
    StoreUnavailable when the file cannot be read or written.
    """

    def __init__(self, engine: sa.Engine, path: Path) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store in the file at `path`, created with its folder if new.

        Raises StoreUnavailable when the file cannot be opened, is no knowledge store, or is of another version.
        """
        return cls(connect(path), path)

    def close(self) -> None:
        """Closes all connections; the store cannot be used afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def save(self, notice: Notice, passages: Sequence[Passage], by: Actor, now: datetime, reason: str = "") -> Change:
        """Stores what a file says; UNCHANGED, and nothing written, when it said exactly this the last time.

        The status follows `knowledge.standing.settle`: importing again does not bring back a withdrawn notice.
        """
        digest = record.content_hash(notice, passages)
        with self._transaction(self._writing) as connection:
            head = connection.execute(sa.select(NOTICES).where(NOTICES.c.id == notice.id)).one_or_none()
            if head is None:
                statements.insert_head(connection, notice, digest)
                statements.write_passages(connection, notice.id, passages)
                added = AuditEntry(notice.id, 1, now, by, Action.ADDED, "", reason)
                statements.write_revision(connection, notice, added)
                return Change.ADDED
            if head.content_hash == digest:
                return Change.UNCHANGED
            settled = replace(notice, status=settle(Status(head.status), Status(head.filed_status), notice.status))
            what = record.differences(statements.load(connection, notice.id), settled)
            statements.write_filed(connection, notice, digest)
            statements.move_head(connection, settled, head.revision + 1)
            statements.write_passages(connection, notice.id, passages)
            changed = AuditEntry(notice.id, head.revision + 1, now, by, Action.CHANGED, what, reason)
            statements.write_revision(connection, settled, changed)
            return Change.CHANGED

    def notice(self, notice_id: NoticeId) -> Notice:
        """The notice in its current revision; UnknownNotice when there is none."""
        with self._transaction(self._engine) as connection:
            return statements.load(connection, notice_id)

    def notices(self) -> tuple[Notice, ...]:
        """All notices, in every status, ordered by id."""
        statement = sa.select(REVISIONS.c.body).join(NOTICES, statements.CURRENT).order_by(NOTICES.c.id)
        with self._transaction(self._engine) as connection:
            return tuple(record.from_json(body) for body in connection.scalars(statement))

    def passages(self, notice_id: NoticeId) -> tuple[Passage, ...]:
        """The passages of a notice in order; UnknownNotice when there is no such notice."""
        statement = sa.select(PASSAGES).where(PASSAGES.c.notice_id == notice_id).order_by(PASSAGES.c.ordinal)
        with self._transaction(self._engine) as connection:
            statements.revision_number(connection, notice_id)
            return tuple(statements.to_passage(row) for row in connection.execute(statement))

    def published(self) -> Iterator[tuple[Notice, tuple[Passage, ...]]]:
        """Each published notice with its passages, ordered by id: one snapshot, read as it is consumed."""
        is_published = NOTICES.c.status == Status.PUBLISHED
        bodies = (
            sa.select(REVISIONS.c.body).join(NOTICES, statements.CURRENT).where(is_published).order_by(NOTICES.c.id)
        )
        rows = sa.select(PASSAGES).join(NOTICES).where(is_published).order_by(PASSAGES.c.notice_id, PASSAGES.c.ordinal)
        with self._transaction(self._engine) as connection:
            stream = connection.execution_options(yield_per=500)
            groups = groupby(stream.execute(rows), key=lambda row: row.notice_id)
            waiting = next(groups, None)
            for body in stream.scalars(bodies):
                notice = record.from_json(body)
                passages: tuple[Passage, ...] = ()
                if waiting is not None and waiting[0] == notice.id:
                    passages = tuple(statements.to_passage(row) for row in waiting[1])
                    waiting = next(groups, None)
                yield notice, passages

    def withdraw(self, notice_id: NoticeId, by: Actor, now: datetime, reason: str) -> None:
        """Takes a published notice back, from this moment on.

        Raises UnknownNotice, or ForbiddenTransition when it is not published.
        """
        self._move(notice_id, (Status.PUBLISHED, Status.WITHDRAWN, Action.WITHDRAWN), by, now, reason)

    def restore(self, notice_id: NoticeId, by: Actor, now: datetime, reason: str) -> None:
        """Publishes a withdrawn notice again; raises UnknownNotice, or ForbiddenTransition when it is not withdrawn."""
        self._move(notice_id, (Status.WITHDRAWN, Status.PUBLISHED, Action.RESTORED), by, now, reason)

    def standings(self, ids: Collection[NoticeId], today: date) -> dict[NoticeId, Standing]:
        """The standing on `today` of each of `ids` that the store knows; unknown ids are left out."""
        day = today.isoformat()
        with self._transaction(self._engine) as connection:
            rows = connection.exec_driver_sql(_STANDINGS, (day, json.dumps(list(ids)))).all()
        return {
            notice_id: Standing(
                status=Status(status),
                expired=expires_at is not None and expires_at < day,
                not_yet=effective_from is not None and effective_from > day,
                superseded_by=newer,
            )
            for notice_id, status, effective_from, expires_at, newer in rows
        }

    def audit(self, notice_id: NoticeId | None = None) -> tuple[AuditEntry, ...]:
        """The trail of one notice (UnknownNotice when there is none) or of all, oldest first."""
        statement = sa.select(AUDIT).order_by(AUDIT.c.id)
        with self._transaction(self._engine) as connection:
            if notice_id is not None:
                statements.revision_number(connection, notice_id)
                statement = statement.where(AUDIT.c.notice_id == notice_id)
            return tuple(statements.to_entry(row) for row in connection.execute(statement))

    def revisions(self, notice_id: NoticeId) -> tuple[Revision, ...]:
        """Every revision of a notice, oldest first; UnknownNotice when there is none."""
        statement = sa.select(REVISIONS).where(REVISIONS.c.notice_id == notice_id).order_by(REVISIONS.c.number)
        with self._transaction(self._engine) as connection:
            statements.revision_number(connection, notice_id)
            return tuple(statements.to_revision(row) for row in connection.execute(statement))

    def _move(
        self, notice_id: NoticeId, step: tuple[Status, Status, Action], by: Actor, now: datetime, reason: str
    ) -> None:
        required, status, action = step
        with self._transaction(self._writing) as connection:
            before = statements.load(connection, notice_id)
            if before.status is not required:
                raise ForbiddenTransition(notice_id, before.status, action)
            number = statements.revision_number(connection, notice_id) + 1
            after = replace(before, status=status)
            statements.move_head(connection, after, number)
            entry = AuditEntry(notice_id, number, now, by, action, "status", reason)
            statements.write_revision(connection, after, entry)

    @contextmanager
    def _transaction(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise unavailable(self._path, error) from error
