"""The statements that the verbs of the knowledge store are composed of; each runs inside its caller's transaction.

Used by knowledge/store/store.py alone.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import sqlalchemy as sa

from knowledge.audit import Action, Actor, AuditEntry, Revision
from knowledge.errors import UnknownNotice
from knowledge.notice import Notice, NoticeId
from knowledge.passage import Passage, PassageId, PassageKind
from knowledge.store import record
from knowledge.store.schema import AUDIT, NOTICES, PASSAGES, REVISIONS, SUPERSESSIONS

CURRENT = (NOTICES.c.id == REVISIONS.c.notice_id) & (NOTICES.c.revision == REVISIONS.c.number)


def revision_number(connection: sa.Connection, notice_id: NoticeId) -> int:
    """The number of the current revision; UnknownNotice when there is no such notice."""
    number: int | None = connection.scalar(sa.select(NOTICES.c.revision).where(NOTICES.c.id == notice_id))
    if number is None:
        raise UnknownNotice(notice_id)
    return number


def load(connection: sa.Connection, notice_id: NoticeId) -> Notice:
    """The notice in its current revision; UnknownNotice when there is none."""
    statement = sa.select(REVISIONS.c.body).join(NOTICES, CURRENT).where(NOTICES.c.id == notice_id)
    body = connection.scalar(statement)
    if body is None:
        raise UnknownNotice(notice_id)
    return record.from_json(body)


def insert_head(connection: sa.Connection, notice: Notice, digest: str) -> None:
    """A new notice's first row, at revision 1, and its links; its status is what its file says."""
    head = _head(notice, 1) | {"id": notice.id, "filed_status": notice.status, "content_hash": digest}
    connection.execute(sa.insert(NOTICES).values(head))
    _write_links(connection, notice)


def move_head(connection: sa.Connection, notice: Notice, revision: int) -> None:
    """Points a known notice at another revision and writes what is asked of it at answer time."""
    connection.execute(sa.update(NOTICES).where(NOTICES.c.id == notice.id).values(_head(notice, revision)))
    _write_links(connection, notice)


def write_filed(connection: sa.Connection, notice: Notice, digest: str) -> None:
    """Remembers what the file said, so that the next import can tell whether it says anything new."""
    values = {"filed_status": notice.status, "content_hash": digest}
    connection.execute(sa.update(NOTICES).where(NOTICES.c.id == notice.id).values(values))


def write_passages(connection: sa.Connection, notice_id: NoticeId, passages: Sequence[Passage]) -> None:
    """Replaces all passages of a notice."""
    connection.execute(sa.delete(PASSAGES).where(PASSAGES.c.notice_id == notice_id))
    if passages:
        connection.execute(sa.insert(PASSAGES), [asdict(passage) for passage in passages])


def write_revision(connection: sa.Connection, notice: Notice, entry: AuditEntry) -> None:
    """One revision and the entry of the trail that explains it."""
    at = entry.at.astimezone(UTC).isoformat()
    revision = {"notice_id": notice.id, "number": entry.revision, "at": at, "by": entry.by}
    connection.execute(sa.insert(REVISIONS).values(revision | {"body": record.to_json(notice)}))
    connection.execute(sa.insert(AUDIT).values(asdict(entry) | {"at": at}))


def to_passage(row: sa.Row[tuple[object, ...]]) -> Passage:
    """A row of PASSAGES as the value it was written from."""
    return Passage(
        id=PassageId(row.id),
        notice_id=NoticeId(row.notice_id),
        ordinal=row.ordinal,
        kind=PassageKind(row.kind),
        heading=row.heading,
        text=row.text,
        start=row.start,
        end=row.end,
    )


def to_entry(row: sa.Row[tuple[object, ...]]) -> AuditEntry:
    """A row of AUDIT as the value it was written from."""
    return AuditEntry(
        notice_id=NoticeId(row.notice_id),
        revision=row.revision,
        at=datetime.fromisoformat(row.at),
        by=Actor(row.by),
        action=Action(row.action),
        what=row.what,
        reason=row.reason,
    )


def to_revision(row: sa.Row[tuple[object, ...]]) -> Revision:
    """A row of REVISIONS as the value it was written from."""
    return Revision(row.number, datetime.fromisoformat(row.at), Actor(row.by), record.from_json(row.body))


def _head(notice: Notice, revision: int) -> dict[str, object]:
    return {
        "revision": revision,
        "status": notice.status,
        "published_at": notice.published_at,
        "effective_from": notice.effective_from,
        "expires_at": notice.expires_at,
    }


def _write_links(connection: sa.Connection, notice: Notice) -> None:
    connection.execute(sa.delete(SUPERSESSIONS).where(SUPERSESSIONS.c.notice_id == notice.id))
    links = [{"notice_id": notice.id, "superseded": other} for other in dict.fromkeys(notice.supersedes)]
    if links:
        connection.execute(sa.insert(SUPERSESSIONS), links)
