"""The service itself, in this process: alone (`gongkai serve`), or as one of the workers that `scripts/serve.py` supervises."""

import os
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
import uvloop
from aiohttp import web

from bot.app import Fittings, make_app
from bot.chat import feedback
from bot.chat.routes import Site
from bot.claims import shared_claims
from bot.live import live_answerer
from bot.logs import Log, open_log
from bot.loop.attending import attended
from bot.loop.opening import LoopPlace, open_loop, serve_requests
from bot.metrics import Metrics
from bot.place import Place
from bot.server import serve_shared, serve_until_signalled, stop_signals
from bot.settings import ServerSettings
from bot.staff.console import Premises, open_console
from bot.wechat.letters import Letters
from bot.wechat.watch import Watch
from scripts import loop
from scripts.announcement import EXAMPLES, Announcement
from scripts.answering import place
from scripts.options import Config, Data, given_options
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
    given = given_options({"--config": config, "--data": data})
    uvloop.run(_work(load(config, data), given, shared))


def alone(settings: Settings, server: ServerSettings, given: Sequence[str]) -> None:
    """Serve from this process until it is told to stop; with the options `given` another command reads the same settings."""
    uvloop.run(_serve(settings, server, given))


async def _serve(settings: Settings, server: ServerSettings, given: Sequence[str]) -> None:
    log = open_log(sys.stderr.buffer)
    await serve_until_signalled(_app(settings, log, _cores(), given), server, Announcement(settings))


async def _work(settings: Settings, given: Sequence[str], shared: Shared) -> None:
    stop, log = stop_signals(shared.lifeline), open_log(sys.stderr.buffer)
    threads = max(1, _cores() // shared.workers)
    await serve_shared(_app(settings, log, threads, given), socket.socket(fileno=shared.listener), stop)


def _app(settings: Settings, log: Log, threads: int, given: Sequence[str]) -> web.Application:
    where = place(settings)
    around = loop.place(settings)
    letters = Letters()
    answerer = attended(live_answerer(where, log, threads), open_loop(around, log, letters), log)
    site = Site(settings.page, where.offices.offices, where.data / feedback.FILE, EXAMPLES)
    claims = shared_claims(settings.data.dir, log, time.time)
    watch = Watch(log, Metrics())
    staff = open_console(_premises(settings, where, around, given))
    fittings = Fittings(folder=where.data, claims=claims, site=site, staff=staff, letters=letters)
    app = make_app(answerer, settings.wechat, watch, fittings)
    serve_requests(app, around)
    return app


def _premises(settings: Settings, where: Place, around: LoopPlace, given: Sequence[str]) -> Premises:
    """What the staff console works with; `given` are the options by which its commands read the same settings."""
    return Premises(
        data=where.data,
        store=where.store,
        policy=settings.imports.policy,
        command=(sys.executable, "-m", "scripts.main"),
        options=tuple(given),
        settings=settings.staff,
        now=where.now,
        seconds=time.time,
        loop=around,
        offices=tuple(office.name for office in where.offices.offices),
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0))
