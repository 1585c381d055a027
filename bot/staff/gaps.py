"""Questions without an answer: the queue by subject, and one of them with every way in which it was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.errors import StaffRefused
from bot.gaps.gap import UNDONE, Case, Gap, State
from bot.gaps.performance import Office, by_office
from bot.gaps.telling import LONGEST_ANSWER
from bot.staff import render
from bot.staff.account import Account, Role
from bot.staff.visit import EVERYBODY, Page, Reply, Visit

PER_PAGE = 50
SHOWN = 100
_TYPED = dict.fromkeys(("step", "text", "title", "office", "reason"), "")
ALL, DONE, WAITING = "all", "done", ""
_STATES = {ALL: frozenset(State), DONE: frozenset(State) - UNDONE, WAITING: UNDONE}


@dataclass(frozen=True, slots=True)
class Group:
    """The gaps about one thing, those due first before the others."""

    subject: str
    gaps: Sequence[Gap]


def may(account: Account, gap: Gap) -> bool:
    """Whether a gap is this person's business: an officer has those of the own office, the others all."""
    return account.role is not Role.OFFICER or account.owns(gap.office)


def allowed(visit: Visit, number: str) -> Case:
    """The gap of that number, where this person may see it; raises StaffRefused, Unknown."""
    if not number.isdecimal() or len(number) > 9:
        raise StaffRefused("没有这个问题。")
    case = visit.console.loop.gaps.show(int(number))
    if not may(visit.who, case.gap):
        raise StaffRefused("这是别的部门的问题；信息员只办理本部门的。")
    return case


def mine(visit: Visit) -> list[Gap]:
    """All gaps that a person may see, those due first."""
    return [gap for gap in visit.console.loop.gaps.list() if may(visit.who, gap)]


def queue(visit: Visit) -> Reply:
    """GET /staff/gaps?state=&office=&words=&page=."""
    asked = {name: visit.query.get(name, "").strip()[:100] for name in ("state", "office", "words")}
    seen = mine(visit)
    found = [gap for gap in seen if gap.state in _STATES.get(asked["state"], UNDONE) and _holds(gap, asked)]
    groups = grouped(found)
    flat = [gap for group in groups for gap in group.gaps]
    pages = max(1, -(-len(flat) // PER_PAGE))
    number = min(max(int(given) if (given := visit.query.get("page", "1")).isdecimal() else 1, 1), pages)
    return render.page(
        visit,
        "gaps.html",
        groups=_again(flat[(number - 1) * PER_PAGE : number * PER_PAGE]),
        found=len(flat),
        number=number,
        pages=pages,
        asked=asked,
        today=visit.console.today,
        waiting=dict.fromkeys((gap.id for gap in flat), 0) | dict(visit.console.loop.gaps.waiting()),
        offices=_performance(visit, seen),
        sees_all=visit.who.role is not Role.OFFICER,
    )


def grouped(gaps: Sequence[Gap]) -> list[Group]:
    """Gaps by subject, in the order of the first that is due; `gaps` come due first."""
    by_subject: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_subject.setdefault(gap.subject, []).append(gap)
    return [Group(subject, found) for subject, found in by_subject.items()]


def show(visit: Visit, why: str = "", typed: Mapping[str, str] | None = None) -> Reply:
    """GET /staff/gaps/NUMBER; after a refused step with what was typed, and why it was refused."""
    case = allowed(visit, visit.params["number"])
    gap = case.gap
    others = [one for one in mine(visit) if one.state in UNDONE and one.id != gap.id]
    others.sort(key=lambda one: one.subject != gap.subject)
    return render.page(
        visit,
        "gap.html",
        400 if why else 200,
        case=case,
        gap=gap,
        why=why,
        typed=_TYPED | dict(typed or {}),
        today=visit.console.today,
        others=others[:SHOWN] if gap.state in UNDONE else (),
        sightings=case.sightings[::-1][:SHOWN],
        more=len(case.sightings) - SHOWN,
        offices=visit.console.premises.offices,
        longest=LONGEST_ANSWER,
        is_undone=gap.state in UNDONE,
        is_answerable=gap.state in UNDONE or gap.state is State.ANSWERED,
    )


def _again(gaps: Sequence[Gap]) -> list[Group]:
    """One page of the gaps by subject; they stand beside each other already."""
    return [Group(subject, list(found)) for subject, found in groupby(gaps, key=lambda gap: gap.subject)]


def _holds(gap: Gap, asked: Mapping[str, str]) -> bool:
    words = asked["words"].lower().split()
    return asked["office"] in gap.office and all(word in f"{gap.title} {gap.subject}".lower() for word in words)


def _performance(visit: Visit, seen: Sequence[Gap]) -> tuple[Office, ...]:
    today: date = visit.console.today
    return by_office(seen, today)


PAGES = (Page("GET", "/gaps", EVERYBODY, queue), Page("GET", "/gaps/{number}", EVERYBODY, show))
