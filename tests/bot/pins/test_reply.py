from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answer import Outcome
from bot.conversation import Conversations
from bot.engine import Engine
from bot.offices import Offices
from bot.pins.board import Pinboard
from bot.pins.book import SqlitePinBook
from bot.pins.pin import Pinning
from index.bundle import Bundle
from index.confidence import Linear, Model
from index.publish import publish
from index.search import Searcher
from index.shelf import Shelf
from knowledge.audit import Act, Actor
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import BY, LIBRARY, NOW, SCHOLARSHIP, TODAY, cut, save

ENCODER = HashEncoder(256)
SURE = Model(Linear.of({"fused": 0.2}), Linear.of({"bias": 5.0}))
NEWER = cut("newer", "奖学金评定办法（新）", "一等奖学金1200元。", supersedes=(NoticeId("prize"),))
ACT = Act(Actor("李"), datetime(2026, 9, 1, tzinfo=UTC), "常问")
PRIZE = NoticeId("prize")
SECOND = SCHOLARSHIP[1][-1].text


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "knowledge.sqlite3") as opened:
        save(opened, SCHOLARSHIP, LIBRARY)
        yield opened


@pytest.fixture
def book(tmp_path: Path) -> Iterator[SqlitePinBook]:
    with SqlitePinBook.open(tmp_path / "pins.db") as opened:
        yield opened


@pytest.fixture
def engine(store: KnowledgeStore, book: SqlitePinBook, tmp_path: Path) -> Engine:
    publish((SCHOLARSHIP, LIBRARY), ENCODER, tmp_path, NOW)
    searcher = Searcher(Bundle.open(Shelf(tmp_path).live(), ENCODER.fingerprint), ENCODER, SURE)
    conversations = Conversations(60, lambda: 0.0)
    return Engine(searcher, store, conversations, Offices(), lambda: TODAY, pins=Pinboard(book))


Add = Callable[..., None]


@pytest.fixture
def add(book: SqlitePinBook) -> Add:
    def run(question: str, passage: str = "", text: str = "", notice: NoticeId = PRIZE) -> None:
        book.add(Pinning((question,), notice, passage, text), ACT)

    return run


def test_a_pinned_passage_answers_its_question_from_the_next_answer_on(engine: Engine, add: Add) -> None:
    """The same question asked before was answered by search; the engine is not opened again."""
    assert engine.answer("图书馆几点开门").citations[0].notice_id == "library"
    add("图书馆几点开门", SECOND)
    answer = engine.answer("请问图书馆几点开门呀")
    assert (answer.outcome, answer.confidence, answer.citations[0].quote) == (Outcome.ANSWERED, 1.0, SECOND)
    assert answer.text.startswith(SECOND)
    assert "——《奖学金评定办法》" in answer.text
    assert engine.answer("图书馆几点开门").citations[0].notice_id == "prize"


def test_without_a_passage_the_one_that_fits_best_is_quoted(engine: Engine, add: Add) -> None:
    """The notice is chosen by staff, the passage by what is asked."""
    add("二等奖学金多少钱")
    assert "700元" in engine.answer("二等奖学金是多少钱").text


def test_words_of_staff_stand_in_front_of_their_source(engine: Engine, add: Add) -> None:
    """With the notice under them, and its passage in the citation."""
    add("你们学校好不好", text="请看学校的章程和质量报告。")
    answer = engine.answer("你们学校好不好？")
    assert answer.text.startswith("请看学校的章程和质量报告。\n——《奖学金评定办法》")
    assert answer.citations[0].quote in {piece.text for piece in SCHOLARSHIP[1]}


def test_even_a_greeting_may_be_pinned(engine: Engine, add: Add) -> None:
    """What is no question of fact may still have an answer of the college's own."""
    add("食堂好吃吗", text="请来尝一尝。")
    assert engine.answer("食堂好吃吗").text.startswith("请来尝一尝。")


def test_a_pin_whose_notice_is_withdrawn_does_not_answer(engine: Engine, add: Add, store: KnowledgeStore) -> None:
    """From the withdrawal on; the question is searched for as any other."""
    add("图书馆几点开门", SECOND)
    store.withdraw(PRIZE, BY, NOW, "有误")
    assert engine.answer("图书馆几点开门").citations[0].notice_id == "library"


def test_a_pin_whose_passage_or_notice_is_gone_does_not_answer(engine: Engine, add: Add) -> None:
    """The live bundle has it no more, or not yet."""
    add("图书馆几点开门", "这一段已经改了。")
    add("图书馆能借几本书", notice=NoticeId("library-2"))
    assert engine.answer("图书馆几点开门").citations[0].notice_id == "library"
    assert engine.answer("图书馆能借几本书").citations[0].notice_id == "library"


def test_a_notice_in_the_store_but_not_in_the_bundle_does_not_answer(
    engine: Engine, add: Add, store: KnowledgeStore
) -> None:
    """It answers after the next publish."""
    save(store, NEWER)
    add("图书馆几点开门", notice=NoticeId("newer"))
    assert engine.answer("图书馆几点开门").citations[0].notice_id == "library"


def test_a_pinned_answer_says_that_its_notice_was_superseded(store: KnowledgeStore, engine: Engine, add: Add) -> None:
    """A superseded notice may be quoted, with its successor's title or id."""
    add("一等奖学金多少钱", SECOND)
    save(store, NEWER)
    assert "取代" in engine.answer("一等奖学金多少钱").text


def test_the_newest_of_two_pins_answers(engine: Engine, add: Add) -> None:
    """Staff who pin again mean the later answer."""
    add("图书馆几点开门", text="八点。")
    add("图书馆几点开门", text="九点。")
    assert engine.answer("图书馆几点开门").text.startswith("九点。")
