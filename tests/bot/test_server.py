import asyncio
import os
import signal

import aiohttp
import pytest

from bot.errors import AddressUnavailable
from bot.server import serve, serve_until_signalled
from bot.settings import ServerSettings
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import Service

ANY_PORT = ServerSettings(port=0)


async def test_a_stop_lets_the_question_in_flight_finish_and_takes_no_other() -> None:
    """After the stop the running question gets its answer, and a new connection is refused."""
    service = Service(ScriptedAnswerer(gate=asyncio.Event()))
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    running = asyncio.create_task(serve(service.app(), ANY_PORT, address.set_result, stop))
    url = await address
    async with aiohttp.ClientSession() as session:
        asking = asyncio.create_task(session.post(f"{url}/api/ask", json={"question": "学费"}))
        await service.answerer.arrived.wait()
        stop.set()
        await asyncio.sleep(0.05)
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"{url}/healthz")
        assert service.answerer.gate is not None
        service.answerer.gate.set()
        assert (await asking).status == 200
    await running


async def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    """The error names the address and what to do."""
    taken: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    running = asyncio.create_task(serve(Service().app(), ANY_PORT, taken.set_result, stop))
    port = int((await taken).rpartition(":")[2])
    with pytest.raises(AddressUnavailable, match=f"127.0.0.1:{port}.*--port"):
        await serve(Service().app(), ServerSettings(port=port), lambda _: None, stop)
    stop.set()
    await running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_the_service(number: signal.Signals) -> None:
    """SIGTERM and SIGINT both end it in order."""
    addresses: list[str] = []

    def started(address: str) -> None:
        addresses.append(address)
        os.kill(os.getpid(), number)

    await serve_until_signalled(Service().app(), ServerSettings(host="::1", port=0), started)
    assert addresses[0].startswith("http://[::1]:")
