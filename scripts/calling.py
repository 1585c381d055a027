"""Opens WeChat's API for one command; `menu` and `doctor --wechat` share it."""

import io
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot.logs import open_log
from bot.wechat.api import Api
from bot.wechat.file import open_file
from bot.wechat.wire import Wire, hosts
from scripts.errors import CommandError
from scripts.settings import Settings


@asynccontextmanager
async def api(settings: Settings) -> AsyncIterator[Api]:
    """The API of the configured account, over the token that the running service shares. Raises CommandError."""
    if not settings.wechat.calls_out:
        raise CommandError(
            "WeChat's API needs GONGKAI_WECHAT__APP_ID and GONGKAI_WECHAT__SECRET, as the developer platform shows them"
        )
    file = open_file(settings.data.dir)
    try:
        async with aiohttp.ClientSession(trust_env=True) as session:
            wire = Wire(session, hosts(settings.wechat.api_base), time.monotonic)
            # A command says in its own words what went wrong, request id included; the log is the service's.
            yield Api(wire, settings.wechat, file, open_log(io.BytesIO()))
    finally:
        file.dispose()
