"""Whether the service lives (`/healthz`) and whether it can answer (`/readyz`), for whatever supervises it."""

from aiohttp import web

from bot.answerer import Answerer

ANSWERER: web.AppKey[Answerer] = web.AppKey("answerer")


async def healthz(_: web.Request) -> web.Response:
    """GET /healthz: 200 as long as the process serves requests."""
    return web.json_response({"status": "alive"})


async def readyz(request: web.Request) -> web.Response:
    """GET /readyz: 200 with the live bundle's id, or 503 with what is missing."""
    bundle = request.app[ANSWERER].bundle
    if bundle is None:
        reason = "no bundle is live yet: run `gongkai publish`"
        return web.json_response({"status": "not ready", "reason": reason}, status=503)
    return web.json_response({"status": "ready", "bundle": bundle})
