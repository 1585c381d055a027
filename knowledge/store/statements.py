"""The statements that the verbs of the knowledge store are composed of; each runs inside its caller's transaction.

Used by the other files of knowledge/store/ alone.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from knowledge.audit import Act, Action, Actor, AuditEntry, Revision
from knowledge.errors import UnknownNotice, UnknownRevision
from knowledge.notice import Notice, NoticeId, Status
from knowledge.passage import Passage, PassageId, PassageKind
from knowledge.store import record
from knowledge.store.schema import AUDIT, NOTICES, PASSAGES, REVISIONS, SUPERSESSIONS

CURRENT = (NOTICES.c.id == REVISIONS.c.notice_id) & (NOTICES.c.revision == REVISIONS.c.number)


@dataclass(frozen=True, slots=True)
class Head:
    """What the store keeps of a notice beside its revisions: which one counts, which waits, what its file said last."""

    revision: int
    waiting: int | None
    status: Status
    filed_status: Status
    filed_expires_at: date | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A revision as it is kept: its notice, and the number of the revision that brought its text."""

    number: int
    content: int
    by: Actor
    notice: Notice


def find_head(connection: sa.Connection, notice_id: NoticeId) -> Head | None:
    """The head of a notice, None when there is no such notice."""
    row = connection.execute(sa.select(NOTICES).where(NOTICES.c.id == notice_id)).one_or_none()
    if row is None:
        return None
    return Head(
        revision=row.revision,
        waiting=row.waiting,
        status=Status(row.status),
        filed_status=Status(row.filed_status),
        filed_expires_at=row.filed_expires_at,
        content_hash=row.content_hash,
    )


def head(connection: sa.Connection, notice_id: NoticeId) -> Head:
    """The head of a notice; UnknownNotice when there is no such notice."""
    found = find_head(connection, notice_id)
    if found is None:
        raise UnknownNotice(notice_id)
    return found


def load(connection: sa.Connection, notice_id: NoticeId) -> Notice:
    """The notice in its current revision; UnknownNotice when there is none."""
    statement = sa.select(REVISIONS.c.body).join(NOTICES, CURRENT).where(NOTICES.c.id == notice_id)
    body = connection.scalar(statement)
    if body is None:
        raise UnknownNotice(notice_id)
    return record.from_json(body)


def stored(connection: sa.Connection, notice_id: NoticeId, number: int) -> Stored:
    """One revision of a known notice; UnknownRevision when there is none of this number."""
    of_number = (REVISIONS.c.notice_id == notice_id) & (REVISIONS.c.number == number)
    row = connection.execute(sa.select(REVISIONS).where(of_number)).one_or_none()
    if row is None:
        raise UnknownRevision(notice_id, number, next_number(connection, notice_id) - 1)
    return Stored(row.number, row.content, Actor(row.by), record.from_json(row.body))


def next_number(connection: sa.Connection, notice_id: NoticeId) -> int:
    """The number that the notice's next revision gets."""
    newest = sa.select(sa.func.max(REVISIONS.c.number)).where(REVISIONS.c.notice_id == notice_id)
    return (connection.scalar(newest) or 0) + 1


def statuses(connection: sa.Connection, notice_id: NoticeId, content: int) -> list[Status]:
    """The statuses that a text has had, oldest first."""
    of_content = (REVISIONS.c.notice_id == notice_id) & (REVISIONS.c.content == content)
    column = sa.func.json_extract(REVISIONS.c.body, "$.status")
    return [Status(one) for one in connection.scalars(sa.select(column).where(of_content).order_by(REVISIONS.c.number))]


def insert_head(connection: sa.Connection, notice: Notice, filed: Notice, digest: str) -> None:
    """A new notice's first row, at revision 1, and its links; `filed` is what its file says."""
    values = _head(notice, 1) | _filed(filed, digest) | {"id": notice.id}
    connection.execute(sa.insert(NOTICES).values(values))
    _write_links(connection, notice)


def move_head(connection: sa.Connection, notice: Notice, revision: int) -> None:
    """Points a known notice at another revision and writes what is asked of many notices at once."""
    connection.execute(sa.update(NOTICES).where(NOTICES.c.id == notice.id).values(_head(notice, revision)))
    _write_links(connection, notice)


def set_waiting(connection: sa.Connection, notice_id: NoticeId, number: int | None) -> None:
    """Points a known notice at the revision that waits for its check, or at none."""
    connection.execute(sa.update(NOTICES).where(NOTICES.c.id == notice_id).values(waiting=number))


def write_filed(connection: sa.Connection, filed: Notice, digest: str) -> None:
    """Remembers what the file said, so that the next import can tell whether it says anything new."""
    connection.execute(sa.update(NOTICES).where(NOTICES.c.id == filed.id).values(_filed(filed, digest)))


def write_passages(connection: sa.Connection, content: int, passages: Sequence[Passage]) -> None:
    """The passages of the text that revision `content` brings."""
    if passages:
        connection.execute(sa.insert(PASSAGES), [asdict(passage) | {"content": content} for passage in passages])


def read_passages(connection: sa.Connection, notice_id: NoticeId, content: int) -> tuple[Passage, ...]:
    """The passages of one text of a notice, in order."""
    of_content = (PASSAGES.c.notice_id == notice_id) & (PASSAGES.c.content == content)
    rows = connection.execute(sa.select(PASSAGES).where(of_content).order_by(PASSAGES.c.ordinal))
    return tuple(to_passage(row) for row in rows)


def write_revision(connection: sa.Connection, revision: Stored, action: Action, what: str, act: Act) -> None:
    """One revision and the entry of the trail that explains it; its author is who acts."""
    at = act.at.astimezone(UTC).isoformat()
    values = {"notice_id": revision.notice.id, "number": revision.number, "content": revision.content}
    values |= {"at": at, "by": act.by, "body": record.to_json(revision.notice)}
    connection.execute(sa.insert(REVISIONS).values(values))
    write_entry(connection, AuditEntry(revision.notice.id, revision.number, act.at, act.by, action, what, act.reason))


def write_entry(connection: sa.Connection, entry: AuditEntry) -> None:
    """One entry of the trail."""
    connection.execute(sa.insert(AUDIT).values(asdict(entry) | {"at": entry.at.astimezone(UTC).isoformat()}))


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
        page=row.page,
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
        "title": notice.title,
        "department": notice.department,
        "source_url": notice.source_url,
        "path": notice.path,
    }


def _filed(filed: Notice, digest: str) -> dict[str, object]:
    return {"filed_status": filed.status, "filed_expires_at": filed.expires_at, "content_hash": digest}


def _write_links(connection: sa.Connection, notice: Notice) -> None:
    connection.execute(sa.delete(SUPERSESSIONS).where(SUPERSESSIONS.c.notice_id == notice.id))
    links = [{"notice_id": notice.id, "superseded": other} for other in dict.fromkeys(notice.supersedes)]
    if links:
        connection.execute(sa.insert(SUPERSESSIONS), links)
