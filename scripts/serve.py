"""`gongkai serve`: runs the service until it is told to stop, in this process or in several that this one supervises.

A supervisor imports nothing that answers: what it holds in memory, it holds beside the workers.
"""

import asyncio
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.logs import open_log
from bot.server import address, listening, stop_signals
from bot.settings import ServerSettings
from bot.supervisor import Supervisor, Workers
from scripts.announcement import Announcement
from scripts.options import Config, Data, given_options
from scripts.settings import Settings, load

COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder of all workers' counters (bot/metrics.py)."""

_ROOT = Path(__file__).resolve().parents[1]
# Counters are mapped into memory: on a disk that is full, a write to them would end the process.
_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name of its own, and is readable by its owner alone
_COUNTERS_IN = str(_MEMORY) if os.access(_MEMORY, os.W_OK) else None


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one [default: 8080]")] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, max=64, help="Processes on the port; 0: one a core [default: 1]")
    ] = None,
    config: Config = None,
    data: Data = None,
) -> None:
    """Run the service: webhook, chat page and API."""
    settings = load(config, data)
    given = {"host": host, "port": port, "workers": workers}
    asked = {name: value for name, value in given.items() if value is not None}
    server = ServerSettings.model_validate(settings.server.model_dump() | asked)
    number = server.workers or len(os.sched_getaffinity(0))
    if number == 1:
        # The other place where a module is imported while running, for the supervisor's memory (150 MB).
        shared = given_options({"--config": config, "--data": data})
        importlib.import_module("scripts.service").alone(settings, server, shared)
    else:
        options = given_options({"--workers": number, "--config": config, "--data": data})
        asyncio.run(_supervise(settings, server, number, options))


async def _supervise(settings: Settings, server: ServerSettings, number: int, options: Sequence[str]) -> None:
    listener, stop = listening(server), stop_signals()
    lifeline, held = os.pipe()
    inherited = (listener.fileno(), lifeline)
    descriptors = given_options({"--listener": inherited[0], "--lifeline": inherited[1]})
    command = (sys.executable, "-P", "-m", "scripts.main", "worker", *options, *descriptors)
    with tempfile.TemporaryDirectory(prefix="gongkai-", dir=_COUNTERS_IN) as counters:
        environment = {**os.environ, COUNTERS: counters, "PYTHONPATH": _path()}
        workers = Workers(number, lambda _: command, inherited, environment)
        Announcement(settings)(address(*listener.getsockname()[:2]))
        supervising = asyncio.ensure_future(Supervisor(workers, open_log(sys.stderr.buffer), time.monotonic).run(stop))
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait({supervising, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        listener.close()  # whoever comes now is refused at once and may try again, instead of waiting for nobody
        await supervising
    os.close(held)
    os.close(lifeline)


def _path() -> str:
    """Where the workers import from: the same place as this process, wherever it was started."""
    return os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
