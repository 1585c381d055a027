"""Where the service is put together: resources, middleware and routes, in the order in which they matter."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.answerer import Answerer
from bot.health import ANSWERER, healthz, readyz
from bot.logs import where
from bot.metrics import METRICS, metrics
from bot.settings import WeChatSettings
from bot.web import CLOCK, PAGE, ask, asset, index, json_response, load_page
from bot.wechat.webhook import LARGEST_BODY, Patience, Watch, Webhook, acknowledge

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
    web.get("/", index),
    web.get("/page/{name}", asset),
    web.post("/api/ask", ask),
    web.get("/healthz", healthz),
    web.get("/readyz", readyz),
    web.get("/metrics", metrics),
)


def make_app(
    answerer: AbstractAsyncContextManager[Answerer],
    settings: WeChatSettings,
    watch: Watch,
    *,
    examples: Sequence[str] = (),
    patience: Patience | None = None,
) -> web.Application:
    """The service, ready to run; it opens `answerer` when it starts and closes it after the last reply.

    Without a token in `settings` the webhook answers 503 and everything else works. `examples` are questions that the
    chat page and the welcome message offer.
    """

    async def own_resources(app: web.Application) -> AsyncIterator[None]:
        async with answerer as opened:
            app[ANSWERER] = opened
            app[WEBHOOK] = Webhook(settings, opened, examples, watch, patience or Patience())
            yield
            await app[WEBHOOK].close()

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[border])
    app[WATCH] = watch
    app[METRICS] = watch.metrics
    app[CLOCK] = watch.clock
    app[PAGE] = load_page(examples)
    app.cleanup_ctx.append(own_resources)
    app.on_response_prepare.append(protect)
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
