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
    signin,
    static,
    steps,
    trail,
    trying,
    uploading,
)
from bot.staff.guard import PREFIX, Guarded

_MODULES = (
    signin,
    static,
    listing,
    notice,
    steps,
    correcting,
    uploading,
    gaps,
    gap_steps,
    bundles,
    trying,
    trail,
    people,
)
PAGES = tuple(chain.from_iterable(module.PAGES for module in _MODULES))


def staff_routes() -> list[web.RouteDef]:
    """Every page behind the border of bot/staff/guard.py; /staff/ is /staff."""
    routes = [web.route(page.method, f"{PREFIX}{page.path}", Guarded(page).handle) for page in PAGES]
    home = next(page for page in PAGES if page.path == "" and page.method == "GET")
    return [*routes, web.route("GET", f"{PREFIX}/", Guarded(home).handle)]
