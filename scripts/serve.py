"""`gongkai serve`: runs the webhook, the chat page and the API over the live bundle, until it is told to stop."""

import asyncio
import sys
from dataclasses import dataclass
from typing import Annotated

import typer

from bot.app import make_app
from bot.live import live_answerer
from bot.logs import Log, open_log
from bot.loop.attending import attended
from bot.loop.opening import open_loop, serve_requests
from bot.metrics import Metrics
from bot.server import serve_until_signalled
from bot.settings import ServerSettings
from bot.wechat.webhook import Watch
from scripts import loop
from scripts.answering import place
from scripts.console import OUT, say
from scripts.options import Config, Data
from scripts.settings import Settings, load

EXAMPLES = ("学费是多少？", "国家奖学金怎么申请？", "今年招生计划有多少人？", "毕业生就业率是多少？")
"""What the chat page and the welcome message offer to ask."""


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one [default: 8080]")] = None,
    config: Config = None,
    data: Data = None,
) -> None:
    """Run the service: webhook, chat page and API."""
    settings = load(config, data)
    asked = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    server = ServerSettings.model_validate(settings.server.model_dump() | asked)
    asyncio.run(_serve(settings, server, open_log(sys.stderr.buffer)))


async def _serve(settings: Settings, server: ServerSettings, log: Log) -> None:
    where = loop.place(settings)
    answerer = attended(live_answerer(place(settings), log), open_loop(where, log), log)
    app = make_app(answerer, settings.wechat, Watch(log, Metrics()), examples=EXAMPLES)
    serve_requests(app, where)
    await serve_until_signalled(app, server, Announcement(settings))


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a person reads when the service has come up."""

    settings: Settings

    def __call__(self, address: str) -> None:
        """Print where the chat page and the webhook are, and what is missing for the latter."""
        OUT.print(f"chat page  {address}/", markup=False, soft_wrap=True)
        OUT.print(f"webhook    {address}/wechat", markup=False, soft_wrap=True)
        wechat = self.settings.wechat
        if not wechat.configured:
            say("warning: no token, so the webhook is closed; set GONGKAI_WECHAT__TOKEN, as in the developer platform")
        elif not wechat.aes_keys:
            say("warning: no encoding_aes_key, so only plaintext mode works; set GONGKAI_WECHAT__ENCODING_AES_KEY")
