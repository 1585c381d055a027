from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.compose import DIFFERS
from bot.conversation import Conversations
from bot.engine import Engine
from bot.offices import Offices
from index.bundle import Bundle
from index.confidence import Linear, Model
from index.publish import publish
from index.search import Searcher
from index.shelf import Shelf
from knowledge.document import Table
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import NOW, TODAY, Cut, cut, save

ENCODER = HashEncoder(512)
SURE = Model(Linear.of({"fused": 0.2}), Linear.of({"bias": 5.0}))
RULES = cut("rules", "图书馆借阅规则", "图书馆本科生每人可以借书10册。", department="图书馆")
GUIDE = cut("guide", "图书馆服务指南", "图书馆本科生每人可以借书15册。", published_at=date(2025, 9, 1))
ASKED = "图书馆本科生每人可以借书多少册"


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Callable[..., Answer]]:
    with KnowledgeStore.open(tmp_path / "knowledge.sqlite3") as store:

        def run(question: str, *notices: Cut) -> Answer:
            save(store, *notices)
            publish(notices, ENCODER, tmp_path, NOW)
            searcher = Searcher(Bundle.open(Shelf(tmp_path).live(), ENCODER.fingerprint), ENCODER, SURE)
            return Engine(searcher, store, Conversations(60, lambda: 0.0), Offices(), lambda: TODAY).answer(question)

        yield run


def test_two_notices_that_give_different_figures_are_both_quoted_with_their_dates(ask: Callable[..., Answer]) -> None:
    """The second one is cited second, and its words are literal."""
    answer = ask(ASKED, RULES, GUIDE)
    assert DIFFERS in answer.text
    assert "借书10册。" in answer.text
    assert "借书15册。" in answer.text
    assert answer.text.count("——《") == 2
    assert "2025-09-01" in answer.text
    assert "2026-03-01" in answer.text
    assert {citation.notice_id for citation in answer.citations[:2]} == {"rules", "guide"}


@pytest.mark.parametrize(
    "other",
    [
        cut("same", "图书馆服务指南", "图书馆本科生每人可以借书10册。"),
        cut("group", "图书馆服务指南", "图书馆研究生每人可以借书15册，本科生另行规定。"),
        cut("rise", "图书馆服务指南", "图书馆本科生每人最高可以借书15册。"),
        cut("year", "2024年图书馆服务指南", "图书馆本科生每人可以借书15册。"),
        cut("news", "图书馆举行读者座谈会", "图书馆本科生每人可以借书15册。"),
        cut("many", "图书馆服务指南", "图书馆本科生借书5册、15册、20册或者25册。"),
        cut("thing", "校史馆服务指南", "校史馆本科生每人可以借书15册。"),
        cut("newer", "图书馆服务指南", "图书馆本科生每人可以借书15册。", supersedes=(NoticeId("rules"),)),
    ],
    ids=lambda other: str(other[0].id),
)
def test_what_else_may_explain_the_difference_is_no_contradiction(ask: Callable[..., Answer], other: Cut) -> None:
    """The same figure, another group, a limit, another year, a report, a list, another thing, a newer rule."""
    dated = cut("rules", "2026年图书馆借阅规则", RULES[0].text) if other[0].id == "year" else RULES
    assert DIFFERS not in ask(ASKED, dated, other).text


def test_a_question_without_a_figure_contradicts_nothing(ask: Callable[..., Answer]) -> None:
    """Two ways of doing a thing are no contradiction."""
    assert DIFFERS not in ask("图书馆怎么借书", RULES, GUIDE).text


def test_rows_of_two_tables_contradict_each_other_too(ask: Callable[..., Answer]) -> None:
    """By the cell of the column that is asked for."""

    def charges(identity: str, title: str, amount: str) -> Cut:
        table = Table((("项目", "补办费"), ("校园卡", f"{amount}元")), caption="收费", header_rows=1)
        return cut(identity, title, table, department="信息中心")

    text = ask("校园卡补办费多少钱", charges("a", "校园卡收费办法", "15"), charges("b", "校园卡使用须知", "20")).text
    assert DIFFERS in text
    assert "15元" in text
    assert "20元" in text
