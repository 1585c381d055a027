"""WeChat's side of the wire: sends each message up to three times within 5 s, when it is due or so many at a time.

Requests are made before the clock starts and replies are read after it stops, so that a load test on the same
machine measures the service and not the simulator.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from bot.errors import SimulationFailed
from bot.simulator.account import Account, Parcel
from bot.simulator.plan import Talk

TRIES = 3
PATIENCE_SECONDS = 5.0
_ECHO = "simulated-echo-20260901"
_HANDLED = re.compile(r'^gongkai_messages_total\{channel="wechat"[^}]*\} (\S+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Received:
    """What came back for one message: `body` is None when all tries failed; `seconds` count from when it was due."""

    parcel: Parcel
    body: bytes | None = field(repr=False)
    status: int
    tries: int
    seconds: float


class Platform:
    """Talks to one webhook; `clock` is monotonic, in seconds.

    A try lasts `patience` seconds; after one that was refused or cut the next follows in `pause` seconds, about which the
    platform's documents say nothing.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        clock: Callable[[], float],
        patience: float = PATIENCE_SECONDS,
        pause: float = 1.0,
    ) -> None:
        self._session = session
        self._url = url
        self._clock = clock
        self._pause = pause
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

    async def arrive(self, talks: Sequence[Talk]) -> list[list[Received]]:
        """Begin each talk when it is due, whatever the service does (open loop). Results in the order given."""
        began = self._clock()
        running: dict[int, asyncio.Task[list[Received]]] = {}
        for place in sorted(range(len(talks)), key=lambda place: talks[place].at):
            due = began + talks[place].at
            await asyncio.sleep(max(0.0, due - self._clock()))
            running[place] = asyncio.create_task(self._talk(due, talks[place]))
        return [await running[place] for place in range(len(talks))]

    async def take_turns(self, talks: Sequence[Talk], concurrency: int) -> list[list[Received]]:
        """So many talks at a time, the next as soon as one has ended (closed loop). Results in the order given."""
        results: list[list[Received]] = [[] for _ in talks]
        waiting = iter(sorted(range(len(talks)), key=lambda place: talks[place].at))

        async def worker() -> None:
            for place in waiting:
                results[place] = await self._talk(self._clock(), talks[place])

        await asyncio.gather(*(worker() for _ in range(max(1, concurrency))))
        return results

    async def _talk(self, due: float, talk: Talk) -> list[Received]:
        received = []
        for parcel in talk.parcels:
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
            except TimeoutError:
                continue
            except aiohttp.ClientError:
                await asyncio.sleep(self._pause if attempt < TRIES else 0)
                continue
            if status < 500:
                return Received(parcel, body, status, attempt, self._clock() - due)
        return Received(parcel, None, status, TRIES, self._clock() - due)

    def _at(self, query: str) -> URL:
        return URL(f"{self._url}?{query}", encoded=True)
