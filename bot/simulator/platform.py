"""WeChat's side of the wire: sends each message up to three times within 5 s, at a given rate or concurrency.

Requests are made before the clock starts and replies are read after it stops, so that a load test on the same
machine measures the service and not the simulator.
"""

import asyncio
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from bot.errors import SimulationFailed
from bot.simulator.account import Account, Parcel

TRIES = 3
PATIENCE_SECONDS = 5.0
_ECHO = "simulated-echo-20260901"
_HANDLED = re.compile(r'^gongkai_messages_total\{channel="wechat"[^}]*\} (\S+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pace:
    """`rate` dialogues a second whatever the service does (open loop), or else `concurrency` at a time (closed)."""

    rate: float | None = None
    concurrency: int = 1


@dataclass(frozen=True, slots=True)
class Received:
    """What came back for one message: `body` is None when all tries failed; `seconds` count from when it was due."""

    parcel: Parcel
    body: bytes | None = field(repr=False)
    status: int
    tries: int
    seconds: float


class Platform:
    """Talks to one webhook; `clock` is monotonic, in seconds."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        clock: Callable[[], float],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._session = session
        self._url = url
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=patience)

    async def verify(self, account: Account, now: float) -> None:
        """Verify the address as the platform does when it is entered; raises SimulationFailed."""
        try:
            async with self._session.get(self._at(account.verification(_ECHO, now)), timeout=self._timeout) as response:
                status, text = response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise SimulationFailed(f"nothing answers at {self._url}: is `gongkai serve` running there?") from error
        if status == 403:
            raise SimulationFailed(f"{self._url} refused the signature: token and keys must be the service's")
        if status != 200 or text != _ECHO:
            raise SimulationFailed(f"{self._url} did not give the echo back (status {status})")

    async def handled(self) -> int | None:
        """How many distinct messages the service says it handled since it started; None where `/metrics` is closed."""
        try:
            async with self._session.get(URL(self._url).with_path("/metrics"), timeout=self._timeout) as response:
                text = await response.text()
        except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError):
            return None
        return round(sum(map(float, _HANDLED.findall(text)))) if response.status == 200 else None

    async def play(self, dialogues: Sequence[Sequence[Parcel]], pace: Pace) -> list[list[Received]]:
        """Send everything at the given pace; the turns of a dialogue follow each other. Results in the order given."""
        began = self._clock()
        if pace.rate:
            due = (began + number / pace.rate for number in itertools.count())
            return list(
                await asyncio.gather(*(self._later(at, talk) for at, talk in zip(due, dialogues, strict=False)))
            )
        results: list[list[Received]] = [[] for _ in dialogues]
        waiting = iter(range(len(dialogues)))

        async def worker() -> None:
            for number in waiting:
                results[number] = await self._talk(self._clock(), dialogues[number])

        await asyncio.gather(*(worker() for _ in range(max(1, pace.concurrency))))
        return results

    async def _later(self, due: float, talk: Sequence[Parcel]) -> list[Received]:
        await asyncio.sleep(max(0.0, due - self._clock()))
        return await self._talk(due, talk)

    async def _talk(self, due: float, talk: Sequence[Parcel]) -> list[Received]:
        received = []
        for parcel in talk:
            received.append(await self._deliver(parcel, due))
            due = self._clock()
        return received

    async def _deliver(self, parcel: Parcel, due: float) -> Received:
        address, status = self._at(parcel.query), 0
        for attempt in range(1, TRIES + 1):
            try:
                async with self._session.post(
                    address, data=parcel.body, headers={"Content-Type": "text/xml"}, timeout=self._timeout
                ) as response:
                    status, body = response.status, await response.read()
            except (aiohttp.ClientError, TimeoutError):
                continue
            if status < 500:
                return Received(parcel, body, status, attempt, self._clock() - due)
        return Received(parcel, None, status, TRIES, self._clock() - due)

    def _at(self, query: str) -> URL:
        return URL(f"{self._url}?{query}", encoded=True)
