"""Where the service is put together: resources, middleware and routes, in the order in which they matter."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.answerer import Answerer
from bot.chat.routes import Site, install
from bot.claims import Alone, Claims
from bot.health import ANSWERER, healthz, readyz
from bot.logs import where
from bot.metrics import METRICS, metrics
from bot.settings import WeChatSettings
from bot.web import CLOCK, ask, json_response
from bot.wechat import keywords
from bot.wechat.care import deliveries
from bot.wechat.desk import Desk
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
class Kept:
    """What is kept beside the process: answers that come too late in `folder` (dropped without one), and whose messages are.

    Without `claims` it is the only process that takes the account's messages.
    """

    folder: Path | None = None
    claims: AbstractAsyncContextManager[Claims] | None = None


_NOTHING_KEPT = Kept()


def make_app(
    answerer: AbstractAsyncContextManager[Answerer],
    settings: WeChatSettings,
    watch: Watch,
    *,
    patience: Patience | None = None,
    kept: Kept = _NOTHING_KEPT,
    site: Site | None = None,
) -> web.Application:
    """The service, ready to run; it opens `answerer` and the claims when it starts and closes them after the last reply.

    Without a token in `settings` the webhook answers 503 and everything else works. `site` is what the college gives for
    the chat page and the welcome message. Raises KeywordsInvalid.
    """
    fixed = keywords.load(settings.keywords)
    site = site or Site()

    async def own_resources(app: web.Application) -> AsyncIterator[None]:
        async with (
            answerer as opened,
            kept.claims or nullcontext(Alone()) as claimed,
            deliveries(kept.folder, settings, watch, opened) as later,
        ):
            app[ANSWERER] = opened
            pace = Pace(watch.clock, settings.burst, settings.pace_s)
            desk = Desk(opened, site.examples, later, pace, fixed)
            app[WEBHOOK] = Webhook(settings, desk, watch, patience or Patience(), claimed)
            yield
            await app[WEBHOOK].close()

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[border])
    app[WATCH] = watch
    app[METRICS] = watch.metrics
    app[CLOCK] = watch.clock
    app.cleanup_ctx.append(own_resources)
    app.on_response_prepare.append(protect)
    install(app, site, watch.now)
    app.add_routes(_ROUTES)
    app.add_routes(_webhook_routes(settings.configured))
    return app


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
    return json_response({"error": "出错了，请过一会儿再试。"}, status=500)


def _known(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


async def protect(_: web.Request, response: web.StreamResponse) -> None:
    """Give every response the headers that keep a browser from running or guessing anything foreign."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
