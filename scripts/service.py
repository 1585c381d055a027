"""The service itself, in this process: alone (`gongkai serve`), or as one of the workers that `scripts/serve.py` supervises."""

import asyncio
import os
import socket
import sys
import time
from dataclasses import dataclass
from typing import Annotated

import typer
from aiohttp import web

from bot.app import Kept, make_app
from bot.chat import feedback
from bot.chat.routes import Site
from bot.claims import shared_claims
from bot.live import live_answerer
from bot.logs import Log, open_log
from bot.metrics import Metrics
from bot.server import serve_shared, serve_until_signalled, stop_signals
from bot.settings import ServerSettings
from bot.wechat.watch import Watch
from scripts.announcement import EXAMPLES, Announcement
from scripts.answering import place
from scripts.options import Config, Data
from scripts.settings import Settings, load


@dataclass(frozen=True, slots=True)
class Shared:
    """What a worker shares with `workers` - 1 others: the listening socket, and the pipe that ends with the supervisor."""

    workers: int
    listener: int
    lifeline: int


def run(
    workers: Annotated[int, typer.Option(min=1)],
    listener: Annotated[int, typer.Option(min=0)],
    lifeline: Annotated[int, typer.Option(min=0)],
    config: Config = None,
    data: Data = None,
) -> None:
    """Run one worker; `gongkai serve --workers` does this, with descriptors that only its own processes have."""
    shared = Shared(workers, listener, lifeline)
    asyncio.run(_work(load(config, data), open_log(sys.stderr.buffer), shared))


def alone(settings: Settings, server: ServerSettings) -> None:
    """Serve from this process until it is told to stop."""
    asyncio.run(_serve(settings, server, open_log(sys.stderr.buffer)))


async def _serve(settings: Settings, server: ServerSettings, log: Log) -> None:
    await serve_until_signalled(_app(settings, log, _cores()), server, Announcement(settings))


async def _work(settings: Settings, log: Log, shared: Shared) -> None:
    stop = stop_signals(shared.lifeline)
    threads = max(1, _cores() // shared.workers)
    await serve_shared(_app(settings, log, threads), socket.socket(fileno=shared.listener), stop)


def _app(settings: Settings, log: Log, threads: int) -> web.Application:
    where = place(settings)
    answerer = live_answerer(where, log, threads)
    site = Site(settings.page, where.offices.offices, where.data / feedback.FILE, EXAMPLES)
    claims = shared_claims(settings.data.dir, log, time.time)
    watch = Watch(log, Metrics())
    return make_app(answerer, settings.wechat, watch, kept=Kept(settings.data.dir, claims), site=site)


def _cores() -> int:
    return len(os.sched_getaffinity(0))
