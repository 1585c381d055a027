"""The console's style sheet and script."""

from functools import cache
from importlib import resources

from bot.staff import render
from bot.staff.visit import ANYBODY, Page, Reply, Visit

_TYPES = {"staff.css": "text/css", "staff.js": "text/javascript"}
_KEEP_SECONDS = 300


def static(visit: Visit) -> Reply:
    """GET /staff/static/NAME."""
    name = visit.params["name"]
    if name not in _TYPES:
        return render.refusal(visit, 404, "没有这个文件。")
    return Reply(_read(name), content_type=_TYPES[name], keep_seconds=_KEEP_SECONDS)


@cache
def _read(name: str) -> str:
    return resources.files("bot.staff.templates").joinpath(name).read_text(encoding="utf-8")


PAGES = (Page("GET", "/static/{name}", ANYBODY, static),)
