"""Who did what: the steps of notices, gaps, requests and pins, and what was done in the console, newest first."""

from dataclasses import dataclass
from datetime import datetime

from bot.gaps.intake import SERVICE
from bot.staff import pins, render, wording
from bot.staff.account import Role
from bot.staff.loop_wording import about_in_words, step_in_words, why_in_words
from bot.staff.visit import Page, Reply, Visit
from knowledge.wording import fields_in_words

_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the trail, in words; `path` leads to what it is about, "" where there is no page of it."""

    at: datetime
    by: str
    action: str
    subject: str
    path: str
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
            render.address("/notice", id=one.notice_id),
            "；".join(filter(None, (fields_in_words(one.what), wording.reason_in_words(one.reason)))),
        )
        for one in store.audit()
    ]
    deeds = [
        Entry(one.at, one.by, wording.DEEDS.get(one.action, one.action), one.subject, "", one.detail)
        for one in visit.console.roster.deeds()
    ]
    pinned = [
        Entry(one.at, one.by, wording.PIN_ACTIONS[one.action], pin.pinning.questions[0], "/staff/pins", one.reason)
        for pin, one in pins.history(visit)
    ]
    return sorted([*steps, *deeds, *pinned, *_of_loop(visit)], key=lambda entry: entry.at, reverse=True)


def _of_loop(visit: Visit) -> list[Entry]:
    """What people did to gaps, requests and voices; what the service does by itself stands on their own pages."""
    return [
        Entry(
            one.at, one.by, step_in_words(one.what), about_in_words(one.about), _path(one.about), why_in_words(one.why)
        )
        for one in visit.console.loop.steps()
        if one.by != SERVICE
    ]


def _path(about: str) -> str:
    kind, _, number = about.partition(":")
    return "/staff/voices" if kind == "voice" else f"/staff/{kind}s/{number}"


PAGES = (Page("GET", "/trail", frozenset({Role.REVIEWER, Role.ADMINISTRATOR}), trail),)
