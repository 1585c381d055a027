from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome
from bot.conversation import Conversations
from bot.engine import Engine
from bot.offices import Offices
from index.bundle import Bundle
from index.confidence import Linear, Model
from index.publish import publish
from index.search import Searcher
from index.shelf import Shelf
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import BY, LIBRARY, NOW, TODAY, Cut, cut, save

ENCODER = HashEncoder(512)
SURE = Model(Linear.of({"fused": 0.2}), Linear.of({"bias": 5.0}))
TEXT = "国家奖学金每生每年{}元，由学生本人向所在学院提出申请，学院评审后报学校审定，评审结果公示不少于五个工作日。"
OLD = cut("prize-2025", "2025年国家奖学金评选通知", TEXT.format(8000), published_at=date(2025, 3, 1))
NEW = cut("prize-2026", "关于做好2026年国家奖学金评选工作的通知", TEXT.format(10000))
MORE = cut(
    "more",
    "关于2026年国家奖学金评选工作的补充通知",
    "申请材料改为网上提交，纸质材料不再收取。",
    published_at=date(2026, 3, 9),
)
COPY = cut("copy", "国家励志奖学金办法", "国家励志奖学金每生每年6000元。" * 20, source_url="", department="")
ORIGINAL = cut("original", "国家励志奖学金办法", "国家励志奖学金每生每年6000元。" * 20)
RULE = cut("rule", "学生请假办法", "学生请假三天以内由辅导员批准。原《学生请假管理规定》同时废止。")
REPEALED = cut("repealed", "学生请假管理规定", "学生请假五天以内由辅导员批准。")

Ask = Callable[[str], Answer]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "knowledge.sqlite3") as opened:
        yield opened


@pytest.fixture
def ask(store: KnowledgeStore, tmp_path: Path) -> Callable[..., Answer]:
    """Puts a question to a bundle of the notices given, all of them in the store."""

    def run(question: str, *notices: Cut) -> Answer:
        save(store, *notices)
        publish(notices, ENCODER, tmp_path, NOW)
        bundle = Bundle.open(Shelf(tmp_path).live(), ENCODER.fingerprint)
        searcher = Searcher(bundle, ENCODER, SURE)
        return Engine(searcher, store, Conversations(60, lambda: 0.0), Offices(), lambda: TODAY).answer(question)

    return run


def cited(answer: Answer) -> list[str]:
    return [citation.notice_id for citation in answer.citations]


def test_the_newest_of_a_series_answers_where_no_year_is_named(ask: Callable[..., Answer]) -> None:
    """However the titles are worded; the older one answers for its own year."""
    assert cited(ask("国家奖学金多少钱", OLD, NEW))[0] == "prize-2026"
    assert cited(ask("2025年国家奖学金多少钱", OLD, NEW))[0] == "prize-2025"


def test_a_quote_from_a_pdf_names_its_page(ask: Callable[..., Answer]) -> None:
    """In the line of its source and in the citation; a quote from what has no pages names none."""
    notice, passages = OLD
    paged = ask("国家奖学金多少钱", (notice, tuple(replace(passage, page=3) for passage in passages)))
    assert f"——《{notice.title}》第3页" in paged.text
    assert paged.to_json()["citations"][0]["page"] == 3
    plain = ask("国家奖学金多少钱", NEW)
    assert f"——《{NEW[0].title}》\n" in plain.text
    assert plain.citations[0].page is None


def test_a_withdrawn_edition_leaves_the_field_to_the_one_before(
    store: KnowledgeStore, ask: Callable[..., Answer]
) -> None:
    """From the next answer on, without a publish."""
    save(store, NEW)
    store.withdraw(NoticeId("prize-2026"), BY, NOW, "有误")
    answer = ask("国家奖学金多少钱", OLD, NEW)
    assert (answer.outcome, cited(answer)) == (Outcome.ANSWERED, ["prize-2025"])


def test_an_answer_says_that_its_notice_was_supplemented(store: KnowledgeStore, ask: Callable[..., Answer]) -> None:
    """By the supplement's title, as long as that one may be quoted."""
    assert "《关于2026年国家奖学金评选工作的补充通知》对这份通知有补充或更改" in ask("国家奖学金多少钱", NEW, MORE).text
    store.withdraw(NoticeId("more"), BY, NOW, "有误")
    assert "补充或更改" not in ask("国家奖学金多少钱", NEW, MORE).text


def test_a_notice_and_its_copy_are_cited_once(store: KnowledgeStore, ask: Callable[..., Answer]) -> None:
    """The one with the official link; the copy stands in for it when it is withdrawn."""
    assert cited(ask("国家励志奖学金多少钱", COPY, ORIGINAL)) == ["original"]
    store.withdraw(NoticeId("original"), BY, NOW, "有误")
    assert cited(ask("国家励志奖学金多少钱", COPY, ORIGINAL)) == ["copy"]


def test_a_repealed_rule_stands_behind_and_says_so(store: KnowledgeStore, ask: Callable[..., Answer]) -> None:
    """While the rule that repeals it may be quoted."""
    assert cited(ask("学生请假几天由辅导员批准", REPEALED, RULE))[0] == "rule"
    alone = ask("学生请假五天以内由谁批准", REPEALED, RULE)
    assert "rule" in cited(alone)
    store.withdraw(NoticeId("rule"), BY, NOW, "有误")
    text = ask("学生请假几天由辅导员批准", REPEALED, RULE).text
    assert "《学生请假管理规定》" in text
    assert "取代" not in text


@pytest.fixture
def engine(store: KnowledgeStore, tmp_path: Path) -> Engine:
    """An engine over four notices, with conversations."""
    notices = (NEW, COPY, RULE, LIBRARY)
    save(store, *notices)
    publish(notices, ENCODER, tmp_path, NOW)
    bundle = Bundle.open(Shelf(tmp_path).live(), ENCODER.fingerprint)
    return Engine(Searcher(bundle, ENCODER, SURE), store, Conversations(60, lambda: 0.0), Offices(), lambda: TODAY)


def test_more_shows_the_next_notices_one_by_one_and_then_says_that_there_are_none(engine: Engine) -> None:
    """更多 belongs to the last question; every notice is shown once, and without a question there is nothing more."""
    first = engine.answer("国家奖学金多少钱", "a")
    shown = [cited(first)[0], *(cited(engine.answer("更多", "a"))[0] for _ in range(3))]
    assert len(set(shown)) == 4
    end = engine.answer("更多", "a")
    assert (end.outcome, end.citations) == (Outcome.CHAT, ())
    assert engine.answer("更多", "b").citations == ()


def test_a_question_asked_again_is_not_searched_again(engine: Engine) -> None:
    """The same words on the same day are answered from memory, whoever asks."""
    first = engine.answer("国家奖学金多少钱", "a")
    asked = len(ENCODER.asked)
    again = engine.answer("国家奖学金多少钱", "b")
    assert len(ENCODER.asked) == asked
    assert (again.text, again.citations) == (first.text, first.citations)


def test_a_remembered_answer_does_not_outlive_its_notice(engine: Engine, store: KnowledgeStore) -> None:
    """A withdrawal makes the store another one: the question is asked anew at once."""
    assert cited(engine.answer("国家奖学金多少钱"))[0] == "prize-2026"
    store.withdraw(NoticeId("prize-2026"), BY, NOW, "a wrong figure")
    assert "prize-2026" not in cited(engine.answer("国家奖学金多少钱"))


def test_a_follow_up_is_remembered_with_what_was_asked_before(engine: Engine) -> None:
    """那励志呢 after two different questions is two different questions."""
    engine.answer("国家奖学金多少钱", "a")
    engine.answer("图书馆几点开门", "b")
    assert engine.answer("那学生请假呢", "a").text != "" != engine.answer("那学生请假呢", "b").text
    assert len({key.before for key in engine.remembered._kept if key.question == "那学生请假呢"}) == 2


def test_what_else_was_asked_in_one_message_can_be_tapped(engine: Engine) -> None:
    """The first question is answered, the others are offered as complete questions."""
    answer = engine.answer("国家奖学金每年多少钱？图书馆几点开门？")
    assert answer.outcome is Outcome.ANSWERED
    assert any("图书馆" in suggestion for suggestion in answer.suggestions)


def test_what_is_not_published_yet_is_shown_by_the_newest_and_said_to_be_older(ask: Callable[..., Answer]) -> None:
    """It counts as no answer; an earlier year that is missing is not replaced by another."""
    answer = ask("2026年国家奖学金多少钱", OLD)
    assert answer.outcome is Outcome.CANDIDATES
    assert answer.text.startswith("2026年的尚未公布，以下为2025年的：\n")
    assert "8000元" in answer.text
    assert "8000元" not in ask("2024年国家奖学金多少钱", OLD).text


def test_an_older_edition_says_its_year_where_none_is_asked_for(ask: Callable[..., Answer]) -> None:
    """The newest that there is may be last year's."""
    assert ask("国家奖学金多少钱", OLD).text.startswith("以下为2025年的：\n")
    assert not ask("国家奖学金多少钱", NEW).text.startswith("以下为")


def test_an_opinion_on_the_college_itself_has_no_fact_for_an_answer(ask: Callable[..., Answer]) -> None:
    """However sure the first hit is; of a thing that is named there may be one."""
    assert ask("这个学校好不好", NEW).outcome is Outcome.REFUSED
    assert ask("国家奖学金怎么样", NEW).outcome is Outcome.ANSWERED
