"""The seam to whatever may write to people of its own accord: customer-service messages, while they are allowed."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.loop.notes import Note, NoteBox

MOST_BYTES = 1800
"""What one message tells at most: WeChat takes 2048 bytes."""
Result = TypeVar("Result")
Telling = Callable[[Sequence[Note]], str]


class Outbox(Protocol):
    """Sends to people by their pseudonym (bot/identity.py); only what knows the account can lead one back to an OpenID."""

    async def reach(self, people: Collection[str]) -> Collection[str]:
        """Those of `people` to whom something may be sent now; never raises. Asked in every round, whoever waits."""
        ...

    async def send(self, person: str, text: str) -> bool:
        """Whether `text` was delivered; never raises. False, and quickly, where it may not be sent now."""
        ...


class Closed:
    """The outbox of an account that only replies: everything waits for the next contact."""

    async def reach(self, people: Collection[str]) -> Collection[str]:
        """Nobody."""
        del people
        return ()

    async def send(self, person: str, text: str) -> bool:
        """Nothing is sent."""
        del person, text
        return False


async def deliver(box: NoteBox, outbox: Outbox, telling: Telling, now: datetime) -> int:
    """Sends what waits to those to whom it may be sent, one message each; how many people were told.

    `telling` gives the text of notes, "" where none of them may be told any more (a withdrawn notice). What could not be
    sent waits for the person's next contact and is not tried again: whether it has arrived all the same cannot be known.
    """
    people = await asyncio.to_thread(box.people, now)
    told = 0
    for person in await outbox.reach(people):
        told += await _finished(_sent(box, outbox, telling, person, now))
    return told


def portion(notes: Sequence[Note], telling: Telling) -> Sequence[Note]:
    """As many of the first notes as one message holds. A single note that is too long is cut by the channel."""
    taken: list[Note] = []
    while len(taken) < len(notes) and len(telling([*taken, notes[len(taken)]]).encode()) <= MOST_BYTES:
        taken.append(notes[len(taken)])
    return taken or notes[:1]


async def _sent(box: NoteBox, outbox: Outbox, telling: Telling, person: str, now: datetime) -> bool:
    mine, text = await asyncio.to_thread(_handed, box, telling, person, now)
    if not mine:
        return False
    is_sent = await outbox.send(person, text)
    await asyncio.to_thread(box.sent if is_sent else box.missed, person, mine)
    return is_sent


def _handed(box: NoteBox, telling: Telling, person: str, now: datetime) -> tuple[Sequence[Note], str]:
    tellable = [note for note in box.unsent(person, now) if telling([note])]
    mine = box.hand(person, portion(tellable, telling), now)
    return mine, telling(mine)


async def _finished(work: Coroutine[Any, Any, Result]) -> Result:
    """What `work` gives; a service that stops meanwhile lets it end, for what was sent must be noted as sent."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
