"""How many questions are worked on at a time: one a core, and a slow one does not keep its seat from the others."""

import asyncio
import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any, TypeVar

Result = TypeVar("Result")

MOST_THREADS = 64
"""Questions on their way at most, the slow ones included."""


def give_way() -> None:
    """Lets the thread that calls it interrupt no other one when it wakes up, though its share of the cores stays the same.

    A question's thread wakes up several times in each (sched(7), SCHED_BATCH); the event loop's has little to do, at once.
    Not where the system has no such thing, or does not allow it.
    """
    with suppress(AttributeError, OSError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


@dataclass(slots=True, eq=False)
class _Task:
    """A piece of work, and who waits for it; `begun` by the monotonic clock."""

    work: Callable[[], Any]
    done: asyncio.Future[Any]
    begun: float = 0.0


@dataclass(slots=True)
class Seats:
    """`number` seats for work that runs in the threads of `executor`; after `patience` seconds the next one may begin.

    As long as everything is quick, more at a time would only take turns on the same cores. A question that hangs, however, must
    not hold up those behind it until WeChat's five seconds are over.

    A thread that has done its work takes the next one itself: were it the event loop that gave it out, the core would rest
    meanwhile, and both threads would wake each other for every question.
    """

    executor: Executor
    number: int
    patience: float = 0.2
    _waiting: deque[_Task] = field(default_factory=deque)
    _seated: set[_Task] = field(default_factory=set)
    _taken: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _watching: asyncio.TimerHandle | None = None

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, begun as soon as there is a seat; to be called from one event loop."""
        task = _Task(work, asyncio.get_running_loop().create_future())
        with self._lock:
            self._waiting.append(task)
        if not self._fill():
            self._watch()
        result: Result = await task.done
        return result

    def _fill(self) -> bool:
        """Puts a thread on a free seat; whether there was one."""
        with self._lock:
            is_free = self._taken < self.number
            self._taken += is_free
        if is_free:
            self.executor.submit(self._serve)
        return is_free

    def _watch(self) -> None:
        """Looks again when the first of those seated has been so for too long."""
        if self._watching is None:
            now = monotonic()
            with self._lock:
                first = min((task.begun for task in self._seated), default=now)
            self._watching = asyncio.get_running_loop().call_later(first + self.patience - now, self._look)

    def _look(self) -> None:
        """While somebody waits: whoever has been seated for too long leaves the seat to the next."""
        self._watching = None
        with self._lock:
            late = [task for task in self._seated if monotonic() - task.begun >= self.patience] if self._waiting else ()
            self._seated.difference_update(late)
            self._taken -= len(late)
            is_waiting = bool(self._waiting)
        for _ in late:
            self._fill()
        if is_waiting:
            self._watch()

    def _serve(self) -> None:
        """Work after work, in a thread of its own, until nobody waits or the seat was given away."""
        while (task := self._next()) is not None:
            _do(task)
            with self._lock:
                if task not in self._seated:
                    return
                self._seated.remove(task)

    def _next(self) -> _Task | None:
        """Who has waited longest, seated now; None, and the seat is free, where nobody waits."""
        with self._lock:
            if not self._waiting:
                self._taken -= 1
                return None
            task = self._waiting.popleft()
            task.begun = monotonic()
            self._seated.add(task)
            return task


def _do(task: _Task) -> None:
    """Does the work, if somebody still waits for it, and tells them."""
    if task.done.cancelled():
        return
    try:
        tell = partial(task.done.set_result, task.work())
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is for who waits
        tell = partial(task.done.set_exception, error)
    task.done.get_loop().call_soon_threadsafe(_tell, task.done, tell)


def _tell(done: asyncio.Future[Any], tell: Callable[[], None]) -> None:
    if not done.done():
        tell()
