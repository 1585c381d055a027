"""The table of all pages of the console. A further page is a file with PAGES and a line here (and one in render.MENU)."""

from itertools import chain

from aiohttp import web

from bot.staff import (
    bundles,
    correcting,
    gap_steps,
    gaps,
    listing,
    notice,
    people,
    pins,
    requests,
    signin,
    static,
    steps,
    trail,
    trying,
    uploading,
    vocabulary,
    voices,
)
from bot.staff.console import PREFIX
from bot.staff.guard import Guarded

_OF_NOTICES = (listing, notice, steps, correcting, uploading, bundles, trying, vocabulary)
_OF_THE_LOOP = (gaps, gap_steps, pins, requests, voices)
_MODULES = (signin, static, *_OF_NOTICES, *_OF_THE_LOOP, trail, people)
PAGES = tuple(chain.from_iterable(module.PAGES for module in _MODULES))


def staff_routes() -> list[web.RouteDef]:
    """Every page behind the border of bot/staff/guard.py; /staff/ is /staff."""
    routes = [web.route(page.method, f"{PREFIX}{page.path}", Guarded(page).handle) for page in PAGES]
    home = next(page for page in PAGES if page.path == "" and page.method == "GET")
    return [*routes, web.route("GET", f"{PREFIX}/", Guarded(home).handle)]
