import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp.test_utils import TestClient, TestServer
from pytest_aiohttp.plugin import AiohttpClient

from bot.answerer import Answerer
from bot.app import make_app
from bot.logs import Log, open_log
from bot.simulator.account import Account, Mode
from bot.wechat.watch import Watch
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import NOW, Service, settings


async def test_an_error_behind_the_api_is_a_polite_line_and_a_log_entry(aiohttp_client: AiohttpClient) -> None:
    """A browser gets JSON and no stack trace; the log names the place and not the question."""
    service = Service(ScriptedAnswerer(error=RuntimeError("学费")))
    client = await aiohttp_client(service.app())
    response = await client.post("/api/ask", json={"question": "学费"})
    assert response.status == 500
    assert set(await response.json()) == {"error"}
    (entry,) = service.logged()
    assert (entry["event"], entry["path"]) == ("request_failed", "/api/ask")
    assert "学费" not in service.stream.getvalue().decode()


async def test_an_error_behind_the_webhook_is_acknowledged(aiohttp_client: AiohttpClient) -> None:
    """Whatever breaks before the answerer is reached, WeChat never sees a failure."""

    def broken_clock() -> float:
        raise RuntimeError

    service = Service()
    watch = Watch(service_log(service), service.metrics, now=broken_clock)
    app = make_app(_opened(service.answerer, []), settings(), watch)
    response = await (await aiohttp_client(app)).post("/wechat/?x=1", data=b"")
    assert (response.status, await response.text()) == (200, "success")


async def test_the_answerer_closes_only_after_the_last_answer() -> None:
    """On shutdown a question in flight is finished before its answerer goes, even if nobody waits for it."""
    steps: list[str] = []
    answerer = ScriptedAnswerer(gate=asyncio.Event())
    service = Service(answerer)
    app = make_app(_opened(answerer, steps), settings(), Watch(service_log(service), service.metrics))
    account = Account(settings(), Mode.SAFE)
    parcel = account.text("oA", "学费", 1, NOW)
    async with TestClient(TestServer(app)) as client:
        sent = asyncio.create_task(client.post(f"/wechat?{parcel.query}", data=parcel.body))
        await answerer.arrived.wait()
        sent.cancel()
        with suppress(asyncio.CancelledError):
            await sent
        assert answerer.gate is not None
        asyncio.get_running_loop().call_later(0.05, answerer.gate.set)
    assert steps == ["opened", "closed"]
    assert [entry["event"] for entry in service.logged()] == ["message"]


def service_log(service: Service) -> Log:
    return open_log(service.stream)


@asynccontextmanager
async def _opened(answerer: Answerer, steps: list[str]) -> AsyncIterator[Answerer]:
    steps.append("opened")
    yield answerer
    steps.append("closed")
