"""The chat page's addresses: the page itself, asked with or without JavaScript, its files, embed.js and the feedback."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from aiohttp import web

from bot.chat.assets import Asset, compressed, load_assets
from bot.chat.feedback import LONGEST_TICKET, Feedback
from bot.chat.pages import Frame, Pages, Turn
from bot.chat.settings import PageSettings
from bot.chat.shown import sheet
from bot.errors import BadJudgement, BadQuestion
from bot.metrics import METRICS
from bot.offices import Office
from bot.web import FEEDBACK, Asked, answer_to, json_response, read_fields

_NOT_TAKEN = "这个问题没法受理：请用一句话提问，最多 2000 字。"
_AHEAD = frozenset({"prefetch", "prerender"})
_USEFUL = {"1": True, "0": False, True: True, False: False}


@dataclass(frozen=True, slots=True)
class Site:
    """What a college gives for its chat page, and `examples` of questions for the welcome message too.

    Judgements are kept in the file `feedback`, without one in memory.
    """

    settings: PageSettings = field(default_factory=lambda: PageSettings.model_validate({}))
    offices: Sequence[Office] = ()
    feedback: Path | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    """The page of one service; `first` is what it is before anything was asked, made when it is first shown."""

    pages: Pages
    assets: Mapping[str, Asset]
    first: Callable[[], Asset]
    policy: str


CHAT: web.AppKey[Chat] = web.AppKey("chat")


def install(app: web.Application, site: Site, now: Callable[[], float]) -> None:
    """Adds the page to the service, and the file of judgements for as long as it runs; `now` is Unix time."""

    async def own_feedback(app: web.Application) -> AsyncIterator[None]:
        feedback = Feedback.open(site.feedback, now, site.settings.feedback_days)
        app[FEEDBACK] = feedback
        yield
        feedback.close()

    assets = load_assets(embeddable=bool(site.settings.embed_in))
    versions = {name: asset.etag for name, asset in assets.items()}
    pages = Pages(Frame(site.settings.title, site.examples, site.offices, versions))
    first = cache(lambda: Asset.of(pages.chat().encode(), "text/html"))
    app[CHAT] = Chat(pages, assets, first, _policy(site.settings.embed_in))
    app.cleanup_ctx.append(own_feedback)
    app.add_routes(
        [
            web.get("/", index),
            web.post("/", posted),
            web.get("/page/{name}", asset),
            web.get("/embed.js", embed),
            web.post("/api/feedback", feedback),
        ]
    )


def _policy(embed_in: Sequence[str]) -> str:
    """The page's Content-Security-Policy: nothing inline, nothing foreign, shown within the college's sites alone."""
    frames = " ".join(["'self'", *embed_in])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"base-uri 'none'; form-action 'self'; frame-ancestors {frames}"
    )


async def index(request: web.Request) -> web.Response:
    """GET /: the chat page; with `?q=`, as a shared link has it, the question is asked and stands there answered."""
    chat = request.app[CHAT]
    is_ahead = request.headers.get("Sec-Purpose", "").partition(";")[0] in _AHEAD
    if not request.query.get("q") or is_ahead or request.method == "HEAD":
        return _framed(request, chat.first().respond(request))
    return await _answered(request, {"question": request.query["q"]})


async def posted(request: web.Request) -> web.Response:
    """POST /: the page's form without JavaScript; the answer stands on the page that comes back."""
    return await _answered(request, await _form(request))


async def _form(request: web.Request) -> Mapping[str, object]:
    """The fields of a form such as browsers send for the page; nothing for whatever else was sent."""
    if request.content_type != "application/x-www-form-urlencoded":
        return {}
    try:
        return await request.post()
    except (ValueError, LookupError):  # bytes that are not in the character set that they claim, or none that is known
        return {}


async def _answered(request: web.Request, given: Mapping[str, object]) -> web.Response:
    try:
        asked = read_fields(given)
    except BadQuestion:
        request.app[METRICS].refused("web", "bad_question")
        return _page(request, Turn(str(given.get("question") or "")[:200], None, _NOT_TAKEN), "", 400)
    key = (asked.conversation or "").removeprefix("web:") or secrets.token_hex(16)
    answer = await answer_to(request, Asked(asked.question, f"web:{key}"))
    turn = Turn(asked.question, sheet(asked.question, answer, request.app[FEEDBACK]))
    return _page(request, turn, key)


def _page(request: web.Request, turn: Turn, conversation: str, status: int = 200) -> web.Response:
    page = request.app[CHAT].pages.chat(turn, conversation)
    response = web.Response(text=page, content_type="text/html", status=status)
    response.headers.update({"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"})
    return _framed(request, compressed(response))


def _framed(request: web.Request, response: web.Response) -> web.Response:
    response.headers["Content-Security-Policy"] = request.app[CHAT].policy
    return response


async def asset(request: web.Request) -> web.Response:
    """GET /page/NAME: a style sheet, script or picture of the chat page."""
    found = request.app[CHAT].assets.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    return found.respond(request)


async def embed(request: web.Request) -> web.Response:
    """GET /embed.js: the line that a college's site takes in, from a shorter address."""
    return request.app[CHAT].assets["embed.js"].respond(request)


async def feedback(request: web.Request) -> web.Response:
    """POST /api/feedback: `{id, useful}` as JSON, 204; as a form, a page of thanks. 400 with `{error}`."""
    is_json = request.content_type == "application/json"
    try:
        ticket, useful = _judgement(await request.read() if is_json else await _form(request))
        await asyncio.to_thread(request.app[FEEDBACK].judge, ticket, useful=useful)
    except BadJudgement as error:
        request.app[METRICS].refused("web", "bad_judgement")
        return json_response({"error": str(error)}, status=400)
    if is_json:
        return web.Response(status=204)
    thanks = request.app[CHAT].pages.thanks("谢谢，已记下。")
    return _framed(request, web.Response(text=thanks, content_type="text/html"))


def _judgement(given: bytes | Mapping[str, object]) -> tuple[str, bool]:
    if isinstance(given, bytes):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError) as error:
            raise BadJudgement('expected a JSON object such as {"id": "…", "useful": true}') from error
    ticket, useful = (given.get("id"), given.get("useful")) if isinstance(given, Mapping) else (None, None)
    if not isinstance(ticket, str) or not 0 < len(ticket) <= LONGEST_TICKET:
        raise BadJudgement('expected the "id" that came with the answer')
    if not isinstance(useful, bool | str) or useful not in _USEFUL:
        raise BadJudgement('expected "useful" to be true or false')
    return ticket, _USEFUL[useful]
