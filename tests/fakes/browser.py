"""A headless Chromium for tests, and a service in a thread of its own for it to talk to."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiohttp import web

drive = pytest.importorskip("benchmarks.browser", reason="playwright is not installed (extra `dev`)")


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser; skips the test where there is none."""
    with drive.chromium() as browser:
        if browser is None:
            pytest.skip("no Chromium: `apt-get install chromium fonts-noto-cjk`")
        yield browser


@contextmanager
def serving(make: Callable[[], web.Application], port: int = 0) -> Iterator[str]:
    """The address of an application that runs beside the test, which drives a browser and so cannot wait for it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    runner = asyncio.run_coroutine_threadsafe(_start(make, port), loop).result(20)
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _start(make: Callable[[], web.Application], port: int) -> web.AppRunner:
    runner = web.AppRunner(make(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner
