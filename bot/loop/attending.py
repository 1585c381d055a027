"""An answerer around the answerer: tells people what waits for them, knows the loop's words, and keeps the queue filled.

Answers come first: whatever fails here is logged, and the person gets the plain answer.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from bot.answer import Answer
from bot.answerer import Answerer
from bot.engine import Engine
from bot.logs import Log, where
from bot.loop.circle import Circle, is_unanswered
from bot.loop.errors import LoopError
from bot.loop.outbox import Outbox, deliver
from bot.loop.words import read
from knowledge.errors import KnowledgeError

ROUND_SECONDS = 30.0
"""How often the queue is filled, news are looked for, and notes are sent where they may be."""
AWAKE = range(7, 22)
"""The hours of the day at which people may be written to; what comes at night waits for the morning."""
_FAILURES = (LoopError, KnowledgeError, SQLAlchemyError, OSError)


@dataclass(slots=True)
class Attending:
    """Answers as `inner` does, and attends to the person who asks."""

    inner: Answerer
    circle: Circle
    log: Log

    @property
    def bundle(self) -> str | None:
        """The live bundle's id."""
        return self.inner.bundle

    @property
    def engine(self) -> Engine | None:
        """The engine behind the answers, for the page that explains one; None where there is none."""
        engine: Engine | None = getattr(self.inner, "engine", None)
        return engine

    async def answer(self, question: str, conversation: str | None) -> Answer:
        """The answer, with what waits for this person; never raises."""
        person = self.circle.person(conversation)
        answer = None
        reply = await self._commanded(question, person)
        if reply is None:
            answer = await self.inner.answer(question, conversation)
            reply = self.circle.sayings.pointed(answer)
        if person is None or not self._is_due(person, answer):
            return reply
        return await asyncio.to_thread(self._attend, person, question, reply, answer)

    async def quotable(self, notices: Collection[str]) -> bool:
        """Whether all of these notices may be quoted at this moment."""
        return await self.inner.quotable(notices)

    async def owes(self, person: str) -> bool:
        """Whether an answer or news may have to be told to a person; False where that cannot be looked up."""
        is_owed = False
        with passing(self.log, "owed"):
            is_owed = await asyncio.to_thread(self.circle.owes, person)
        return is_owed  # noqa: RET504  # the block above may have ended early

    async def forget(self, conversation: str) -> None:
        """Drops what is kept of whoever asks under this key; never raises."""
        await self.inner.forget(conversation)
        person = self.circle.person(conversation)
        if person is not None:
            with passing(self.log, "forget"):
                await asyncio.to_thread(self.circle.forget, person)

    async def _commanded(self, question: str, person: str | None) -> Answer | None:
        reply = None
        if read(question) is not None:
            with passing(self.log, "command"):
                reply = await asyncio.to_thread(self.circle.commanded, question, person)
        return reply

    def _is_due(self, person: str, answer: Answer | None) -> bool:
        """Whether there is anything to note or to tell; a glance at the file takes less than a thread to look from would."""
        is_due = False
        with passing(self.log, "due"):
            is_due = is_unanswered(answer) or not self.circle.notes.is_empty(person)
        return is_due  # noqa: RET504  # the block above may have ended early

    def _attend(self, person: str, question: str, reply: Answer, answer: Answer | None) -> Answer:
        """`reply` with what waits for the person; who gets no `answer` to a question waits for one."""
        if answer is not None:
            with passing(self.log, "noticed"):
                self.circle.noticed(person, question, answer)
        told = reply
        with passing(self.log, "told"):
            told = self.circle.told(person, question, reply)
        return told  # noqa: RET504 - the plain reply stands where it failed


@contextmanager
def passing(log: Log, what: str) -> Iterator[None]:
    """Lets the loop's own failures pass, with a line in the log that quotes nothing."""
    try:
        yield
    except _FAILURES as error:
        log.error("loop_failed", what=what, error=where(error))


@dataclass(slots=True)
class Rounds:
    """What is done again and again beside the answers: `fill` each round, `daily` once a day and at the start.

    By one of the worker processes: `is_mine` tells whether by this one.
    """

    circle: Circle
    outbox: Outbox
    fill: Callable[[], object]
    daily: Callable[[], object]
    log: Log
    is_mine: Callable[[], bool] = lambda: True
    _day: date | None = None

    async def once(self) -> None:
        """One round; what fails is logged and tried again in the next."""
        if not self.is_mine():
            return
        with passing(self.log, "fill"):
            await asyncio.to_thread(self.fill)
        now = self.circle.now()
        if now.hour in AWAKE:
            with passing(self.log, "deliver"):
                await deliver(self.circle.notes, self.outbox, self.circle.telling, now)
        today = now.date()
        if today != self._day:
            with passing(self.log, "purge"):
                await asyncio.to_thread(self.daily)
                self._day = today

    async def follow(self, seconds: float = ROUND_SECONDS) -> None:
        """Rounds until it is cancelled."""
        while True:
            await self.once()
            await asyncio.sleep(seconds)


@asynccontextmanager
async def attended(
    inner: AbstractAsyncContextManager[Answerer], opened: AbstractAsyncContextManager[tuple[Circle, Rounds]], log: Log
) -> AsyncIterator[Attending]:
    """Opens the answerer and the loop, and closes both after the last reply."""
    async with inner as answerer, opened as (circle, rounds):
        following = asyncio.create_task(rounds.follow())
        try:
            yield Attending(answerer, circle, log)
        finally:
            following.cancel()
            await asyncio.wait([following])
