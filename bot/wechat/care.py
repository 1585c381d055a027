"""Puts together what says things later, over the data folder, and cleans up after the retention that is configured."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from bot.answerer import Answerer
from bot.logs import where
from bot.settings import WeChatSettings
from bot.wechat.addresses import Addresses
from bot.wechat.api import Api
from bot.wechat.customer import Customer
from bot.wechat.deliveries import Deliveries, Passive
from bot.wechat.file import open_file
from bot.wechat.kept import KeptAnswers
from bot.wechat.late import LateAnswers
from bot.wechat.letters import Letters, Post
from bot.wechat.quota import Quotas
from bot.wechat.watch import Watch
from bot.wechat.wire import Wire, hosts

_DAY_SECONDS = 86_400.0


@asynccontextmanager
async def deliveries(
    folder: Path | None, settings: WeChatSettings, watch: Watch, answerer: Answerer, letters: Letters
) -> AsyncIterator[Deliveries]:
    """What a service says later: over `folder`, or nothing at all without one; `letters` go out meanwhile."""
    if folder is None:
        yield Passive()
        return
    async with late_answers(folder, settings, watch, answerer, letters) as late:
        yield late


@asynccontextmanager
async def late_answers(
    folder: Path, settings: WeChatSettings, watch: Watch, answerer: Answerer, letters: Letters
) -> AsyncIterator[LateAnswers]:
    """The Deliveries of a service, opened and closed with it; customer service only where an AppSecret is configured."""
    file = open_file(folder)
    quotas = Quotas(file, watch.now)
    try:
        # trust_env: a campus network may let nothing out but through its proxy.
        async with aiohttp.ClientSession(trust_env=True) as session:
            api = Api(Wire(session, hosts(settings.api_base), watch.clock), settings, file, watch.log, now=watch.now)
            customer = Customer(api, quotas) if settings.calls_out else None
            kept = KeptAnswers(file, watch.now)
            late = LateAnswers(answerer, kept, quotas, customer, watch.log, watch.clock)
            addresses = Addresses.of_account(file, settings.secret.get_secret_value(), watch.now)
            cleaning = asyncio.create_task(_clean(late, settings.kept_hours * 3600.0, watch))
            async with letters.connected(Post(addresses, quotas, customer, watch.log)):
                yield late
            await late.close()
            cleaning.cancel()
            with suppress(asyncio.CancelledError):
                await cleaning
    finally:
        file.dispose()


async def _clean(late: LateAnswers, seconds: float, watch: Watch) -> None:
    while True:
        try:
            await late.purge(seconds)
        except Exception as error:  # noqa: BLE001  # a border: a background task
            watch.log.error("purge_failed", error=where(error))
        await asyncio.sleep(_DAY_SECONDS)
