"""Trying a question: the answer, what was understood, what was found and why; and what a page says without a bundle."""

from dataclasses import dataclass

import pytest

from bot.answer import Answer
from bot.conversation import Conversations
from bot.engine import Engine
from bot.offices import Offices
from bot.staff.console import open_console
from index.bundle import Bundle
from index.confidence import default_model
from index.publish import publish
from index.search import Searcher
from index.shelf import Shelf
from knowledge.store import KnowledgeStore
from tests.bot.staff.conftest import Open
from tests.fakes.answerer import PLAIN
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import FEES, LIBRARY, NOW, TODAY
from tests.fakes.staff import College
from tests.fakes.wechat import Service

ENCODER = HashEncoder(512)


@dataclass(slots=True)
class Lending:
    """An answerer that lends its engine, as the running service's does."""

    engine: Engine
    bundle: str | None = "b1"

    async def answer(self, question: str, conversation: str | None) -> Answer:
        del question, conversation
        return PLAIN


@pytest.fixture
def service(college: College) -> Service:
    """A console beside an engine over a bundle of two notices."""
    publish((FEES, LIBRARY), ENCODER, college.data, NOW)
    bundle = Bundle.open(Shelf(college.data).live(), ENCODER.fingerprint)
    store = KnowledgeStore.open(college.data / "knowledge.sqlite3")
    searcher = Searcher(bundle, ENCODER, default_model())
    engine = Engine(searcher, store, Conversations(60, lambda: 0.0), Offices(), lambda: TODAY)
    return Service(answerer=Lending(engine), staff=open_console(college.premises()))  # type: ignore[arg-type]  # a fake


async def test_a_question_is_answered_and_explained(browse: Open) -> None:
    """In the words of staff, with the passage found and each feature's part; nothing is written anywhere."""
    browser = await browse("李财务")
    status, page = await browser.get("/try?question=护理专业学费一年多少钱")
    assert status == 200
    for shown in ("6600", "要找</dt><dd>金额", "类型</dt><dd>提问", "学费标准一览表", "各项得分", "把握"):
        assert shown in page, shown


async def test_what_is_no_question_of_fact_is_explained_without_a_search(browse: Open) -> None:
    """A greeting has its kind, and nothing was looked for."""
    browser = await browse("王审核")
    _, page = await browser.get("/try?question=你好")
    assert "问候" in page
    assert "找到了什么" not in page


async def test_markup_in_a_question_is_text(browse: Open) -> None:
    """Wherever the question is shown again."""
    browser = await browse("王审核")
    _, page = await browser.get("/try?question=<script>alert(1)</script>学费多少钱")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
