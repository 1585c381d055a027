"""One simulation from dialogues to report; `scripts/simulate.py` and the benchmark call it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice

import aiohttp

from bot.simulator.account import Account, Parcel
from bot.simulator.platform import Pace, Platform
from bot.simulator.report import Exchange, Figures, figures, read
from bot.simulator.script import Dialogue


@dataclass(frozen=True, slots=True)
class Simulation:
    """All exchanges, dialogue by dialogue, and their figures."""

    dialogues: tuple[tuple[Exchange, ...], ...]
    figures: Figures


async def simulate(
    url: str,
    account: Account,
    dialogues: Sequence[Dialogue],
    pace: Pace,
    now: Callable[[], float] = time.time,
) -> Simulation:
    """Verify the webhook at `url`, play the dialogues, check every reply. Raises SimulationFailed.

    Each dialogue has a person of its own, new in every run, so a reply that reaches somebody else is noticed.
    """
    parcels = _parcels(account, dialogues, now())
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
        platform = Platform(session, url, time.perf_counter)
        await platform.verify(account, now())
        before = await platform.handled()
        began = time.perf_counter()
        received = await platform.play(parcels, pace)
        seconds = time.perf_counter() - began
        after = await platform.handled()
    talks = tuple(tuple(read(one, account) for one in talk) for talk in received)
    handled = None if before is None or after is None else after - before
    return Simulation(talks, figures([exchange for talk in talks for exchange in talk], seconds, handled))


def repeated(dialogues: Sequence[Dialogue], number: int) -> tuple[Dialogue, ...]:
    """`number` dialogues, going round as often as it takes."""
    return tuple(islice(cycle(dialogues), number))


def _parcels(account: Account, dialogues: Sequence[Dialogue], now: float) -> list[list[Parcel]]:
    message_ids = count(int(now * 1e6))
    return [
        [
            account.text(f"oSimulated{int(now * 1e3):x}{person:07d}", question, next(message_ids), now)
            for question in dialogue.questions
        ]
        for person, dialogue in enumerate(dialogues)
    ]
