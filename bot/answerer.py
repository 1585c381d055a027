"""The seam between the channels (WeChat, the chat page, the API, the command) and what finds the answers."""

from collections.abc import Collection
from typing import Protocol

from bot.answer import Answer


class Answerer(Protocol):
    """Answers questions out of the live bundle."""

    @property
    def bundle(self) -> str | None:
        """The live bundle's id; None while the answerer is not ready."""
        ...

    async def answer(self, question: str, conversation: str | None) -> Answer:
        """Answer any text and never raise; `conversation` is an opaque key for follow-ups, None for none."""
        ...

    async def quotable(self, notices: Collection[str]) -> bool:
        """Whether all of these notices may be quoted at this moment: none withdrawn, expired or unknown."""
        ...

    async def owes(self, person: str) -> bool:
        """Whether something may have to be said to a person of the service's own accord; never raises."""
        ...

    async def forget(self, conversation: str) -> None:
        """Drop what is kept of whoever asks under this key; never raise."""
        ...
