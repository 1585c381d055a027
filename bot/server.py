"""Runs the service until it is told to stop, and then lets what is in flight finish.

One process listens by itself (`serve`). Of several, each takes connections from the one socket that their supervisor
holds (`serve_shared`, docs/decisions/0014-workers.md).
"""

import asyncio
import itertools
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web

from bot.errors import AddressUnavailable
from bot.settings import ServerSettings

GRACE_SECONDS = 15.0
"""How long a stop waits for requests in flight; longer than the three tries of one message would be pointless."""

BACKLOG = 1024
"""Connections that may wait in the kernel until a worker takes them."""

_NO_DESCRIPTORS_PAUSE = 0.1
_REQUESTS_A_CONNECTION = 8


async def serve(
    app: web.Application, settings: ServerSettings, started: Callable[[str], None], stop: asyncio.Event
) -> None:
    """Serve until `stop` is set; `started` gets the address, such as `http://127.0.0.1:8080`, once it is open.

    No access log is kept: addresses and query strings are personal data. Raises AddressUnavailable.
    """
    runner = _runner(app)
    try:
        await runner.setup()
        with _unavailable(settings):
            await web.TCPSite(runner, settings.host, settings.port).start()
        started(address(*runner.addresses[0][:2]))
        await stop.wait()
    finally:
        await runner.cleanup()


async def serve_shared(app: web.Application, listener: socket.socket, stop: asyncio.Event) -> None:
    """Serve connections of a socket that other processes take from too, until `stop` is set; closes its own handle.

    One connection is taken at a time, so that a burst spreads over the workers that have nothing to do: asyncio's own
    servers take as many as wait.
    """
    app.on_response_prepare.append(_Parting(_REQUESTS_A_CONNECTION))
    runner = _runner(app)
    loop = asyncio.get_running_loop()
    opening: set[asyncio.Task[object]] = set()

    def resume() -> None:
        if not stop.is_set():
            loop.add_reader(listener, accept)

    def accept() -> None:
        try:
            connection, _ = listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return  # another worker was quicker, or the client has gone
        except OSError:
            # Out of descriptors: those in use must be given back first, and asking again at once would only burn time.
            loop.remove_reader(listener)
            loop.call_later(_NO_DESCRIPTORS_PAUSE, resume)
            return
        connection.setblocking(False)
        task: asyncio.Task[object] = loop.create_task(loop.connect_accepted_socket(_factory(runner), connection))
        opening.add(task)
        task.add_done_callback(opening.discard)

    try:
        await runner.setup()
        listener.setblocking(False)
        resume()
        await stop.wait()
    finally:
        loop.remove_reader(listener)
        listener.close()
        if opening:
            await asyncio.wait(opening)
        await runner.cleanup()


class _Parting:
    """Ends the connection with every so many-th response, so that the next one goes to whichever worker is free.

    Kept-alive connections would otherwise stay with the worker that took them, and leave a restarted one without work.
    """

    def __init__(self, requests: int) -> None:
        self._requests = requests
        self._numbers = itertools.count(1)

    async def __call__(self, _: web.Request, response: web.StreamResponse) -> None:
        if next(self._numbers) % self._requests == 0:
            response.headers["Connection"] = (
                "close"  # the headers are made already, so `force_close` alone says nothing
            )
            response.force_close()


def _factory(runner: web.AppRunner) -> Callable[[], asyncio.BaseProtocol]:
    if runner.server is None:
        raise RuntimeError("the runner is not set up")
    return runner.server


def _runner(app: web.Application) -> web.AppRunner:
    return web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_SECONDS)


def listening(settings: ServerSettings) -> socket.socket:
    """A socket that listens where the settings say, to be shared by workers. Raises AddressUnavailable."""
    with _unavailable(settings):
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)


def address(host: str, port: int) -> str:
    """Where the service is reached, such as `http://127.0.0.1:8080`."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _unavailable(settings: ServerSettings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AddressUnavailable(settings.host, settings.port, error.strerror or str(error)) from error


def stop_signals(lifeline: int | None = None) -> asyncio.Event:
    """Set by SIGTERM, by SIGINT, and by the end of `lifeline`, a pipe that a supervisor holds open while it lives."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def ended() -> None:
        loop.remove_reader(lifeline)  # type: ignore[arg-type]  # it is only called for a descriptor
        stop.set()

    if lifeline is not None:
        os.set_blocking(lifeline, False)
        loop.add_reader(lifeline, ended)
    return stop


async def serve_until_signalled(app: web.Application, settings: ServerSettings, started: Callable[[str], None]) -> None:
    """`serve` until SIGTERM or SIGINT."""
    await serve(app, settings, started, stop_signals())
