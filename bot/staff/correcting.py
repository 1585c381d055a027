"""Putting right what was recognised of a notice: the keys of a side file, as a form."""

from collections.abc import Mapping

from bot.errors import StaffRefused
from bot.staff import render
from bot.staff.account import Role
from bot.staff.notice import allowed, asked
from bot.staff.visit import Page, Reply, Visit, see
from bot.staff.wording import in_words
from knowledge import corrections
from knowledge.audit import Actor, Change
from knowledge.classify import disclosure_list
from knowledge.errors import KnowledgeError, UnknownNotice
from knowledge.notice import Notice, NoticeId

DAYS = ("published_at", "effective_from", "expires_at", "deadline")
EDITORS = frozenset({Role.OFFICER, Role.REVIEWER})
_LONGEST = 1000


def form(visit: Visit) -> Reply:
    """GET /staff/notice/correct?id=."""
    notice = _shown(visit)
    return _form(visit, notice, values_of(notice), "")


def correct(visit: Visit) -> Reply:
    """POST /staff/notice/correct: what differs from the notice is the correction."""
    notice = _shown(visit)
    given = given_values(visit.form)
    before = values_of(notice)
    changed = {key: value for key, value in given.items() if value and value != before.get(key, "")}
    reason = visit.form.get("reason", "").strip()[:500]
    if not reason:
        return _form(visit, notice, given, "请写明更正的原因，它会留在记录里。")
    try:
        check_office(visit, changed)
        if not changed:
            return see(render.address("/notice", id=notice.id, done="unchanged"))
        console = visit.console
        at = (console.premises.now(), reason)
        done = corrections.correct(console.store, console.premises.data, notice.id, changed, Actor(visit.who.name), at)
    except (StaffRefused, KnowledgeError) as error:
        return _form(visit, notice, given, in_words(error))
    return see(render.address("/notice", id=notice.id, done="unchanged" if done is Change.UNCHANGED else "corrected"))


def check_office(visit: Visit, values: Mapping[str, str]) -> None:
    """Refuses an officer who would speak for another office, or put another office's notice out of date. StaffRefused."""
    if visit.who.role is not Role.OFFICER:
        return
    department = values.get("department", "")
    if department and not visit.who.owns(department):
        raise StaffRefused(f"部门须是“{visit.who.office}”或它下面的科室。")
    for other in values.get("supersedes", "").replace("，", " ").replace(",", " ").replace("、", " ").split():
        try:
            allowed(visit, NoticeId(other))
        except UnknownNotice:
            raise StaffRefused(f"没有编号为“{other}”的通知，无法替代。") from None


def given_values(form: Mapping[str, str]) -> dict[str, str]:
    """The keys of a side file that a form holds."""
    return {key: " ".join(form.get(key, "").split())[:_LONGEST] for key in corrections.KEYS}


def values_of(notice: Notice) -> dict[str, str]:
    """What a notice says, key by key, as a form shows it."""
    values = {key: getattr(notice, {"applies_to": "periods"}.get(key, key)) for key in corrections.KEYS}
    return {key: _text(value) for key, value in values.items()}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _shown(visit: Visit) -> Notice:
    """What waits of the notice, else what holds."""
    known = asked(visit)
    allowed(visit, known)
    current, waiting = visit.console.store.in_force(known)
    return next(one.notice for one in visit.console.store.revisions(known) if one.number == (waiting or current))


def _form(visit: Visit, notice: Notice, values: Mapping[str, str], why: str) -> Reply:
    return render.page(
        visit, "correct.html", 400 if why else 200, notice=notice, values=values, why=why, **form_values(visit)
    )


def form_values(visit: Visit) -> dict[str, object]:
    """What the form's choices are made of."""
    return {"days": DAYS, "items": list(disclosure_list().values()), "offices": visit.console.premises.offices}


PAGES = (Page("GET", "/notice/correct", EDITORS, form), Page("POST", "/notice/correct", EDITORS, correct))
