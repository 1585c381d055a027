"""Whether replies answer their own question: the same question, asked of the API by nobody in particular, says the same."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

import aiohttp
from yarl import URL

from bot.simulator.report import Exchange, Kind

_AT_A_TIME = 4
# A notice that is named may be tapped where it is named.
_TAP = re.compile(r"<a [^>]*>(.*?)</a>")
_COMPARED = 200
_TRIES = 3
WRONG = "wrong: the reply is not what /api/ask says to this question"
UNCHECKED = "wrong: /api/ask could not be asked"


def sample(talks: Sequence[Sequence[Exchange]], number: int) -> list[int]:
    """The places of `number` answered first questions: those that were asked more than once, then evenly among the others."""
    asked = [place for place, talk in enumerate(talks) if talk[0].kind is Kind.QUESTION and not talk[0].problem]
    again = [place for place in asked if talks[place][0].tries > 1][:number]
    others = [place for place in asked if talks[place][0].tries == 1]
    room = min(number - len(again), len(others))
    return again + [others[step * len(others) // room] for step in range(room)]


async def checked(
    session: aiohttp.ClientSession, url: str, talks: Sequence[Sequence[Exchange]], number: int
) -> list[list[Exchange]]:
    """The same talks, with a problem where a first reply does not begin with the text that the API gives."""
    found = [list(talk) for talk in talks]
    waiting = iter(sample(talks, number))

    async def worker() -> None:
        for place in waiting:
            found[place][0] = await _checked(session, URL(url).with_path("/api/ask"), found[place][0])

    await asyncio.gather(*(worker() for _ in range(_AT_A_TIME)))
    return found


async def _checked(session: aiohttp.ClientSession, api: URL, exchange: Exchange) -> Exchange:
    text = await _asked(session, api, exchange.question)
    if text is None:
        return replace(exchange, problem=UNCHECKED, is_checked=True)
    is_right = _plain(exchange.reply).startswith(_plain(text).strip()[:_COMPARED])
    return replace(exchange, problem="" if is_right else WRONG, is_checked=True)


async def _asked(session: aiohttp.ClientSession, api: URL, question: str) -> str | None:
    """What the API says to a question, None where it says nothing; a worker that ends may close the connection meanwhile."""
    for _ in range(_TRIES):
        try:
            async with session.post(api, json={"question": question}) as response:
                text = (await response.json())["text"]
        except (aiohttp.ClientConnectionError, TimeoutError):
            continue
        except (aiohttp.ClientError, ValueError, KeyError):
            return None
        return text if isinstance(text, str) else None
    return None


def _plain(reply: str) -> str:
    return _TAP.sub(r"\1", reply)
