"""One simulation from dialogues to report; `scripts/simulate.py` and the benchmarks call it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

import aiohttp

from bot.simulator.account import Account
from bot.simulator.check import checked
from bot.simulator.plan import Load, Talk, plan
from bot.simulator.platform import Platform, Received
from bot.simulator.report import Exchange, Figures, Kind, figures, read
from bot.simulator.script import Dialogue


@dataclass(frozen=True, slots=True)
class Simulation:
    """All exchanges, dialogue by dialogue, then copies and flood, and their figures."""

    dialogues: tuple[tuple[Exchange, ...], ...]
    figures: Figures

    @property
    def exchanges(self) -> list[Exchange]:
        """Every exchange."""
        return [exchange for talk in self.dialogues for exchange in talk]


async def simulate(
    url: str,
    account: Account,
    dialogues: Sequence[Dialogue],
    load: Load | None = None,
    concurrency: int = 1,
    now: Callable[[], float] = time.time,
) -> Simulation:
    """Verify the webhook at `url`, play the dialogues, check every reply. Raises SimulationFailed.

    Each dialogue has a person of its own, new in every run, so a reply that reaches somebody else is noticed.
    """
    load = load or Load()
    talks = plan(account, dialogues, load, now())
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
        platform = Platform(session, url, time.perf_counter, pause=load.pause)
        await platform.verify(account, now())
        before = await platform.handled()
        began = time.perf_counter()
        received = await (platform.arrive(talks) if load.rate else platform.take_turns(talks, concurrency))
        seconds = time.perf_counter() - began
        after = await platform.handled()
        found = await checked(session, url, _read(talks, received, account), load.check)
    handled = None if before is None or after is None else after - before
    exchanges = [exchange for talk in found for exchange in talk]
    return Simulation(tuple(map(tuple, found)), figures(exchanges, seconds, handled))


def repeated(dialogues: Sequence[Dialogue], number: int) -> tuple[Dialogue, ...]:
    """`number` dialogues, going round as often as it takes."""
    return tuple(islice(cycle(dialogues), number))


def _read(talks: Sequence[Talk], received: Sequence[Sequence[Received]], account: Account) -> list[list[Exchange]]:
    found = [[read(one, account, _kind(talk)) for one in own] for talk, own in zip(talks, received, strict=True)]
    for talk, own in zip(talks, found, strict=True):
        if talk.copy_of is not None and not own[0].problem:
            first = found[talk.copy_of][0]
            if not first.problem and first.reply != own[0].reply:
                own[0] = replace(own[0], problem="the copy of a message got another reply than the message")
    return found


def _kind(talk: Talk) -> Kind:
    if talk.copy_of is not None:
        return Kind.COPY
    if talk.is_flood:
        return Kind.FLOOD
    return Kind.DIRT if talk.is_dirt else Kind.QUESTION
