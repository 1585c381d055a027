"""The chat page in a browser: a service over answers that the tests know, and a tab of a phone or of a desktop."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from bot.answer import Answer, Citation, Outcome
from bot.chat.routes import Site
from bot.chat.settings import PageSettings
from bot.offices import Office
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import Service

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
CITED = Citation(
    "n1", "收费公示", "财务处", date(2026, 6, 1), "https://www.example.edu.cn/1", "学费5000元，住宿费800元。"
)
FEES = Answer(
    Outcome.ANSWERED,
    "▶ 学费5000元。\n学费5000元，住宿费800元。\n——《收费公示》\n财务处，2026-06-01\nhttps://www.example.edu.cn/1",
    (CITED,),
    confidence=0.9,
    suggestions=("住宿费是多少？",),
    bundle="b1",
)
ANSWERS = {
    "学费是多少？": FEES,
    "学费是多少": FEES,
    "住宿费是多少？": Answer(Outcome.ANSWERED, "住宿费800元。", (CITED,), 0.9, (), "b1"),
    "食堂": Answer(Outcome.NOT_FOUND, "没有查到。\n建议咨询：后勤处（电话 0000-8801400）", bundle="b1"),
    "人工": Answer(Outcome.CHAT, "可以联系：后勤处（电话 0000-8801400）", bundle="b1"),
    HOSTILE: Answer(Outcome.ANSWERED, HOSTILE, (Citation("n", HOSTILE, HOSTILE, None, "javascript:0", HOSTILE),), 0.9),
}
OFFICES = (Office(name="招生办公室", phone="0000-8801100", hours="工作日8:30—17:30", place="行政楼108室"),)


@dataclass(slots=True)
class Chat:
    """A running service, its answerer, and the browser that looks at it; `beside` serves another site."""

    address: str
    service: Service
    browser: "Browser"
    beside: Callable[[Callable[[], web.Application]], AbstractContextManager[str]]
    opened: "list[BrowserContext]" = field(default_factory=list)

    def tab(self, *, phone: bool = False, **options: Any) -> "Page":  # noqa: ANN401  # whatever Playwright's contexts take
        """A new tab that shares nothing with others, at the page."""
        size = {"width": 375, "height": 667} if phone else {"width": 1100, "height": 800}
        settings: dict[str, Any] = {"viewport": size, "is_mobile": phone, "has_touch": phone}
        context = self.browser.new_context(**settings | options)
        context.set_default_timeout(8_000)
        self.opened.append(context)
        page = context.new_page()
        page.goto(self.address)
        return page


def college() -> Service:
    """The service with everything that a college may set."""
    answerer = ScriptedAnswerer(answers=ANSWERS, otherwise=Answer(Outcome.CHAT, "不客气"))
    embed_in = ("http://127.0.0.1:*", "http://localhost:*")
    site = Site(PageSettings.model_construct(embed_in=embed_in), OFFICES)
    return Service(answerer, examples=("学费是多少？",), site=site)


@pytest.fixture(scope="module")
def running() -> Iterator[Chat]:
    """One browser and one service for all tests of a file."""
    browser = pytest.importorskip("tests.fakes.browser", exc_type=ImportError)
    service = college()
    with browser.serving(service.app) as address, browser.chromium() as chromium:
        yield Chat(address, service, chromium, browser.serving)


@pytest.fixture
def chat(running: Chat) -> Iterator[Chat]:
    """The same, with nothing asked yet, and every tab closed afterwards."""
    running.service.answerer.asked.clear()
    yield running
    for context in running.opened:
        context.close()
    running.opened.clear()
