"""Runs the service until it is told to stop, and then lets what is in flight finish."""

import asyncio
import signal
from collections.abc import Callable

from aiohttp import web

from bot.errors import AddressUnavailable
from bot.settings import ServerSettings

GRACE_SECONDS = 15.0
"""How long a stop waits for requests in flight; longer than the three tries of one message would be pointless."""


async def serve(
    app: web.Application, settings: ServerSettings, started: Callable[[str], None], stop: asyncio.Event
) -> None:
    """Serve until `stop` is set; `started` gets the address, such as `http://127.0.0.1:8080`, once it is open.

    No access log is kept: addresses and query strings are personal data. Raises AddressUnavailable.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_SECONDS)
    try:
        await runner.setup()
        await _listen(web.TCPSite(runner, settings.host, settings.port), settings)
        host, port = runner.addresses[0][:2]
        started(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
        await stop.wait()
    finally:
        await runner.cleanup()


async def _listen(site: web.TCPSite, settings: ServerSettings) -> None:
    try:
        await site.start()
    except OSError as error:
        raise AddressUnavailable(settings.host, settings.port, error.strerror or str(error)) from error


async def serve_until_signalled(app: web.Application, settings: ServerSettings, started: Callable[[str], None]) -> None:
    """`serve` until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(app, settings, started, stop)
