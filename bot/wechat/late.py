"""Late answers: delivered by customer-service message where the account may, else kept for their question and offered.

An answer belongs to its question. A new question is answered first; what waits is named below it, to be tapped.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot import outgoing
from bot.answerer import Answerer
from bot.logs import Log, where
from bot.wechat import reply
from bot.wechat.customer import Customer
from bot.wechat.events import question_of, react
from bot.wechat.kept import KeptAnswers
from bot.wechat.message import Message
from bot.wechat.quota import Quotas, moment, window
from bot.wechat.reaction import Reaction

Result = TypeVar("Result")
_LOOK_SECONDS = 1.0
# What is about a person is not kept for later.
_NOT_KEPT = frozenset({"refused", "nothing"})
# What went wrong is no answer: its question is offered to be asked again.
_NO_ANSWER = "trouble"


@dataclass(slots=True)
class LateAnswers:
    """The Deliveries of a service with a data folder; `customer` is None for an account that only replies.

    `clock` is monotonic, in seconds. Each process looks once a second for what others have kept or forgotten.
    """

    answerer: Answerer
    kept_answers: KeptAnswers
    quotas: Quotas
    customer: Customer | None
    log: Log
    clock: Callable[[], float]
    _people: frozenset[str] = frozenset()
    _looked: float = float("-inf")
    _forgotten: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def slow(self, message: Message) -> None:
        """Shows 正在输入, where the account may; nothing waits for it."""
        if self.customer is not None and question_of(message):
            self._begin(self.customer.typing(message.sender))

    def later(self, message: Message, person: str, result: Awaitable[Reaction]) -> None:
        """Delivers `result` when it comes."""
        if question_of(message):
            self._begin(self._guarded(message, person, result))

    async def kept(self, person: str, question: str) -> Reaction | None:
        """The answer kept for this question, unless a notice in it was withdrawn or has expired."""
        try:
            if not question or person not in await self._look():
                return None
            found = await asyncio.to_thread(self.kept_answers.take, person, _private(question))
            return found if found and await self.answerer.quotable(found.notices) else None
        except Exception as error:  # noqa: BLE001  # a border: the question is answered anew
            self.log.error("kept_failed", error=where(error))
            return None

    async def offer(self, person: str, reaction: Reaction) -> Reaction:
        """The reaction, and below it a tap for each question that waits."""
        try:
            if not reaction.text or person not in await self._look():
                return reaction
            waiting = await asyncio.to_thread(self.kept_answers.waiting, person)
            text = reply.offering(reaction.text, [one.question for one in waiting])
            if text == reaction.text:
                return reaction
            await asyncio.to_thread(self.kept_answers.offered, [one.key for one in waiting])
            return Reaction(text, reaction.outcome, reaction.notices)
        except Exception as error:  # noqa: BLE001  # a border: the reaction stands without the offer
            self.log.error("kept_failed", error=where(error))
            return reaction

    async def forget(self, person: str) -> None:
        """Drops kept answers, windows and the conversation, here and in the other processes."""
        try:
            await asyncio.to_thread(self.kept_answers.forget, person)
            await asyncio.to_thread(self.quotas.forget, person)
        except Exception as error:  # noqa: BLE001  # a border: the conversation is forgotten all the same
            self.log.error("forget_failed", error=where(error), user=person)
        await self.answerer.forget(person)

    async def close(self) -> None:
        """Finishes the deliveries that were begun."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def purge(self, seconds: float) -> None:
        """Drops what was kept longer than `seconds`, and windows that are over."""
        await asyncio.to_thread(self.kept_answers.purge, seconds)
        await asyncio.to_thread(self.quotas.purge)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, message: Message, person: str, result: Awaitable[Reaction]) -> None:
        try:
            await self._deliver(message, person, result)
        except Exception as error:  # noqa: BLE001  # a border: a background task
            self.log.error("late_failed", error=where(error), user=person)

    async def _deliver(self, message: Message, person: str, result: Awaitable[Reaction]) -> None:
        key = hashlib.sha256(message.key.encode()).hexdigest()
        kept = self.kept_answers
        if not await self._stored(True, kept.promise, key, person, _private(question_of(message))):
            return  # the same message came once more: it is delivered once
        self._looked = float("-inf")
        reaction = await result
        if not await self.answerer.quotable(reaction.notices):
            reaction = await react(message, self.answerer, person, ())
        if not await self._stored(True, kept.is_promised, key):  # who cannot be looked up still waits
            return
        await self._stored(None, self.quotas.opened, person, window(message), moment(message))
        sent = self.customer is not None and await self.customer.send(message.sender, person, reaction.text)
        if sent or reaction.outcome in _NOT_KEPT:
            await self._stored(None, kept.drop, key)
        elif reaction.outcome != _NO_ANSWER:
            await self._stored(None, kept.keep, key, reaction)
        self.log.info("late", outcome=reaction.outcome, sent=sent, user=person)

    async def _stored(self, otherwise: Result, call: Callable[..., Result], *arguments: object) -> Result:
        """What `call` on the file gives, `otherwise` where it fails: a full disk must not keep an answer from being sent."""
        try:
            return await asyncio.to_thread(call, *arguments)
        except SQLAlchemyError as error:
            self.log.error("kept_failed", error=where(error))
            return otherwise

    async def _look(self) -> frozenset[str]:
        """The people for whom something is kept, as of the last second; those forgotten elsewhere are forgotten here."""
        if self.clock() - self._looked >= _LOOK_SECONDS:
            self._looked = self.clock()
            gone, self._forgotten = await asyncio.to_thread(self.kept_answers.forgotten, self._forgotten)
            for person in gone:
                await self.answerer.forget(person)
            self._people = await asyncio.to_thread(self.kept_answers.people)
        return self._people


def _private(question: str) -> str:
    return outgoing.read(question).text
