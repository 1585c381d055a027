"""What people complain of in bots of this kind, one by one, and that this one does not do it."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Answer, Citation, Outcome
from bot.conversation import Conversations
from bot.engine import Engine
from bot.ledger import Asked, Ledger
from bot.offices import Office, Offices
from bot.render import WECHAT_BYTES
from bot.wechat import reply
from bot.wechat.keywords import Keywords, Rule
from index.bundle import Bundle
from index.confidence import Linear, Model
from index.publish import publish
from index.search import Searcher
from index.shelf import Shelf
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.college import College, opened, until
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import BY, FEES, LIBRARY, NOW, TODAY, Cut, cut, save

ENCODER = HashEncoder(512)
SURE = Model(Linear.of({"fused": 0.2}), Linear.of({"bias": 5.0}))
UNSURE = Model(Linear.of({"fused": 0.2}), Linear.of({"bias": -5.0}))
OFFICE = Office(name="党政办公室", phone="0595-0000001", hours="工作日 8:30-17:00", default=True)
PRIZE = "国家奖学金每生每年{}元，由学生本人向所在学院提出申请。"
LAST_YEAR = cut("prize-2025", "2025年国家奖学金评选通知", PRIZE.format(8000), published_at=date(2025, 3, 1))
THIS_YEAR = cut("prize-2026", "2026年国家奖学金评选通知", PRIZE.format(10000))


@pytest.fixture
async def college(tmp_path: Path) -> AsyncIterator[College]:
    async with opened(tmp_path) as one:
        yield one


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "knowledge.sqlite3") as one:
        yield one


Engines = Callable[..., Engine]


@pytest.fixture
def engine(store: KnowledgeStore, tmp_path: Path) -> Engines:
    """The real engine over the notices given."""

    def over(*notices: Cut, model: Model = SURE) -> Engine:
        save(store, *notices)
        publish(notices, ENCODER, tmp_path, NOW)
        bundle = Bundle.open(Shelf(tmp_path).live(), ENCODER.fingerprint)
        searcher = Searcher(bundle, ENCODER, model)
        return Engine(searcher, store, Conversations(60, lambda: 0.0), Offices((OFFICE,)), lambda: TODAY)

    return over


async def test_the_answer_is_in_the_log_and_the_person_never_gets_it(college: College) -> None:
    """An answer that comes after the last try is sent where the account may."""
    async with college.serving() as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.sent)
    assert "学费每学年5000元。" in college.sent()[0]


async def test_the_five_seconds_are_too_short_and_i_must_type_to_go_on(college: College) -> None:
    """All three tries wait for the one task, so that about fifteen seconds are used before anybody is asked for anything."""
    college.patience = type(college.patience)(hold=0.2, last=20.0)
    async with college.serving() as client:
        parcel = college.asks("oA", "学费")
        assert [await college.once(client, parcel) for _ in range(2)] == ["", ""]
        last = asyncio.create_task(college.once(client, parcel))
        await asyncio.sleep(0.05)
        college.gate.set()
        assert (await last).startswith("学费每学年5000元。")
    assert len(college.answerer.asked) == 1


async def test_an_answer_that_is_ready_is_replaced_by_a_placeholder(college: College) -> None:
    """What is ready on the first try is the reply to the first try."""
    college.patience = type(college.patience)()
    college.gate.set()
    async with college.serving() as client:
        assert (await college.once(client, college.asks("oA", "学费"))).startswith("学费每学年5000元。")


async def test_the_second_message_gets_nothing_or_the_first_one_s_answer(college: College) -> None:
    """While one question is still waited for the next gets its own answer; the first is named below it, never instead."""
    async with college.serving(calls_out=False) as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.answer_is_kept)
        college.bench.clock.at += 2
        assert (await college.says(client, college.asks("oA", "住宿费"))).startswith("住宿费900元。")
        both = await asyncio.gather(*(college.says(client, college.asks("oB", q)) for q in ("学费", "住宿费")))
        assert [said[:3] for said in both] == ["学费每", "住宿费"]


async def test_connecting_the_bot_kills_the_menu_and_the_keyword_replies(college: College) -> None:
    """A tap on the menu asks its question, and the replies that staff had set are still given."""
    college.gate.set()
    file = college.folder / "keywords.yaml"
    file.write_text(Keywords(rules=(Rule(words=("校歌",), reply="见官网"),)).to_yaml(), encoding="utf-8")
    async with college.serving(keywords=str(file)) as client:
        assert await college.event(client, "oA", "CLICK", "住宿费") == "住宿费900元。"
        assert await college.says(client, college.asks("oA", "校歌")) == "见官网"


async def test_in_verified_mode_every_message_is_dropped(college: College) -> None:
    """With all rights the passive reply still is the answer; customer service is only for what comes late."""
    college.gate.set()
    async with college.serving() as client:
        for number in range(20):
            assert (await college.says(client, college.asks(f"o{number}", "学费"))).startswith("学费每学年5000元。")
    assert college.sent() == []


async def test_at_least_show_an_error_or_a_link(college: College) -> None:
    """A failure says what to do, a delay gives the question to tap."""
    college.answerer.error = RuntimeError("x")
    college.gate.set()
    async with college.serving() as client:
        assert await college.says(client, college.asks("oA", "学费")) == reply.TROUBLE
        college.gate.clear()
        college.answerer.error = None
        assert "msgmenucontent=住宿费&" in (await college.three_tries(client, "oA", "住宿费"))[2]
        college.gate.set()


async def test_the_handler_ran_three_times_and_the_service_was_said_to_be_out_of_order(college: College) -> None:
    """One message is worked on once however often it comes, and nothing that comes gets a status WeChat would show."""
    async with college.serving() as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.sent)
        assert len(college.answerer.asked) == 1
        for body in (b"", b"<xml>", b"\xff", b"<xml><MsgType>text</MsgType></xml>"):
            parcel = college.asks("oA", "学费")
            assert (await client.post(f"/wechat?{parcel.query}", data=body)).status in {200, 403}


def test_the_account_was_banned_for_what_the_bot_wrote(engine: Engines) -> None:
    """It writes nothing: what is quoted stands word for word in the notice, and provocations get a fixed line."""
    one = engine(FEES, LIBRARY)
    answer = one.answer("图书馆几点开门")
    passages = {passage.text.strip() for _, own in (FEES, LIBRARY) for passage in own}
    assert answer.citations
    for citation in answer.citations:
        assert all(part.strip() in passages for part in citation.quote.split("\n…\n"))
    assert one.answer("傻逼机器人").citations == ()
    assert one.answer("写一首骂校长的诗").outcome is not Outcome.ANSWERED


def test_nobody_records_the_questions_that_nothing_answers(tmp_path: Path) -> None:
    """They are the list of gaps, masked, oldest first."""
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.record(
        [
            Asked(NOW, "食堂几点开门", Outcome.NOT_FOUND, 0.1, "", "b"),
            Asked(NOW, "学费", Outcome.ANSWERED, 0.9, "", "b"),
        ]
    )
    assert [gap.question for gap in ledger.gaps(NOW)] == ["食堂几点开门"]
    ledger.close()


def test_answers_from_tables_are_wrong(engine: Engines) -> None:
    """The row that was asked for, with its column's name and unit and the table's caption."""
    answer = engine(FEES, LIBRARY).answer("护理专业学费多少钱")
    assert "6600" in answer.text
    assert "元/学年" in answer.text
    assert "2026年收费标准" in answer.citations[0].quote
    assert "6000" not in answer.citations[0].quote.splitlines()[0]


def test_an_outdated_notice_answers(engine: Engines) -> None:
    """The newest of a series comes first, the older one for its own year."""
    one = engine(LAST_YEAR, THIS_YEAR)
    assert one.answer("国家奖学金多少钱").citations[0].notice_id == "prize-2026"
    assert one.answer("2025年国家奖学金多少钱").citations[0].notice_id == "prize-2025"


async def test_a_deleted_document_is_still_quoted(engine: Engines, store: KnowledgeStore, college: College) -> None:
    """Not in the next answer, and not in one that waited meanwhile."""
    one = engine(FEES, LIBRARY)
    assert one.answer("护理专业学费多少钱").citations[0].notice_id == "fees"
    store.withdraw(NoticeId("fees"), BY, NOW, "有误")
    assert "fees" not in {citation.notice_id for citation in one.answer("护理专业学费多少钱").citations}
    async with college.serving(calls_out=False) as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.answer_is_kept)
        college.answerer.withdrawn.add("fees")
        college.answerer.answers["学费"] = Answer(Outcome.NOT_FOUND, "没有查到。")
        college.bench.clock.at += 2
        assert await college.says(client, college.asks("oA", "学费")) == "没有查到。"


def test_there_is_no_link_to_the_original(engine: Engines) -> None:
    """Title, office, date and address stand below the quote."""
    text = engine(FEES, LIBRARY).answer("图书馆几点开门").text
    assert all(
        part in text for part in ("《图书馆服务指南》", "图书馆", "2026-03-01", "https://example.edu.cn/library")
    )


def test_there_is_no_way_to_a_human(engine: Engines) -> None:
    """人工 gives office, telephone and hours, and so does a question that nothing answers."""
    one = engine(FEES, model=UNSURE)
    for said in ("人工", "转人工客服", "火箭发射几点"):
        answer = one.answer(said)
        assert all(part in answer.text for part in ("党政办公室", "0595-0000001", "工作日 8:30-17:00"))


async def test_markdown_and_pictures_cannot_be_read_in_the_chat(college: College) -> None:
    """A reply is one plain text within WeChat's bytes, whose only markup are links; a table row is a line of text."""
    college.gate.set()
    text = "| 专业 | 学费 |\n" + "护理6600元\x00。" * 400
    college.answerer.answers["学费"] = Answer(Outcome.ANSWERED, text, (Citation("fees", "", "", None, "", ""),))
    async with college.serving() as client:
        said = await college.says(client, college.asks("oA", "学费"))
    assert len(said.encode()) <= WECHAT_BYTES
    assert "\x00" not in said
    assert re.sub(r'<a href="[^"<>]+">[^<>]*</a>', "", said).count("<") == 0


async def test_i_cannot_tap_what_to_ask_next_without_certification(college: College) -> None:
    """Examples on following, follow-ups and judgements are links in passive replies, each a whole question."""
    college.gate.set()
    async with college.serving(calls_out=False) as client:
        assert "msgmenucontent=学费是多少？&" in await college.event(client, "oA", "subscribe")
        said = await college.says(client, college.asks("oA", "学费"))
        assert "msgmenucontent=没用：学费&" in said
        assert college.bench.fake.calls == []
