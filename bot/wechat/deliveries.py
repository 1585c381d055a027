"""The seam between the webhook and what is said later: typing status, late answers, what waits for a person."""

from collections.abc import Awaitable
from typing import Protocol

from bot.wechat.message import Message
from bot.wechat.reaction import Reaction


class Deliveries(Protocol):
    """Takes over where a passive reply comes too late; people are pseudonyms. No verb raises."""

    def slow(self, message: Message) -> None:
        """A message takes longer than WeChat's first patience."""
        ...

    def later(self, message: Message, person: str, result: Awaitable[Reaction]) -> None:
        """The last try of a message has been given up: `result` is delivered when it comes, or kept for its question."""
        ...

    async def kept(self, person: str, question: str) -> Reaction | None:
        """The answer kept for this very question of this person, once; None where none is, or it may not be quoted now."""
        ...

    async def offer(self, person: str, reaction: Reaction) -> Reaction:
        """The reaction to something else, with what waits for the person below it, where it fits."""
        ...

    async def forget(self, person: str) -> None:
        """Drops all that is kept of a person."""
        ...

    async def close(self) -> None:
        """Finishes what was begun."""
        ...


class Passive:
    """Nothing but passive replies: for a service that has no folder to keep anything in."""

    def slow(self, message: Message) -> None:
        """Nothing to show."""

    def later(self, message: Message, person: str, result: Awaitable[Reaction]) -> None:
        """The answer is dropped; whoever repeats the question within a minute gets it from the retries' record."""

    async def kept(self, person: str, question: str) -> Reaction | None:  # noqa: ARG002
        """Nothing is kept."""
        return None

    async def offer(self, person: str, reaction: Reaction) -> Reaction:  # noqa: ARG002
        """Nothing waits."""
        return reaction

    async def forget(self, person: str) -> None:
        """Nothing is kept."""

    async def close(self) -> None:
        """Nothing was begun."""
