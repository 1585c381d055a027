"""How many questions are worked on at a time: one a core, and a slow one does not keep its seat from the others."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

Result = TypeVar("Result")

MOST_THREADS = 64
"""Questions on their way at most, the slow ones included."""


class Seats:
    """`number` seats for work that runs in the threads of `executor`; after `patience` seconds the next one may begin.

    As long as everything is quick, more at a time would only take turns on the same cores. A question that hangs, however, must
    not hold up those behind it until WeChat's five seconds are over.
    """

    def __init__(self, executor: Executor, number: int, patience: float = 0.2) -> None:
        self._executor = executor
        self._free = asyncio.Semaphore(number)
        self._patience = patience

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, begun as soon as there is a seat."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        left = asyncio.Event()

        def leave() -> None:
            if not left.is_set():
                left.set()
                self._free.release()

        timer = loop.call_later(self._patience, leave)
        try:
            return await loop.run_in_executor(self._executor, work)
        finally:
            timer.cancel()
            leave()
