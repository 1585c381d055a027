"""`gongkai serve`: runs the webhook, the chat page and the API over the live bundle, until it is told to stop."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from aiohttp import web

from bot.app import make_app
from bot.live import live_answerer, prepare
from bot.logs import Log, open_log
from bot.metrics import SHARED_FOLDER, Metrics
from bot.server import address, listening, serve_shared, serve_until_signalled, stop_signals
from bot.settings import ServerSettings
from bot.supervisor import Supervisor, Workers
from bot.wechat.webhook import Watch
from scripts.answering import place
from scripts.console import OUT, say
from scripts.errors import CommandError
from scripts.options import Config, Data
from scripts.settings import Settings, load

EXAMPLES = ("学费是多少？", "国家奖学金怎么申请？", "今年招生计划有多少人？", "毕业生就业率是多少？")
"""What the chat page and the welcome message offer to ask."""

_ROOT = Path(__file__).resolve().parents[1]
# Counters are mapped into memory: on a disk that is full, a write to them would end the process.
_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name of its own, and is readable by its owner alone
_COUNTERS = str(_MEMORY) if _MEMORY.is_dir() else None


def run(  # the options of the command
    host: Annotated[str | None, typer.Option(help="Address to listen on [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one [default: 8080]")] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, max=64, help="Processes on the port; 0: one a core [default: 1]")
    ] = None,
    worker: Annotated[
        str, typer.Option(hidden=True, help="Set by the supervisor: descriptors of socket and pipe.")
    ] = "",
    config: Config = None,
    data: Data = None,
) -> None:
    """Run the service: webhook, chat page and API."""
    settings = load(config, data)
    given = {"host": host, "port": port, "workers": workers}
    asked = {name: value for name, value in given.items() if value is not None}
    server = ServerSettings.model_validate(settings.server.model_dump() | asked)
    log, number = open_log(sys.stderr.buffer), server.workers or _cores()
    if worker:
        asyncio.run(_work(settings, log, _descriptors(worker), number))
    elif number > 1:
        options = _options({"--config": config, "--data": data, "--workers": number})
        asyncio.run(_supervise(settings, server, log, options, number))
    else:
        asyncio.run(_serve(settings, server, log))


async def _serve(settings: Settings, server: ServerSettings, log: Log) -> None:
    await serve_until_signalled(_app(settings, log), server, Announcement(settings))


async def _work(settings: Settings, log: Log, descriptors: tuple[int, int], workers: int) -> None:
    listener, lifeline = descriptors
    stop = stop_signals(lifeline)
    await serve_shared(_app(settings, log, workers), socket.socket(fileno=listener), stop)


async def _supervise(settings: Settings, server: ServerSettings, log: Log, options: Sequence[str], number: int) -> None:
    prepare(place(settings))
    listener = listening(server)
    lifeline, held = os.pipe()
    stop = stop_signals()
    arguments = ("serve", *options, "--worker", f"{listener.fileno()},{lifeline}")
    # the workers import what this process imported, wherever it was started
    command = (sys.executable, "-P", "-m", "scripts.main", *arguments)
    with tempfile.TemporaryDirectory(prefix="gongkai-", dir=_COUNTERS) as counters:
        environment = {**os.environ, SHARED_FOLDER: counters, "PYTHONPATH": _path()}
        workers = Workers(number, lambda _: command, (listener.fileno(), lifeline), environment)
        Announcement(settings)(address(*listener.getsockname()[:2]))
        supervising = asyncio.ensure_future(Supervisor(workers, log, time.monotonic).run(stop))
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait({supervising, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        listener.close()  # whoever comes now is refused at once and may try again, instead of waiting for nobody
        await supervising
    os.close(held)
    os.close(lifeline)


def _app(settings: Settings, log: Log, workers: int = 1) -> web.Application:
    answerer = live_answerer(place(settings), log, max(1, _cores() // workers))
    return make_app(answerer, settings.wechat, Watch(log, Metrics()), examples=EXAMPLES)


def _descriptors(worker: str) -> tuple[int, int]:
    listener, _, lifeline = worker.partition(",")
    if not (listener.isdigit() and lifeline.isdigit()):
        raise CommandError("--worker is for the supervisor of `gongkai serve --workers`, which sets it itself")
    return int(listener), int(lifeline)


def _options(given: dict[str, object]) -> list[str]:
    return [text for name, value in given.items() if value is not None for text in (name, str(value))]


def _path() -> str:
    return os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))


def _cores() -> int:
    return len(os.sched_getaffinity(0))


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
