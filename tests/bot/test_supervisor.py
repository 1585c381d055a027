import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.logs import open_log
from bot.supervisor import Backoff, Supervisor, Workers

# Says that it runs, and on SIGTERM what it still finishes.
_GOOD = (
    "import signal,sys,time;signal.signal(signal.SIGTERM,lambda *_:(print('done',flush=True),sys.exit(0)));"
    "print('up',flush=True);time.sleep(60)"
)
_STUBBORN = "import signal,time;signal.signal(signal.SIGTERM,signal.SIG_IGN);print('up',flush=True);time.sleep(60)"
_BROKEN = "raise SystemExit(3)"


class Clock:
    """A clock that gives the moments it was told, then stands still."""

    def __init__(self, *moments: float) -> None:
        self._moments = iter(moments)
        self._last = 0.0

    def __call__(self) -> float:
        self._last = next(self._moments, self._last)
        return self._last


class Crew:
    """Supervised scripts whose output goes to a file."""

    def __init__(self, folder: Path, script: str, number: int = 1, clock: Clock | None = None) -> None:
        self.output = folder / "output"
        self.output.touch()
        self.stream = io.BytesIO()
        self.stop = asyncio.Event()
        shell = ("sh", "-c", f'exec "{sys.executable}" -c "{script}" >> "{self.output}"')
        workers = Workers(number, lambda _: shell)
        self.supervisor = Supervisor(workers, open_log(self.stream), clock or Clock(), Backoff(10.0, 0.01, 0.02), 0.3)

    def logged(self, event: str) -> list[dict[str, Any]]:
        entries = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        return [entry for entry in entries if entry["event"] == event]

    async def until(self, said: str, times: int) -> None:
        async with asyncio.timeout(20):
            while self.output.read_text().count(said) < times:  # noqa: ASYNC110  # another process writes it
                await asyncio.sleep(0.02)

    async def until_logged(self, event: str, times: int) -> None:
        async with asyncio.timeout(20):
            while len(self.logged(event)) < times:  # noqa: ASYNC110  # a log has no event
                await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    """Whatever a test does, it leaves no process behind."""
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_steady_worker_is_started_anew_at_once_and_a_failing_one_ever_later() -> None:
    """The pause doubles with each short life and never passes the longest."""
    backoff = Backoff(steady=10.0, first=0.5, longest=3.0)
    assert [backoff.pause(lives) for lives in range(6)] == [0.0, 0.5, 1.0, 2.0, 3.0, 3.0]


async def test_a_killed_worker_is_replaced_while_the_other_goes_on(tmp_path: Path) -> None:
    """With kill -9 of one: another takes its number, and the stop ends both in order."""
    crew = Crew(tmp_path, _GOOD, number=2, clock=Clock(0.0, 0.0, 100.0))
    running = asyncio.create_task(crew.supervisor.run(crew.stop))
    await crew.until("up", 2)
    victim, other = crew.logged("worker_started")
    os.kill(victim["pid"], signal.SIGKILL)
    await crew.until("up", 3)
    (died,) = crew.logged("worker_died")
    assert (died["worker"], died["status"], died["again_in_s"]) == (victim["worker"], -signal.SIGKILL, 0.0)
    os.kill(other["pid"], 0)  # it still runs
    crew.stop.set()
    await running
    assert crew.output.read_text().count("done") == 2


async def test_a_worker_that_cannot_start_is_tried_with_growing_pauses(tmp_path: Path) -> None:
    """No storm: each death is logged with the pause before the next try, and a stop does not wait for it."""
    crew = Crew(tmp_path, _BROKEN)
    running = asyncio.create_task(crew.supervisor.run(crew.stop))
    await crew.until_logged("worker_died", 4)
    crew.stop.set()
    await running
    assert [entry["again_in_s"] for entry in crew.logged("worker_died")[:4]] == [0.01, 0.02, 0.02, 0.02]
    assert crew.logged("worker_died")[0]["status"] == 3


async def test_a_worker_that_does_not_end_is_killed_after_its_time(tmp_path: Path) -> None:
    """A stop never waits for ever."""
    crew = Crew(tmp_path, _STUBBORN)
    running = asyncio.create_task(crew.supervisor.run(crew.stop))
    await crew.until("up", 1)
    crew.stop.set()
    await running
    assert len(crew.logged("worker_killed")) == 1
