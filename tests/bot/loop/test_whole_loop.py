"""A gap asked over the webhook, answered by an officer, told to the asker, made a notice, and then answered by retrieval."""

import asyncio
import io
import os
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from bot.app import Fittings, make_app
from bot.chat import feedback
from bot.chat.routes import Site
from bot.gaps.drafting import Drafter
from bot.gaps.gap import State
from bot.gaps.queue import GapQueue
from bot.health import ANSWERER
from bot.identity import identity_key
from bot.live import live_answerer
from bot.logs import open_log
from bot.loop.attending import Rounds, attended
from bot.loop.circle import Circle
from bot.loop.opening import LoopPlace, open_loop
from bot.loop.settings import LoopSettings
from bot.metrics import Metrics
from bot.place import Place
from bot.simulator.account import Account, Mode
from bot.wechat.watch import Watch
from index import encoders
from index.encoder import OnnxEncoder
from index.publish import publish
from knowledge.life import Policy, Publishing, Reviewer
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from scripts.sections import encoder_cache
from tests.fakes.ledger import written
from tests.fakes.loop import MONDAY, OFFICES, act, open_file
from tests.fakes.notices import BY, FEES, LIBRARY, NETWORK, SCHOLARSHIP, cut, save
from tests.fakes.wechat import settings

QUESTION = "体育馆的健身房收费吗"
ANSWER = "体育馆健身房对本校学生免费开放，凭校园卡进入。"
CAREFUL = Policy(Publishing.AFTER_CHECK, Reviewer.ANOTHER)
SENT = MONDAY.timestamp()


@dataclass(slots=True)
class College:
    """A data folder, its running service, and people who write to it."""

    data: Path
    client: TestClient | None = None  # type: ignore[type-arg]
    rounds: Rounds | None = None
    log: io.BytesIO = field(default_factory=io.BytesIO)
    account: Account = field(default_factory=lambda: Account(settings(), Mode.SAFE))
    _messages: int = 0

    @property
    def store(self) -> Path:
        return self.data / "knowledge.sqlite3"

    def publish(self) -> str:
        encoder = OnnxEncoder.open(encoders.obtain("default", encoder_cache(os.environ), self.data))
        with KnowledgeStore.open(self.store, CAREFUL) as store:
            return publish(store.published(), encoder, self.data, MONDAY).id

    async def ask(self, person: str, text: str) -> str:
        self._messages += 1
        parcel = self.account.text(person, text, self._messages, SENT)
        assert self.client is not None
        response = await self.client.post(f"/wechat?{parcel.query}", data=parcel.body)
        return self.account.read(parcel, await response.read())

    async def round(self, asked: int = 0, judged: int = 0) -> None:
        """One round over the ledger, once that holds what was `asked` and `judged` so far."""
        assert self.rounds is not None
        assert self.client is not None
        await written(self.data, asked, judged)
        await self.rounds.once()

    @asynccontextmanager
    async def loop(self) -> AsyncIterator[tuple[Circle, Rounds]]:
        chosen = LoopSettings(public_url="https://bot.example.edu.cn")
        place = LoopPlace(self.data, self.store, OFFICES, chosen, identity_key(settings()), lambda: MONDAY)
        async with open_loop(place, open_log(self.log)) as (circle, rounds):
            self.rounds = rounds
            yield circle, rounds


@pytest.fixture
async def college(tmp_path: Path, aiohttp_client: AiohttpClient) -> College:
    found = College(tmp_path / "data")
    with KnowledgeStore.open(found.store, CAREFUL) as store:
        for notice, passages in (FEES, LIBRARY, NETWORK, SCHOLARSHIP):
            store.save(notice, passages, BY, MONDAY)
            store.approve(notice.id, act("李老师").by, MONDAY)
    await asyncio.to_thread(found.publish)
    log = open_log(found.log)
    place = Place(found.data, found.store, OFFICES, lambda: MONDAY, time.monotonic)
    answerer = attended(live_answerer(place, log), found.loop(), log)
    watch = Watch(log, Metrics(), now=lambda: SENT)
    app = make_app(answerer, settings(), watch, Fittings(site=Site(feedback=found.data / feedback.FILE)))
    found.client = await aiohttp_client(app)
    return found


async def until(client: TestClient, bundle: str) -> None:  # type: ignore[type-arg]
    """Waits until the service answers out of `bundle`."""
    async with asyncio.timeout(20):
        while client.server.app[ANSWERER].bundle != bundle:  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_a_question_without_an_answer_becomes_one_that_retrieval_answers(college: College) -> None:
    """The whole way: gap, answer, told once, draft, review by another, publish, quoted with its source."""
    first = await college.ask("oAsker", QUESTION)
    assert ANSWER not in first
    await college.round(asked=1)
    file = open_file(college.data)
    queue = GapQueue(file)
    (gap,) = queue.list()
    assert (gap.office, gap.state, queue.show(gap.id).waiting) == ("后勤保障处", State.ASSIGNED, 1)

    assert queue.answer(gap.id, ANSWER, act("王老师")) == 1
    told = await college.ask("oAsker", "谢谢")
    assert f"您问过的“{QUESTION}”，后勤保障处已答复：{ANSWER}" in told
    assert ANSWER not in await college.ask("oAsker", "谢谢")
    assert ANSWER not in await college.ask("oSomebodyElse", "谢谢")

    with KnowledgeStore.open(college.store, CAREFUL) as store:
        notice = Drafter(college.data / "answers", store, queue).draft(gap.id, act("王老师"))
        store.approve(notice, act("李老师").by, MONDAY)
    bundle = await asyncio.to_thread(college.publish)
    assert college.client is not None
    await until(college.client, bundle)
    answered = await college.ask("oThird", "健身房要钱吗")
    assert "对本校学生免费开放" in answered
    assert "后勤保障处，2026-09-14" in answered
    await college.round()
    assert queue.show(gap.id).gap.state is State.NOTICE
    file.close()


async def test_nobody_who_asked_is_named_anywhere_in_the_data_folder(college: College) -> None:
    """Neither OpenIDs nor telephone numbers are in any file or in the log, and after the answer no hash waits."""
    await college.ask("oVerySecretOpenId", f"{QUESTION}，我的电话13812345678")
    await college.round(asked=1)
    for path in (*college.data.glob("*.db*"), *college.data.glob("*.sqlite3*")):
        content = path.read_bytes()
        assert b"oVerySecretOpenId" not in content, path
        assert b"13812345678" not in content, path
    assert b"oVerySecretOpenId" not in college.log.getvalue()
    with closing(sqlite3.connect(college.data / "loop.db")) as connection:
        (person,) = connection.execute("SELECT person FROM askers").fetchone()
    assert len(person) == 32


async def test_a_new_notice_is_told_to_who_has_subscribed_and_to_nobody_else(college: College) -> None:
    """By words that may be tapped; a withdrawn notice is not told; 退订 ends it."""
    await college.round()
    assert "已订阅“收费”" in await college.ask("oOne", "订阅学费")
    await college.ask("oTwo", "订阅招生")
    with KnowledgeStore.open(college.store) as store:
        for identity, title in (("new-fees", "住宿费收费标准"), ("gone", "学费退费办法")):
            save(
                store,
                cut(identity, title, "每学年1200元。", department="财务处", published_at=MONDAY.date(), source_url=""),
            )
        store.withdraw(NoticeId("gone"), BY, MONDAY, "错发")
    await college.round()
    told = await college.ask("oOne", "你好")
    assert "您订阅的“收费”有新通知：《住宿费收费标准》（财务处，2026-09-14）" in told
    assert "退费办法" not in told
    assert "新通知" not in await college.ask("oTwo", "你好")
    assert "已退订" in await college.ask("oOne", "退订")
    assert "您没有这项订阅" in await college.ask("oOne", "退订收费")


async def test_the_way_to_a_request_is_named_where_nothing_is_disclosed(college: College) -> None:
    """With the address of the form; the words themselves bring it too; a crisis gets its help lines alone."""
    text = await college.ask("oAsker", "量子火箭发射基地几点发射")
    assert ("信息公开申请" not in text) or ("https://bot.example.edu.cn/request" in text)
    assert "https://bot.example.edu.cn/request" in await college.ask("oAsker", "依申请公开")
    assert "没有查到" in await college.ask("oAsker", "申请进度 YSQ-2026-0001 ABCDEFGHJK")
    await college.round(asked=1)
    file = open_file(college.data)
    GapQueue(file).answer(1, ANSWER, act(at=MONDAY + timedelta(hours=1)))
    file.close()
    assert ANSWER not in await college.ask("oAsker", "不想活了")
    assert ANSWER in await college.ask("oAsker", "我的答复")
    assert "现在没有给您的新答复" in await college.ask("oAsker", "我的答复")


async def test_what_is_tapped_useless_in_a_message_or_on_the_page_reaches_the_queue(college: College) -> None:
    """An answer that was found is not always one that helps: the office sees the question, nobody's name."""
    assert college.client is not None
    await college.ask("oAsker", "图书馆几点开门")
    await college.ask("oAsker", "没用")
    asked = await college.client.post("/api/ask", json={"question": "护理专业学费多少", "page": True})
    ticket = (await asked.json())["page"]["id"]
    assert (await college.client.post("/api/feedback", json={"id": ticket, "useful": False})).status == 204
    await college.round(asked=2, judged=1)
    file = open_file(college.data)
    queue = GapQueue(file)
    found = {gap.title: [one.signal.value for one in queue.show(gap.id).sightings] for gap in queue.list()}
    assert found == {"图书馆几点开门": ["useless"], "护理专业学费多少": ["useless"]}
    file.close()
