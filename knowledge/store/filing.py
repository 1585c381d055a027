"""What becomes of a file's word: a new notice, a changed one, or a change that waits for its check.

Called by KnowledgeStore.save, inside its transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from knowledge.audit import Act, Action, AuditEntry, Change
from knowledge.life import UNPUBLISHED, Policy, Publishing, last_day, settle
from knowledge.notice import Notice, Status
from knowledge.passage import Passage
from knowledge.store import record, statements
from knowledge.store.statements import Head, Stored


@dataclass(frozen=True, slots=True)
class Filing:
    """What a file says: its notice, cut into passages."""

    notice: Notice
    passages: Sequence[Passage]


def file(connection: sa.Connection, filing: Filing, act: Act, policy: Policy) -> Change:
    """Takes a file's word; UNCHANGED, and nothing written, when it says exactly what it said the last time.

    After-check, nothing unchecked takes the place of what is published or was: it waits beside it. Only a file that
    takes its notice back is followed at once.
    """
    notice = filing.notice
    digest = record.content_hash(notice, filing.passages)
    head = statements.find_head(connection, notice.id)
    if head is None:
        first = replace(notice, status=policy.first(notice.status))
        statements.insert_head(connection, first, notice, digest)
        _bring(connection, Filing(first, filing.passages), 1, act, (Action.ADDED, ""))
        return Change.ADDED
    if head.content_hash == digest:
        return Change.UNCHANGED
    statements.write_filed(connection, notice, digest)
    current = statements.stored(connection, notice.id, head.revision)
    if policy.publish is Publishing.DIRECTLY:
        _replace(connection, filing, head, current, act)
    else:
        _submit(connection, filing, head, current, act)
    return Change.CHANGED


def _replace(connection: sa.Connection, filing: Filing, head: Head, current: Stored, act: Act) -> None:
    """The file's word takes the place of the current revision."""
    status = settle(current.notice.status, head.filed_status, filing.notice.status)
    _take_place(connection, _merged(filing, head, current, status), current, act)


def _submit(connection: sa.Connection, filing: Filing, head: Head, current: Stored, act: Act) -> None:
    """The file's word waits for its check: in the draft's own place, or beside what has been published."""
    is_new = head.filed_status is not Status.WITHDRAWN
    if filing.notice.status is Status.WITHDRAWN and (is_new or current.notice.status is Status.WITHDRAWN):
        _take_place(connection, _merged(filing, head, current, Status.WITHDRAWN), current, act)
    elif current.notice.status in UNPUBLISHED:
        _take_place(connection, _merged(filing, head, current, Status.DRAFT), current, act)
    else:
        _wait(connection, filing, head, current, act)


def _wait(connection: sa.Connection, filing: Filing, head: Head, current: Stored, act: Act) -> None:
    offers_again = head.filed_status is Status.WITHDRAWN and current.notice.status is Status.WITHDRAWN
    proposed = _merged(filing, head, current, current.notice.status)
    if offers_again or _differs(connection, proposed, current):
        number = statements.next_number(connection, filing.notice.id)
        draft = Filing(replace(proposed.notice, status=Status.DRAFT), proposed.passages)
        what = record.differences(replace(current.notice, status=Status.DRAFT), draft.notice)
        statements.set_waiting(connection, filing.notice.id, number)
        _bring(connection, draft, number, act, (Action.CHANGED, what))
    elif head.waiting is not None:
        statements.set_waiting(connection, filing.notice.id, None)
        entry = AuditEntry(filing.notice.id, head.waiting, act.at, act.by, Action.CHANGED, "waiting", act.reason)
        statements.write_entry(connection, entry)


def _merged(filing: Filing, head: Head, current: Stored, status: Status) -> Filing:
    """The file's word, with the last day that staff have set where the file says nothing new of it."""
    ends = last_day(current.notice.expires_at, head.filed_expires_at, filing.notice.expires_at)
    return Filing(replace(filing.notice, status=status, expires_at=ends), filing.passages)


def _take_place(connection: sa.Connection, filing: Filing, current: Stored, act: Act) -> None:
    number = statements.next_number(connection, filing.notice.id)
    statements.move_head(connection, filing.notice, number)
    statements.set_waiting(connection, filing.notice.id, None)
    _bring(connection, filing, number, act, (Action.CHANGED, record.differences(current.notice, filing.notice)))


def _bring(connection: sa.Connection, filing: Filing, number: int, act: Act, said: tuple[Action, str]) -> None:
    """A revision that brings a text of its own."""
    statements.write_passages(connection, number, filing.passages)
    action, what = said
    statements.write_revision(connection, Stored(number, number, act.by, filing.notice), action, what, act)


def _differs(connection: sa.Connection, proposed: Filing, current: Stored) -> bool:
    kept = statements.read_passages(connection, current.notice.id, current.content)
    return proposed.notice != current.notice or tuple(proposed.passages) != kept
