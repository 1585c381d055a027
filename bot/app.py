"""Where the service is put together: resources, middleware and routes, in the order in which they matter."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.answerer import Answerer
from bot.chat.routes import Site, install
from bot.claims import Alone, Claims
from bot.deferred import DeferredPages
from bot.health import ANSWERER, healthz, readyz
from bot.logs import where
from bot.metrics import METRICS, metrics
from bot.settings import WeChatSettings
from bot.staff.console import CONSOLE, PREFIX, Console
from bot.web import CLOCK, ask, json_response
from bot.wechat import keywords
from bot.wechat.care import deliveries
from bot.wechat.desk import Desk
from bot.wechat.letters import Letters
from bot.wechat.pace import Pace
from bot.wechat.watch import Watch
from bot.wechat.webhook import LARGEST_BODY, Patience, Webhook, acknowledge

WEBHOOK: web.AppKey[Webhook] = web.AppKey("webhook")
WATCH: web.AppKey[Watch] = web.AppKey("watch")

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_ROUTES = (
    web.post("/api/ask", ask),
    web.get("/healthz", healthz),
    web.get("/readyz", readyz),
    web.get("/metrics", metrics),
)


@dataclass(frozen=True, slots=True)
class Fittings:
    """What a service may have beyond its answers.

    Answers that come too late are kept in `folder`, and dropped without one; without `claims` it is the only process that
    takes the account's messages; `site` is what the college gives for the chat page and the welcome message; `staff` is the
    console at /staff, and without it there is none; by `letters` the loop reaches people, where it was given the same.
    """

    patience: Patience = field(default_factory=Patience)
    folder: Path | None = None
    claims: AbstractAsyncContextManager[Claims] | None = None
    site: Site = field(default_factory=Site)
    staff: AbstractContextManager[Console] | None = None
    letters: Letters = field(default_factory=Letters)


_BARE = Fittings()


def make_app(
    answerer: AbstractAsyncContextManager[Answerer],
    settings: WeChatSettings,
    watch: Watch,
    fittings: Fittings = _BARE,
) -> web.Application:
    """The service, ready to run; it opens `answerer` and the claims when it starts and closes them after the last reply.

    Without a token in `settings` the webhook answers 503 and everything else works. Raises KeywordsInvalid.
    """
    fixed = keywords.load(settings.keywords)

    async def own_resources(app: web.Application) -> AsyncIterator[None]:
        async with (
            answerer as opened,
            fittings.claims or nullcontext(Alone()) as claimed,
            deliveries(fittings.folder, settings, watch, opened, fittings.letters) as later,
        ):
            app[ANSWERER] = opened
            pace = Pace(watch.clock, settings.burst, settings.pace_s)
            desk = Desk(opened, fittings.site.examples, later, pace, fixed, fittings.letters)
            with fittings.staff or nullcontext() as console:
                if console is not None:
                    app[CONSOLE] = console
                app[WEBHOOK] = Webhook(settings, desk, watch, fittings.patience, claimed)
                yield
                await app[WEBHOOK].close()

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[border])
    app[WATCH] = watch
    app[METRICS] = watch.metrics
    app[CLOCK] = watch.clock
    app.cleanup_ctx.append(own_resources)
    app.on_response_prepare.append(protect)
    install(app, fittings.site, watch.now)
    app.add_routes(_ROUTES)
    app.add_routes(_webhook_routes(settings.configured))
    if fittings.staff is not None:
        app.router.register_resource(DeferredPages(PREFIX, _staff_routes))
    return app


def _staff_routes() -> list[web.RouteDef]:
    # Imported when it is called: few processes ever show a page, and all would start later for them.
    from bot.staff.routes import staff_routes  # noqa: PLC0415

    return staff_routes()


def _webhook_routes(configured: bool) -> list[web.RouteDef]:  # noqa: FBT001  # a private table of two rows
    # An empty token would let anybody sign, so without one there is no webhook at all.
    get, post = (_verify, _receive) if configured else (_closed, _closed)
    return [route for path in ("/wechat", "/wechat/") for route in (web.get(path, get), web.post(path, post))]


async def _verify(request: web.Request) -> web.StreamResponse:
    return await request.app[WEBHOOK].verify(request)


async def _receive(request: web.Request) -> web.StreamResponse:
    return await request.app[WEBHOOK].receive(request)


async def _closed(_: web.Request) -> web.StreamResponse:
    return web.Response(status=503, text="the webhook is not configured: set GONGKAI_WECHAT__TOKEN\n")


@web.middleware
async def border(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let no error reach WeChat or a browser as a stack trace: `success` to the one, `{error}` to the other."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001  # a border
        request.app[WATCH].log.error("request_failed", error=where(error), path=_known(request))
    if request.path.rstrip("/") == "/wechat":
        return acknowledge()
    if request.path.startswith(PREFIX):
        return web.Response(status=500, text="出错了，没有办成。请过一会儿再试；若一直如此，请告诉管理员。\n")
    return json_response({"error": "出错了，请过一会儿再试。"}, status=500)


def _known(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


async def protect(_: web.Request, response: web.StreamResponse) -> None:
    """Give every response the headers that keep a browser from running or guessing anything foreign."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
