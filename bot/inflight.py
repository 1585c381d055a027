"""One task for each question, however often WeChat sends it: retries join the task that already runs.

A waiting answer belongs to its question and never to a person, so a new question cannot receive an old answer.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


@dataclass(slots=True)
class Running(Generic[Result]):
    """A question on its way, and how often it has been asked so far."""

    task: asyncio.Task[Result]
    since: float
    tries: int = 1


class Inflight(Generic[Result]):
    """Tasks by key for `ttl` seconds after their first asking; a finished one gives its result again.

    `clock` is monotonic, in seconds. State of one process and one event loop.
    """

    def __init__(self, clock: Callable[[], float], ttl: float = 60.0) -> None:
        self._clock = clock
        self._ttl = ttl
        self._known: OrderedDict[str, Running[Result]] = OrderedDict()
        self._unfinished: set[asyncio.Task[Result]] = set()

    def join(self, key: str, start: Callable[[], Coroutine[Any, Any, Result]]) -> Running[Result]:
        """The running or finished task of `key`, with this try counted; `start` is called only for an unknown key."""
        now = self._clock()
        self._forget(now - self._ttl)
        known = self._known.get(key)
        if known is not None:
            known.tries += 1
            return known
        task = asyncio.get_running_loop().create_task(start())
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        self._known[key] = Running(task, now)
        return self._known[key]

    async def drain(self) -> None:
        """Wait until everything that was begun has finished."""
        while self._unfinished:
            await asyncio.wait(self._unfinished)

    def _forget(self, before: float) -> None:
        while self._known and next(iter(self._known.values())).since <= before:
            self._known.popitem(last=False)
