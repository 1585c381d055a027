"""The steps of a notice's life that people take on its page; the store's own rules (four eyes, the revision seen) decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.errors import StaffRefused
from bot.staff import render
from bot.staff.account import Role
from bot.staff.notice import allowed, asked
from bot.staff.visit import Page, Reply, Visit, see
from knowledge.audit import Actor
from knowledge.notice import NoticeId
from knowledge.standing import State
from knowledge.store import KnowledgeStore

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Step:
    """What a step has at hand: the store, the notice, who and when, and why, which must be words."""

    visit: Visit
    store: KnowledgeStore
    id: NoticeId
    by: Actor
    now: datetime

    @property
    def note(self) -> str:
        """The remark, which may be empty."""
        return self.visit.form.get("reason", "").strip()[:_LONGEST_REASON]

    @property
    def reason(self) -> str:
        """The reason; StaffRefused when there is none."""
        if not self.note:
            raise StaffRefused("请写明原因，它会留在记录里。")
        return self.note

    @property
    def seen(self) -> int:
        """The revision that was on the page when the person decided."""
        return _number(self.visit.form.get("seen", ""))


def _approve(step: Step) -> str:
    step.store.approve(step.id, step.by, step.now, step.note, step.seen)
    return "approved"


def _check(step: Step) -> str:
    step.store.check(step.id, step.by, step.now, step.note, step.seen)
    return "checked"


def _reject(step: Step) -> str:
    step.store.reject(step.id, step.by, step.now, step.reason, step.seen)
    return "rejected"


def _withdraw(step: Step) -> str:
    step.store.withdraw(step.id, step.by, step.now, step.reason)
    return "withdrawn"


def _restore(step: Step) -> str:
    today = step.visit.console.today
    if step.store.standings([step.id], today)[step.id].state is State.SUPERSEDED:
        step.store.uphold(step.id, step.by, step.now, step.reason)
    else:
        step.store.restore(step.id, step.by, step.now, step.reason)
    return "restored"


def _extend(step: Step) -> str:
    until = step.visit.form.get("until", "").strip()
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        raise StaffRefused("有效期须写成 2026-08-31 这样的日期；留空表示长期有效。") from None
    step.store.extend(step.id, day, step.by, step.now, step.reason)
    return "extended"


def _return(step: Step) -> str:
    step.store.return_to(step.id, _number(step.visit.form.get("revision", "")), step.by, step.now, step.reason)
    return "returned"


REVIEWS = {"approve": _approve, "check": _check, "reject": _reject}
STEPS = {"withdraw": _withdraw, "restore": _restore, "extend": _extend, "return": _return}


def review(visit: Visit) -> Reply:
    """POST /staff/notice/review: approve, check or reject what waits."""
    return _take(visit, REVIEWS)


def step(visit: Visit) -> Reply:
    """POST /staff/notice/step: withdraw, restore, extend, or return to an earlier revision."""
    return _take(visit, STEPS)


def _take(visit: Visit, table: Mapping[str, Callable[[Step], str]]) -> Reply:
    known = asked(visit)
    allowed(visit, known)
    act = table.get(visit.form.get("step", ""))
    if act is None:
        raise StaffRefused("没有这一步。")
    console = visit.console
    done = act(Step(visit, console.store, known, Actor(visit.who.name), console.premises.now()))
    return see(render.address("/notice", id=known, done=done))


def _number(given: str) -> int:
    if not given.isdecimal() or len(given) > 9:
        raise StaffRefused("没有这个版本。")
    return int(given)


PAGES = (
    Page("POST", "/notice/review", frozenset({Role.REVIEWER}), review),
    Page("POST", "/notice/step", frozenset({Role.OFFICER, Role.REVIEWER}), step),
)
