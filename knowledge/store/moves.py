"""The steps that people take in a notice's life; each runs inside one transaction of KnowledgeStore.

A step writes a revision with the new status and an entry of the trail; it never touches a text.
"""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from knowledge.audit import Act, Action, AuditEntry
from knowledge.errors import ForbiddenTransition, NotKept, ReviewedUnseen, SameReviewer
from knowledge.life import CHECK, PUBLISH, REJECT, UNPUBLISHED, WITHDRAW, Move, Policy, Publishing, Reviewer
from knowledge.notice import Notice, NoticeId, Status
from knowledge.store import statements
from knowledge.store.schema import NOTICES, SUPERSESSIONS, UPHELD
from knowledge.store.statements import Head, Stored

_STEPS = {
    Status.DRAFT: "it waits for `gongkai notices approve` or `reject`",
    Status.CHECKED: "it waits for `gongkai notices approve` or `reject`",
    Status.PUBLISHED: "`gongkai notices withdraw` takes it back",
    Status.WITHDRAWN: "`gongkai notices restore` brings it back",
}


def check(connection: sa.Connection, notice_id: NoticeId, act: Act, policy: Policy, seen: int | None) -> None:
    """Records that what waits has passed the review: draft → checked."""
    _step(connection, _waiting(connection, notice_id, CHECK, seen), CHECK, act, policy)


def approve(connection: sa.Connection, notice_id: NoticeId, act: Act, policy: Policy, seen: int | None) -> None:
    """Checks what waits, if nobody has, and publishes it: draft → checked → published."""
    waiting = _waiting(connection, notice_id, PUBLISH, seen)
    if waiting.notice.status is Status.DRAFT:
        waiting = _step(connection, waiting, CHECK, act, policy)
    after = _stepped(connection, waiting, PUBLISH, act)
    statements.move_head(connection, after.notice, after.number)
    statements.set_waiting(connection, notice_id, None)


def reject(connection: sa.Connection, notice_id: NoticeId, act: Act, seen: int | None) -> None:
    """Refuses what waits: a draft is withdrawn, a change of a published notice is set aside."""
    head = statements.head(connection, notice_id)
    waiting = _waiting(connection, notice_id, REJECT, seen)
    if head.waiting is None:
        after = _stepped(connection, waiting, REJECT, act)
        statements.move_head(connection, after.notice, after.number)
        return
    statements.set_waiting(connection, notice_id, None)
    entry = AuditEntry(notice_id, head.waiting, act.at, act.by, Action.REJECTED, "waiting", act.reason)
    statements.write_entry(connection, entry)


def withdraw(connection: sa.Connection, notice_id: NoticeId, act: Act) -> None:
    """Takes a published notice back: published → withdrawn."""
    current = _current(connection, notice_id, statements.head(connection, notice_id))
    _require(current.notice, WITHDRAW)
    after = _stepped(connection, current, WITHDRAW, act)
    statements.move_head(connection, after.notice, after.number)


def restore(connection: sa.Connection, notice_id: NoticeId, act: Act, policy: Policy) -> None:
    """Undoes a withdrawal or a refusal: the notice is again what it was before; what never was checked is a draft."""
    head = statements.head(connection, notice_id)
    current = _current(connection, notice_id, head)
    move = Move(Action.RESTORED, frozenset({Status.WITHDRAWN}), _before(connection, current, head, policy))
    _require(current.notice, move)
    after = _stepped(connection, current, move, act)
    statements.move_head(connection, after.notice, after.number)


def extend(connection: sa.Connection, notice_id: NoticeId, until: date | None, act: Act) -> None:
    """Sets the last day on which a notice holds, None for no end."""
    head = statements.head(connection, notice_id)
    current = _current(connection, notice_id, head)
    if head.waiting is not None:
        raise ForbiddenTransition(notice_id, "waiting with a changed text", "extended", "approve or reject that first")
    if current.notice.expires_at == until:
        raise ForbiddenTransition(notice_id, f"in force until {until or 'it is withdrawn'} already", "extended")
    notice = replace(current.notice, expires_at=until)
    after = Stored(statements.next_number(connection, notice_id), current.content, act.by, notice)
    statements.write_revision(connection, after, Action.RESTORED, "expires_at", act)
    statements.move_head(connection, notice, after.number)


def uphold(connection: sa.Connection, notice_id: NoticeId, act: Act) -> None:
    """Lets a notice hold beside the published ones that name it in their `supersedes`."""
    head = statements.head(connection, notice_id)
    told = sa.select(UPHELD.c.against).where(UPHELD.c.notice_id == notice_id)
    newer = (
        sa.select(SUPERSESSIONS.c.notice_id)
        .join(NOTICES, NOTICES.c.id == SUPERSESSIONS.c.notice_id)
        .where(SUPERSESSIONS.c.superseded == notice_id, NOTICES.c.status == Status.PUBLISHED)
        .where(NOTICES.c.id != notice_id, NOTICES.c.id.not_in(told))
    )
    others = list(connection.scalars(newer))
    if not others:
        current = _current(connection, notice_id, head)
        raise ForbiddenTransition(notice_id, current.notice.status, "restored", _STEPS[current.notice.status])
    connection.execute(sa.insert(UPHELD), [{"notice_id": notice_id, "against": other} for other in others])
    what = f"superseded by {', '.join(others)}"
    entry = AuditEntry(notice_id, head.revision, act.at, act.by, Action.RESTORED, what, act.reason)
    statements.write_entry(connection, entry)


def return_to(connection: sa.Connection, notice_id: NoticeId, number: int, act: Act) -> None:
    """Brings back what an earlier revision said: published if that was, else a draft to be checked."""
    head = statements.head(connection, notice_id)
    current = _current(connection, notice_id, head)
    earlier = statements.stored(connection, notice_id, number)
    if earlier.content == current.content and current.notice.status is Status.PUBLISHED:
        raise ForbiddenTransition(notice_id, f"published as revision {number} said", "restored to it")
    if not statements.read_passages(connection, notice_id, earlier.content):
        raise NotKept(notice_id, number)
    has_passed = Status.PUBLISHED in statements.statuses(connection, notice_id, earlier.content)
    status = Status.PUBLISHED if has_passed else Status.DRAFT
    move = Move(Action.RESTORED, frozenset(Status), status)
    after = _stepped(connection, earlier, move, act, f"revision {number}")
    if has_passed or current.notice.status in UNPUBLISHED:
        statements.move_head(connection, after.notice, after.number)
        statements.set_waiting(connection, notice_id, None)
    else:
        statements.set_waiting(connection, notice_id, after.number)


def _waiting(connection: sa.Connection, notice_id: NoticeId, move: Move, seen: int | None) -> Stored:
    """What waits for a person; ReviewedUnseen when the person has looked at another revision than this."""
    head = statements.head(connection, notice_id)
    waiting = statements.stored(connection, notice_id, head.waiting or head.revision)
    status = waiting.notice.status
    if status not in (UNPUBLISHED if move is PUBLISH else move.allowed):
        action = "approved" if move is PUBLISH else move.action
        advice = "nothing of it waits for a check" if status is Status.PUBLISHED else _STEPS[status]
        raise ForbiddenTransition(notice_id, status, action, advice)
    if seen is not None and seen != waiting.number:
        raise ReviewedUnseen(notice_id, seen, waiting.number)
    return waiting


def _current(connection: sa.Connection, notice_id: NoticeId, head: Head) -> Stored:
    return statements.stored(connection, notice_id, head.revision)


def _require(notice: Notice, move: Move) -> None:
    if notice.status not in move.allowed:
        raise ForbiddenTransition(notice.id, notice.status, move.action, _STEPS[notice.status])


def _step(connection: sa.Connection, before: Stored, move: Move, act: Act, policy: Policy) -> Stored:
    """The check of a text: by another person than its submitter, where the college asks for that."""
    submitter = statements.stored(connection, before.notice.id, before.content).by
    if policy.reviewer is Reviewer.ANOTHER and act.by == submitter:
        raise SameReviewer(before.notice.id, submitter)
    head = statements.head(connection, before.notice.id)
    after = _stepped(connection, before, move, act)
    if head.waiting is None:
        statements.move_head(connection, after.notice, after.number)
    else:
        statements.set_waiting(connection, after.notice.id, after.number)
    return after


def _stepped(connection: sa.Connection, before: Stored, move: Move, act: Act, what: str = "status") -> Stored:
    """A revision with the text of `before` and the status that the move leads to."""
    number = statements.next_number(connection, before.notice.id)
    after = Stored(number, before.content, act.by, replace(before.notice, status=move.to))
    statements.write_revision(connection, after, move.action, what, act)
    return after


def _before(connection: sa.Connection, current: Stored, head: Head, policy: Policy) -> Status:
    """What a withdrawn text was before; one that never was anything else is what its file and the college's policy say."""
    had = [
        one
        for one in statements.statuses(connection, current.notice.id, current.content)
        if one is not Status.WITHDRAWN
    ]
    if had:
        return Status.DRAFT if had[-1] is Status.CHECKED else had[-1]
    if policy.publish is Publishing.AFTER_CHECK or head.filed_status is Status.DRAFT:
        return Status.DRAFT
    return Status.PUBLISHED
