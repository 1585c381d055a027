"""Who did what: the steps of all notices and what was done in the console, newest first."""

from dataclasses import dataclass
from datetime import datetime

from bot.staff import render, wording
from bot.staff.account import Role
from bot.staff.visit import Page, Reply, Visit
from knowledge.wording import fields_in_words

_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the trail, in words; `notice_id` "" where it is about no notice."""

    at: datetime
    by: str
    action: str
    subject: str
    notice_id: str
    detail: str


def trail(visit: Visit) -> Reply:
    """GET /staff/trail?by=&page=."""
    by = visit.query.get("by", "").strip()[:80]
    entries = [entry for entry in _entries(visit) if not by or by in entry.by]
    pages = max(1, -(-len(entries) // _PER_PAGE))
    number = min(max(int(given) if (given := visit.query.get("page", "1")).isdecimal() else 1, 1), pages)
    shown = entries[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    return render.page(visit, "trail.html", entries=shown, by=by, number=number, pages=pages)


def _entries(visit: Visit) -> list[Entry]:
    store = visit.console.store
    titles = {card.id: card.title for card in store.cards(visit.console.today)}
    steps = [
        Entry(
            one.at,
            one.by,
            wording.ACTIONS[one.action],
            titles.get(one.notice_id, one.notice_id),
            one.notice_id,
            "；".join(filter(None, (fields_in_words(one.what), wording.reason_in_words(one.reason)))),
        )
        for one in store.audit()
    ]
    deeds = [
        Entry(one.at, one.by, wording.DEEDS.get(one.action, one.action), one.subject, "", one.detail)
        for one in visit.console.roster.deeds()
    ]
    return sorted([*steps, *deeds], key=lambda entry: entry.at, reverse=True)


PAGES = (Page("GET", "/trail", frozenset({Role.REVIEWER, Role.ADMINISTRATOR}), trail),)
