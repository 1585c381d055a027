"""A gap asked over the webhook, answered by an officer, told by customer-service message within a round, over two workers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.answer import Answer, Outcome
from bot.app import Fittings, make_app
from bot.gaps.queue import GapQueue
from bot.identity import identity_key
from bot.logs import open_log
from bot.loop.attending import Rounds, attended
from bot.loop.circle import Circle
from bot.loop.opening import LoopPlace, open_loop
from bot.loop.settings import LoopSettings
from bot.metrics import Metrics
from bot.simulator.api_account import Rights
from bot.wechat.customer import SEND
from bot.wechat.letters import Letters
from bot.wechat.watch import Watch
from tests.fakes.api import SECRET
from tests.fakes.college import College, opened
from tests.fakes.loop import OFFICES, act, asked, fill, open_file
from tests.fakes.wechat import settings

QUESTION = "体育馆的健身房收费吗"
ANSWER = "体育馆健身房对本校学生免费开放。"
TOLD = f"您问过的“{QUESTION}”，后勤保障处已答复：{ANSWER}"
ASKER = "oTheOneWhoAsked"


@dataclass(slots=True)
class Worker:
    """One process of the service, whose rounds come when the test says so."""

    college: College
    client: TestClient | None = None  # type: ignore[type-arg]
    rounds: Rounds | None = None
    letters: Letters = field(default_factory=Letters)

    async def ask(self, person: str, text: str) -> str:
        assert self.client is not None
        return await self.college.says(self.client, self.college.asks(person, text))

    async def round(self) -> None:
        assert self.rounds is not None
        await self.rounds.once()

    @asynccontextmanager
    async def loop(self, place: LoopPlace) -> AsyncIterator[tuple[Circle, Rounds]]:
        async with open_loop(place, open_log(self.college.bench.log), self.letters) as (circle, rounds):
            self.rounds = rounds
            quiet = Rounds(circle, rounds.outbox, lambda: None, lambda: None, rounds.log)
            yield circle, quiet

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Worker"]:
        clock, folder = self.college.bench.clock, self.college.folder
        configured = settings(secret=SECRET, api_base=self.college.bench.base)
        log = open_log(self.college.bench.log)
        place = LoopPlace(
            folder, folder / "k.sqlite3", OFFICES, LoopSettings(), identity_key(configured), lambda: _now(self.college)
        )
        app = make_app(
            attended(nullcontext(self.college.answerer), self.loop(place), log),
            configured,
            Watch(log, Metrics(), now=clock, clock=clock),
            Fittings(folder=folder, letters=self.letters),
        )
        async with TestClient(TestServer(app)) as client:
            self.client = client
            yield self


def _now(college: College) -> datetime:
    return datetime.fromtimestamp(college.bench.clock(), UTC)


@asynccontextmanager
async def workers(folder: Path, rights: Rights | None = None) -> AsyncIterator[tuple[College, Worker, Worker]]:
    async with opened(folder, rights) as college, AsyncExitStack() as stack:
        college.gate.set()
        college.answerer.answers[QUESTION] = Answer(Outcome.NOT_FOUND, "没有查到。", bundle="b1")
        one, two = [await stack.enter_async_context(Worker(college).running()) for _ in range(2)]
        yield college, one, two


async def _asked_and_answered(college: College, worker: Worker) -> None:
    """The question finds nothing, reaches the office's queue, and the office answers."""
    assert await worker.ask(ASKER, QUESTION) == "没有查到。"
    fill(college.folder, asked(QUESTION, at=_now(college)))
    await worker.round()
    file = open_file(college.folder)
    assert GapQueue(file).answer(1, ANSWER, act(at=_now(college))) == 1
    file.close()


async def test_who_asked_is_told_by_message_within_a_round_and_once(tmp_path: Path) -> None:
    """Whichever worker's round comes first, both at once, and never below a later answer."""
    async with workers(tmp_path) as (college, one, two):
        await _asked_and_answered(college, one)
        assert not college.sent()
        await asyncio.gather(two.round(), one.round())
        assert college.sent() == [TOLD]
        assert college.bench.fake.account.sent[0]["touser"] == ASKER
        college.bench.clock.at += 3600
        assert await one.ask(ASKER, "住宿费") == "住宿费900元。"
        await asyncio.gather(two.round(), one.round())
        assert len(college.sent()) == 1
    assert ASKER.encode() not in college.bench.log.getvalue()


async def test_at_night_nobody_is_written_to(tmp_path: Path) -> None:
    """What came in the evening goes out in the morning."""
    async with workers(tmp_path) as (college, one, _):
        await _asked_and_answered(college, one)
        clock = college.bench.clock
        clock.at += (23 - _now(college).hour) * 3600
        await one.round()
        assert not college.sent()
        clock.at += 9 * 3600
        await one.round()
        assert college.sent() == [TOLD]


async def test_after_forty_eight_hours_it_waits_for_the_next_contact(tmp_path: Path) -> None:
    """WeChat is not even asked; the next answer has it below, once."""
    async with workers(tmp_path) as (college, one, two):
        await _asked_and_answered(college, one)
        college.bench.clock.at += 49 * 3600
        await two.round()
        assert SEND not in college.bench.fake.calls
        assert await two.ask(ASKER, "住宿费") == f"住宿费900元。\n\n{TOLD}"
        await one.round()
        assert not college.sent()


@pytest.mark.parametrize("fault", [45015, 45047, 48001, 45009, 40164, -1, "cut", "html"])
async def test_what_wechat_refuses_waits_for_the_next_contact_and_is_told_once(
    tmp_path: Path, fault: str | int
) -> None:
    """Refused once, it is not sent later as well."""
    async with workers(tmp_path) as (college, one, two):
        college.bench.fake.fail(fault, SEND, times=3 if fault == -1 else 1)
        await _asked_and_answered(college, one)
        for _ in range(3):
            await one.round()
            await two.round()
        assert not college.sent()
        assert await two.ask(ASKER, "住宿费") == f"住宿费900元。\n\n{TOLD}"
        assert await one.ask(ASKER, "住宿费") == "住宿费900元。"
        await one.round()
        assert not college.sent()


async def test_an_account_without_the_right_tells_on_the_next_contact(tmp_path: Path) -> None:
    """An unverified account loses nothing."""
    async with workers(tmp_path, Rights(verified=False)) as (college, one, two):
        await _asked_and_answered(college, one)
        await one.round()
        assert await two.ask(ASKER, "住宿费") == f"住宿费900元。\n\n{TOLD}"


async def test_a_subscriber_reads_of_a_new_notice_and_who_has_gone_reads_nothing(tmp_path: Path) -> None:
    """Unfollowing deletes the address and what waits."""
    async with workers(tmp_path) as (college, one, two):
        await one.ask("oSubscriber", "订阅招生")
        await _asked_and_answered(college, one)
        assert one.client is not None
        await college.event(one.client, ASKER, "unsubscribe")
        await two.round()
        assert not college.sent()
        assert one.rounds is not None
        assert one.rounds.circle.subscriptions.counts() == {"招生": 1, "": 1}
        with college.bench.file.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM addresses").scalar() == 1
