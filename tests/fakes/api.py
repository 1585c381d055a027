"""WeChat's API for tests: the fake that the project ships on a port of its own, and the client that talks to it."""

import asyncio
import io
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import sqlalchemy as sa
from aiohttp.test_utils import TestServer

from bot.logs import open_log
from bot.simulator.api import FakeApi
from bot.simulator.api_account import FakeAccount, Rights
from bot.wechat.api import Api
from bot.wechat.file import open_file
from bot.wechat.wire import Wire, hosts
from tests.fakes.wechat import NOW, settings

SECRET = "s3cret-of-the-account"


@dataclass(slots=True)
class Clock:
    """A clock that tests set."""

    at: float = NOW

    def __call__(self) -> float:
        return self.at


@dataclass(slots=True)
class Bench:
    """A fake and what clients need to reach it."""

    fake: FakeApi
    clock: Clock
    base: str
    session: aiohttp.ClientSession
    file: sa.Engine
    log: io.BytesIO = field(default_factory=io.BytesIO)
    pauses: list[float] = field(default_factory=list)

    def client(self, *, secret: str = SECRET, seconds: float = 2.0) -> Api:
        """Another client of the same account, as another process has it."""
        wire = Wire(self.session, hosts(self.base), self.clock, seconds)
        configured = settings(secret=secret, api_base=self.base)
        return Api(wire, configured, self.file, open_log(self.log), now=self.clock, sleep=self._pause)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


@asynccontextmanager
async def bench(folder: Path, rights: Rights | None = None, *, lenient: bool = False) -> AsyncIterator[Bench]:
    """The fake running, over a shared file in `folder`."""
    clock = Clock()
    account = FakeAccount("wx1", SECRET, clock, rights or Rights(), lenient=lenient)
    fake = FakeApi(account, hang_seconds=5.0)
    file = open_file(folder)
    server = TestServer(fake.app())
    await server.start_server()
    try:
        async with aiohttp.ClientSession() as session:
            yield Bench(fake, clock, str(server.make_url("")).rstrip("/"), session, file)
    finally:
        await server.close()
        file.dispose()


@contextmanager
def served(rights: Rights | None = None, now: Callable[[], float] = time.time) -> Iterator[tuple[FakeApi, str]]:
    """The fake in a thread of its own, for commands that run their own event loop, and its address."""
    fake = FakeApi(FakeAccount("wx1", SECRET, now, rights or Rights(), lenient=True))
    started, stop = queue.Queue[str](), queue.Queue[asyncio.Event]()

    async def serve() -> None:
        server = TestServer(fake.app())
        await server.start_server()
        ended = asyncio.Event()
        stop.put(ended)
        started.put(str(server.make_url("")).rstrip("/"))
        await ended.wait()
        await server.close()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ended = stop.get()
    try:
        yield fake, started.get()
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()
