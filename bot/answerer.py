"""The seam between the channels (WeChat, the chat page, the API, the command) and what finds the answers."""

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
