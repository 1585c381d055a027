"""Keeps several worker processes running: starts them, starts anew what died, and stops all of them in order."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot.logs import Log
from bot.server import GRACE_SECONDS

_KILL_SECONDS = GRACE_SECONDS + 10.0


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds before a dead worker is started anew.

    None at all after a life of at least `steady`; `first` after a shorter one, doubled with each further one up to `longest`.
    """

    steady: float = 10.0
    first: float = 0.5
    longest: float = 30.0

    def pause(self, short_lives: int) -> float:
        """The pause after so many short lives in a row."""
        return min(self.longest, self.first * 2.0 ** (short_lives - 1)) if short_lives else 0.0


@dataclass(frozen=True, slots=True)
class Workers:
    """How workers are started: `command` gives the arguments for the worker of a number; `descriptors` are handed on."""

    number: int
    command: Callable[[int], Sequence[str]]
    descriptors: tuple[int, ...] = ()
    environment: Mapping[str, str] | None = None


@dataclass(slots=True)
class Supervisor:
    """Runs `workers` until told to stop; `clock` is monotonic, in seconds."""

    workers: Workers
    log: Log
    clock: Callable[[], float]
    backoff: Backoff = field(default_factory=Backoff)
    kill_seconds: float = _KILL_SECONDS

    async def run(self, stop: asyncio.Event) -> None:
        """Keep every worker running until `stop` is set; then end all of them and wait until they have finished."""
        await asyncio.gather(*(self._keep(number, stop) for number in range(self.workers.number)))

    async def _keep(self, number: int, stop: asyncio.Event) -> None:
        short_lives = 0
        while not stop.is_set():
            born = self.clock()
            process = await self._start(number)
            if await _either(process.wait(), stop):
                await self._end(process, number)
                return
            short_lives = 0 if self.clock() - born >= self.backoff.steady else short_lives + 1
            pause = self.backoff.pause(short_lives)
            self.log.error("worker_died", worker=number, pid=process.pid, status=process.returncode, again_in_s=pause)
            await _either(asyncio.sleep(pause), stop)

    async def _start(self, number: int) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *self.workers.command(number),
            pass_fds=self.workers.descriptors,
            env=self.workers.environment,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then ends the workers in order
        )
        self.log.info("worker_started", worker=number, pid=process.pid)
        return process

    async def _end(self, process: asyncio.subprocess.Process, number: int) -> None:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), self.kill_seconds)
        except TimeoutError:
            self.log.error("worker_killed", worker=number, pid=process.pid, after_s=self.kill_seconds)
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _either(work: object, stop: asyncio.Event) -> bool:
    """Waits for `work` or for `stop`, whichever comes first, and tells whether it was to stop."""
    doing = asyncio.ensure_future(work)  # type: ignore[call-overload]
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (doing, stopping):
        task.cancel()
    return stop.is_set()
