"""One notice: what it says, how it was understood, what was done to it, and the steps that this person may take."""

from bot.errors import StaffRefused
from bot.staff import render
from bot.staff.account import Account, Role
from bot.staff.visit import EVERYBODY, Page, Reply, Visit
from knowledge.audit import Revision
from knowledge.classify import disclosure_list
from knowledge.difference import compare, predecessor
from knowledge.notice import Notice, NoticeId, Status

_SHOWN = 200


def allowed(visit: Visit, notice_id: NoticeId) -> Notice:
    """The notice, where this person may see it; raises UnknownNotice, or StaffRefused for another office's."""
    notice = visit.console.store.notice(notice_id)
    if not may(visit.who, notice):
        raise StaffRefused("这是别的部门的通知；信息员只办理本部门的。")
    return notice


def may(account: Account, notice: Notice) -> bool:
    """Whether the notice is this person's business."""
    return account.role is not Role.OFFICER or account.owns(notice.department)


def asked(visit: Visit) -> NoticeId:
    """The id that the address or the form names."""
    return NoticeId(visit.form.get("id") or visit.query.get("id", ""))


def show(visit: Visit) -> Reply:
    """GET /staff/notice?id=."""
    store, known = visit.console.store, asked(visit)
    current = allowed(visit, known)
    number, waiting = store.in_force(known)
    revisions = store.revisions(known)
    shown = waiting if waiting and visit.query.get("text") != "current" else number
    notice = next(one.notice for one in revisions if one.number == shown)
    passages = store.passages(known, shown)
    waits = waiting is not None or current.status in (Status.DRAFT, Status.CHECKED)
    return render.page(
        visit,
        "notice.html",
        notice=notice,
        current=current,
        number=number,
        waiting=waiting,
        shown=shown,
        waits=waits,
        standing=store.standings([known], visit.console.today)[known],
        item=disclosure_list()[notice.item] if notice.item else None,
        passages=passages[:_SHOWN],
        more=len(passages) - _SHOWN,
        trail=store.audit(known)[::-1],
        revisions=revisions[::-1],
        before=_before(revisions, shown, number),
        may_review=visit.who.role is Role.REVIEWER,
        may_step=visit.who.role in (Role.OFFICER, Role.REVIEWER),
    )


def diff(visit: Visit) -> Reply:
    """GET /staff/notice/diff?id=&from=&to=."""
    known = asked(visit)
    current = allowed(visit, known)
    revisions = visit.console.store.revisions(known)
    older, newer = _numbered(revisions, visit.query.get("from", "")), _numbered(revisions, visit.query.get("to", ""))
    found = compare(older.notice, newer.notice)
    changes = [change for change in found.fields if change.name not in ("status", "evidence")]
    return render.page(visit, "diff.html", notice=current, older=older, newer=newer, changes=changes, lines=found.lines)


def _before(revisions: tuple[Revision, ...], shown: int, current: int) -> int | None:
    newer = next(one for one in revisions if one.number == shown)
    return predecessor(revisions, newer, current)


def _numbered(revisions: tuple[Revision, ...], number: str) -> Revision:
    for revision in revisions:
        if str(revision.number) == number:
            return revision
    raise StaffRefused("没有这个版本。")


PAGES = (Page("GET", "/notice", EVERYBODY, show), Page("GET", "/notice/diff", EVERYBODY, diff))
