"""Several worker processes behind one address: a message is answered once, whichever of them its tries reach."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Fittings, make_app
from bot.claims import shared_claims
from bot.logs import open_log
from bot.simulator.account import Account, Mode, Parcel
from bot.wechat import reply
from bot.wechat.watch import Watch
from bot.wechat.webhook import Patience
from tests.fakes.answerer import PLAIN, ScriptedAnswerer
from tests.fakes.wechat import NOW, Service, settings


@dataclass(slots=True)
class Worker:
    """One worker, its answerer and its counters."""

    service: Service
    client: TestClient  # type: ignore[type-arg]

    async def send(self, parcel: Parcel) -> str:
        """What a person sees after one try at this worker."""
        response = await self.client.post(f"/wechat?{parcel.query}", data=parcel.body)
        return Account(settings(), Mode.SAFE).read(parcel, await response.read())

    def handled(self) -> float:
        labels = {"channel": "wechat", "kind": "text", "outcome": "answered"}
        return self.service.counted("gongkai_messages_total", **labels)


Hire = Callable[[ScriptedAnswerer], Awaitable[Worker]]


@pytest.fixture
async def hire(tmp_path: Path) -> AsyncIterator[Hire]:
    """Adds a worker over the same data folder."""
    async with AsyncExitStack() as stack:

        async def start(answerer: ScriptedAnswerer) -> Worker:
            service = Service(answerer)
            log = open_log(service.stream)
            watch = Watch(log, service.metrics, now=lambda: NOW)
            claims, patience = shared_claims(tmp_path, log, lambda: NOW), Patience(hold=0.3, last=0.3)
            app = make_app(nullcontext(answerer), settings(), watch, Fittings(patience, claims=claims))
            return Worker(service, await stack.enter_async_context(TestClient(TestServer(app))))

        yield start


def _parcel(question: str = "学费", number: int = 1) -> Parcel:
    return Account(settings(), Mode.SAFE).text("oA", question, number, NOW)


async def test_a_retry_at_another_worker_gets_the_first_one_s_answer(hire: Hire) -> None:
    """The second worker asks nothing itself, and one message is counted."""
    one, two = await hire(ScriptedAnswerer(gate=asyncio.Event())), await hire(ScriptedAnswerer())
    first = asyncio.create_task(one.send(_parcel()))
    await one.service.answerer.arrived.wait()
    second = asyncio.create_task(two.send(_parcel()))
    await asyncio.sleep(0.1)
    assert one.service.answerer.gate is not None
    one.service.answerer.gate.set()
    assert [await first, await second] == [PLAIN.text] * 2
    assert await two.send(_parcel()) == PLAIN.text
    assert two.service.answerer.asked == []
    assert (one.handled(), two.handled()) == (1, 0)


async def test_the_last_try_is_the_last_over_all_workers(hire: Hire) -> None:
    """Tries one and two stay silent, the third gives up with a kind line, wherever each arrives."""
    one, two = await hire(ScriptedAnswerer(gate=asyncio.Event())), await hire(ScriptedAnswerer())
    seen = [await worker.send(_parcel()) for worker in (one, two, one)]
    assert seen == ["", "", reply.slow("学费")]
    assert one.service.answerer.gate is not None
    one.service.answerer.gate.set()


async def test_different_messages_are_answered_by_whoever_gets_them(hire: Hire) -> None:
    """The claims of one message hold up no other."""
    one, two = await hire(ScriptedAnswerer()), await hire(ScriptedAnswerer())
    await asyncio.gather(*(worker.send(_parcel(str(n), n)) for n, worker in enumerate([one, two] * 10)))
    assert (one.handled(), two.handled()) == (10, 10)


async def test_a_restarted_worker_still_knows_what_it_answered(hire: Hire) -> None:
    """A message that was answered before the restart and asked again after it is not answered anew."""
    one = await hire(ScriptedAnswerer())
    assert await one.send(_parcel()) == PLAIN.text
    await one.client.close()
    again = await hire(ScriptedAnswerer())
    assert await again.send(_parcel()) == PLAIN.text
    assert again.service.answerer.asked == []
