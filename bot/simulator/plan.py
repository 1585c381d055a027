"""What is sent and when: people's dialogues, and among them dirt, copies and a flood, all drawn from one seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from random import Random

from bot.simulator.account import Account, Parcel
from bot.simulator.dirt import DIRT, Sender
from bot.simulator.script import Dialogue

_COPY_SECONDS = 2.0
_FLOOD_SECONDS = 0.01
FLOOD_QUESTION = "学费是多少"


@dataclass(frozen=True, slots=True)
class Load:
    """What comes beside the dialogues: `dirty` and `duplicates` are shares of them, `flood` messages of one person.

    `rate` is dialogues a second in random (Poisson) arrivals, None for as fast as replies come. `check` replies are held
    against what `/api/ask` says to the same question. `pause` is the time from a try that was refused or cut to the next.
    """

    rate: float | None = None
    dirty: float = 0.0
    duplicates: float = 0.0
    flood: int = 0
    check: int = 0
    seed: int = 0
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Talk:
    """Messages of one person, one after the other, beginning at `at` seconds; `copy_of` is the place of the talk repeated."""

    at: float
    parcels: tuple[Parcel, ...]
    copy_of: int | None = None
    is_flood: bool = False
    is_dirt: bool = False


def plan(account: Account, dialogues: Sequence[Dialogue], load: Load, now: float) -> list[Talk]:
    """All talks, dialogues first and in their order; each person is new in every run."""
    rng, message_ids = Random(load.seed), count(int(now * 1e6))  # noqa: S311 - a repeatable load, no secret
    gaps = (rng.expovariate(load.rate) if load.rate else 1.0 for _ in dialogues)
    talks: list[Talk] = []
    for person, (at, dialogue) in enumerate(zip(accumulate(gaps), dialogues, strict=True)):
        openid = f"oSimulated{int(now * 1e3):x}{person:07d}"
        if rng.random() < load.dirty:
            parcel = rng.choice(DIRT)(account, Sender(openid, next(message_ids), now))
            talks.append(Talk(at, (parcel,), is_dirt=True))
        else:
            sent = (account.text(openid, question, next(message_ids), now) for question in dialogue.questions)
            talks.append(Talk(at, tuple(sent)))
    first = [(place, talk) for place, talk in enumerate(talks) if rng.random() < load.duplicates]
    copies = [Talk(talk.at + rng.random() * _COPY_SECONDS, talk.parcels[:1], copy_of=place) for place, talk in first]
    return talks + copies + _flood(account, talks, load, now)


def _flood(account: Account, talks: Sequence[Talk], load: Load, now: float) -> list[Talk]:
    began = talks[len(talks) // 2].at if talks else 0.0
    openid = f"oFlood{int(now * 1e3):x}"
    return [
        Talk(
            began + number * _FLOOD_SECONDS,
            (account.text(openid, f"{FLOOD_QUESTION}{number}", int(now * 1e6) - 1 - number, now),),
            is_flood=True,
        )
        for number in range(load.flood)
    ]
