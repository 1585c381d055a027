"""Where one message of one person is attended to: their pace, what waits for them, the answer, what is said later."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

from bot import outgoing
from bot.answerer import Answerer
from bot.wechat import reply
from bot.wechat.deliveries import Deliveries
from bot.wechat.events import NOTHING, ends_all, question_of, react
from bot.wechat.keywords import Keywords
from bot.wechat.letters import Letters
from bot.wechat.message import Message
from bot.wechat.pace import Pace
from bot.wechat.reaction import Reaction


@dataclass(frozen=True, slots=True)
class Desk:
    """Between the webhook, which knows the wire, and the answerer, which knows the notices."""

    answerer: Answerer
    examples: Sequence[str]
    deliveries: Deliveries
    pace: Pace
    keywords: Keywords
    letters: Letters = field(default_factory=Letters)

    async def react(self, message: Message, person: str) -> Reaction:
        """The reaction to one message; `person` is the sender's pseudonym."""
        if ends_all(message):
            self.pace.forget(person)
            await self.deliveries.forget(person)
            await self.letters.forget(person)
            return NOTHING
        question = question_of(message)
        wait = self.pace.wait(person) if question else 0.0
        if wait is None:
            return Reaction(reply.TOO_FAST, "slowed")
        if wait:
            await asyncio.sleep(wait)
        reaction = self._fixed(message) or await self.deliveries.kept(person, question)
        reaction = reaction or await react(message, self.answerer, person, self.examples)
        await self.letters.heard(message, person, self.answerer)
        return await self.deliveries.offer(person, reaction)

    async def repeat(self, message: Message) -> Reaction:
        """The reaction to what was sent long ago and is not WeChat's own retry: an answer that changes nothing."""
        return self._fixed(message) or await react(message, self.answerer, None, self.examples)

    def _fixed(self, message: Message) -> Reaction | None:
        """What staff want said to these words, or to a new follower, whatever the notices say."""
        if message.kind == "event" and message.event == "subscribe" and self.keywords.welcome:
            return Reaction(reply.welcome(self.examples, self.keywords.welcome), "welcome")
        text = self.keywords.reply(question_of(message))
        return Reaction(reply.compose(text), "keyword") if text else None

    def slow(self, message: Message) -> None:
        """WeChat has asked a second time, and there is no answer yet."""
        self.deliveries.slow(message)

    def give_up(self, message: Message, person: str, result: Awaitable[Reaction]) -> str:
        """What the last try gets; `result` is delivered when it comes."""
        self.deliveries.later(message, person, result)
        return reply.slow(outgoing.read(question_of(message)).text)
