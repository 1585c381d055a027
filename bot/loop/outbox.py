"""The seam to whatever may write to people of its own accord: customer-service messages, while they are allowed."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.loop.notes import Note, NoteBox


class Outbox(Protocol):
    """Sends to people by their pseudonym (bot/identity.py); only what knows the account can lead one back to an OpenID."""

    async def send(self, person: str, text: str) -> bool:
        """Whether `text` was delivered; never raises. False, and quickly, where it may not be sent now."""
        ...


class Closed:
    """The outbox of an account that only replies: everything waits for the next contact."""

    async def send(self, person: str, text: str) -> bool:
        """Nothing is sent."""
        del person, text
        return False


async def deliver(box: NoteBox, outbox: Outbox, telling: Callable[[Sequence[Note]], str], now: datetime) -> int:
    """Sends what waits to those to whom it may be sent, and forgets what was delivered; how many people were told.

    `telling` gives the text of notes, "" where none of them may be told any more (a withdrawn notice).
    """
    told = 0
    for person in await asyncio.to_thread(box.people, now):
        notes = await asyncio.to_thread(box.waiting, person, now)
        text = await asyncio.to_thread(telling, notes)
        if text and await outbox.send(person, text):
            await asyncio.to_thread(box.told, person, notes)
            told += 1
    return told
