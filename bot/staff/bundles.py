"""Publishing: what is live, a publish under way with its progress, and the way back to the bundle before."""

import json

from bot.errors import StaffRefused
from bot.staff import render
from bot.staff.account import Role
from bot.staff.listing import live
from bot.staff.visit import Page, Reply, Visit, see
from index.bundle import Manifest
from index.errors import RetrievalError
from index.shelf import Shelf

PUBLISHERS = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})


def show(visit: Visit) -> Reply:
    """GET /staff/publish; while a publish runs the page follows it, without JavaScript too."""
    shelf = Shelf(visit.console.premises.data)
    kept = []
    for identity in shelf.history():
        try:
            kept.append(Manifest.read(shelf.folder / identity))
        except RetrievalError:
            continue
    return render.page(
        visit, "publish.html", progress=visit.console.publishing.now(), live=live(visit), kept=kept, why=""
    )


def state(visit: Visit) -> Reply:
    """GET /staff/publish/state: how far it is, for the script of the page."""
    now = visit.console.publishing.now()
    told = {"running": False} if now is None else {"running": now.is_running, "done": now.done, "total": now.total}
    return Reply(json.dumps(told), content_type="application/json")


def start(visit: Visit) -> Reply:
    """POST /staff/publish/start."""
    if not visit.console.publishing.start(visit.who.name):
        return see(render.address("/publish", done="running"))
    visit.console.roster.note(visit.who.name, "publish", "")
    return see("/staff/publish")


def roll_back(visit: Visit) -> Reply:
    """POST /staff/publish/rollback: to the bundle before the one that was live on the page."""
    now = live(visit)
    if now is None or visit.form.get("live") != now.id:
        raise StaffRefused("线上的版本刚刚换过，请看过现在的再决定。")
    back = visit.console.gongkai.run("rollback", "--json")
    visit.console.roster.note(visit.who.name, "rollback", str(back["id"]), f"原为 {now.id}")
    return see(render.address("/publish", done="rolled_back"))


PAGES = (
    Page("GET", "/publish", PUBLISHERS, show),
    Page("GET", "/publish/state", PUBLISHERS, state),
    Page("POST", "/publish/start", PUBLISHERS, start),
    Page("POST", "/publish/rollback", PUBLISHERS, roll_back),
)
