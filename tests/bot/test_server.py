import asyncio
import os
import signal
import socket
from typing import cast

import aiohttp
import pytest

from bot.errors import AddressUnavailable
from bot.server import address, listening, serve, serve_shared, serve_until_signalled, stop_signals
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


async def test_a_shared_socket_is_served_by_several_and_connections_end_now_and_then() -> None:
    """Two servers take from one socket; a kept-alive connection is told of its end, so that the other gets work too."""
    listener, stop = listening(ANY_PORT), asyncio.Event()
    url = address(*listener.getsockname()[:2])
    services = [Service(), Service()]
    handles = [listener.dup() for _ in services]
    running = [asyncio.create_task(serve_shared(s.app(), h, stop)) for s, h in zip(services, handles, strict=True)]
    async with aiohttp.ClientSession() as session:
        ends = []
        for _ in range(40):
            async with session.post(f"{url}/api/ask", json={"question": "学费"}) as response:
                assert response.status == 200
                ends.append(response.headers.get("Connection") == "close")
    assert 0 < sum(ends) <= 5
    listener.close()
    stop.set()
    await asyncio.gather(*running)
    assert sum(len(service.answerer.asked) for service in services) == 40


async def test_a_stop_lets_what_a_worker_has_in_hand_finish() -> None:
    """The question in flight is answered, and the socket goes on to wait for other workers."""
    listener, stop = listening(ANY_PORT), asyncio.Event()
    service = Service(ScriptedAnswerer(gate=asyncio.Event()))
    running = asyncio.create_task(serve_shared(service.app(), listener.dup(), stop))
    async with aiohttp.ClientSession() as session:
        url = address(*listener.getsockname()[:2])
        asking = asyncio.create_task(session.post(f"{url}/api/ask", json={"question": "学费"}))
        await service.answerer.arrived.wait()
        stop.set()
        await asyncio.sleep(0.05)
        assert not running.done()
        assert service.answerer.gate is not None
        service.answerer.gate.set()
        assert (await asking).status == 200
    await running
    listener.close()


async def test_a_lifeline_that_ends_stops_the_worker() -> None:
    """When the supervisor is gone, however it went, nothing goes on without it."""
    lifeline, held = os.pipe()
    stop = stop_signals(lifeline)
    assert not stop.is_set()
    os.close(held)
    await asyncio.wait_for(stop.wait(), 10)
    os.close(lifeline)


class Exhausted:
    """A listening socket while the process has no descriptors left, once; then as before."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.refused = 0

    def accept(self) -> tuple[socket.socket, object]:
        if not self.refused:
            self.refused += 1
            raise OSError(24, "Too many open files")
        return self._listener.accept()

    def __getattr__(self, name: str) -> object:
        return getattr(self._listener, name)


async def test_a_worker_without_descriptors_waits_and_goes_on() -> None:
    """It does not end, nor spin: the connection waits in the kernel until there is room."""
    listener, stop = Exhausted(listening(ANY_PORT)), asyncio.Event()
    url = address(*listener._listener.getsockname()[:2])
    running = asyncio.create_task(serve_shared(Service().app(), cast("socket.socket", listener), stop))
    async with aiohttp.ClientSession() as session, session.get(f"{url}/healthz") as response:
        assert response.status == 200
    assert listener.refused == 1
    stop.set()
    await running
