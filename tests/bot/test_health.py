from pytest_aiohttp.plugin import AiohttpClient

from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import Service


async def test_a_service_with_a_bundle_is_alive_and_ready(aiohttp_client: AiohttpClient) -> None:
    """Both probes say 200, and readiness names the bundle."""
    client = await aiohttp_client(Service().app())
    assert (await client.get("/healthz")).status == 200
    response = await client.get("/readyz")
    assert response.status == 200
    assert await response.json() == {"status": "ready", "bundle": "b1"}


async def test_a_service_without_a_bundle_is_alive_but_not_ready(aiohttp_client: AiohttpClient) -> None:
    """Readiness says 503 and what to run; liveness stays 200."""
    client = await aiohttp_client(Service(ScriptedAnswerer(bundle=None)).app())
    assert (await client.get("/healthz")).status == 200
    response = await client.get("/readyz")
    assert response.status == 503
    assert "gongkai publish" in (await response.json())["reason"]
