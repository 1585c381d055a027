"""One token for all processes."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import ApiUnreachable
from bot.wechat.file import open_file
from bot.wechat.token import Granted, Tokens
from tests.fakes.api import SECRET, Clock, bench

PROCESS = """
import asyncio, io, sys, time
import aiohttp
from pathlib import Path
from pydantic import SecretStr
from bot.logs import open_log
from bot.settings import WeChatSettings
from bot.wechat.api import Api
from bot.wechat.file import open_file
from bot.wechat.wire import Request, Wire

async def main(folder, base, secret):
    settings = WeChatSettings(app_id="wx1", secret=SecretStr(secret))
    async with aiohttp.ClientSession() as session:
        api = Api(Wire(session, [base], time.monotonic), settings, open_file(Path(folder)), open_log(io.BytesIO()))
        for _ in range(20):
            await api.call(Request("/cgi-bin/getcallbackip"))

asyncio.run(main(*sys.argv[1:]))
"""


def _leased(file: sa.Engine, until: float) -> None:
    with file.begin() as connection:
        connection.exec_driver_sql("DELETE FROM tokens")
        columns = "account, token, renew_at, leased_until, forced_at, forced_day, forced_times"
        connection.exec_driver_sql(
            f"INSERT INTO tokens ({columns}) VALUES (?, '', 0, ?, 0, 0, 0)",  # noqa: S608 - constants
            (Tokens(file, "wx1", _grant)._account, until),
        )


async def _grant(_: bool) -> Granted:  # noqa: FBT001
    return Granted("new", 7200)


async def test_processes_that_start_together_fetch_one_token(tmp_path: Path) -> None:
    """Three real processes, sixty calls, one fetch."""
    async with bench(tmp_path) as fake:
        fake.clock.at = time.time()
        arguments = (sys.executable, "-W", "ignore", "-c", PROCESS, str(tmp_path), fake.base, SECRET)
        started = [await asyncio.create_subprocess_exec(*arguments, stderr=subprocess.PIPE) for _ in range(3)]
        ended = await asyncio.gather(*(process.communicate() for process in started))
        assert [process.returncode for process in started] == [0, 0, 0], ended
        assert fake.fake.account.fetched == 1
        assert fake.fake.calls.count("/cgi-bin/getcallbackip") == 60


async def test_a_process_killed_while_fetching_stops_the_others_for_seconds_only(tmp_path: Path) -> None:
    """Its right to fetch ends by itself."""
    file, clock = open_file(tmp_path), Clock()
    tokens = Tokens(file, "wx1", _grant, clock)
    _leased(file, clock.at + 15)
    waiting = asyncio.create_task(tokens.get())
    await asyncio.sleep(0.2)
    assert not waiting.done()
    clock.at += 15
    assert await waiting == "new"
    file.dispose()


class _Overtaken(Tokens):
    """Another process fetches a token between the look into the file and the lease."""

    def _lease(self) -> bool:
        self._change(token="theirs", renew_at=self._now() + 7200)
        return super()._lease()


async def test_a_token_fetched_a_moment_before_the_lease_is_taken(tmp_path: Path) -> None:
    """No second fetch follows, and the right to fetch is given back."""
    file, clock = open_file(tmp_path), Clock()
    _leased(file, 0.0)
    assert await _Overtaken(file, "wx1", _grant, clock).get() == "theirs"
    assert await Tokens(file, "wx1", _grant, clock).replace("theirs", forced=False) == "new"
    file.dispose()


async def test_nobody_waits_forever_for_another_process(tmp_path: Path) -> None:
    """Where others hold the right again and again, a call ends with an error after fifteen seconds."""
    file, clock = open_file(tmp_path), Clock()
    _leased(file, clock.at + 100)
    waiting = asyncio.create_task(Tokens(file, "wx1", _grant, clock).get())
    await asyncio.sleep(0.1)
    clock.at += 16
    with pytest.raises(ApiUnreachable, match="another process"):
        await waiting
    file.dispose()


def test_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    """It holds the access token."""
    open_file(tmp_path / "data").dispose()
    assert (tmp_path / "data" / "wechat.db").stat().st_mode & 0o077 == 0


def test_a_token_is_in_no_repr() -> None:
    """Neither in logs nor in tracebacks."""
    assert "secret-token" not in repr(Granted("secret-token", 1.0))
