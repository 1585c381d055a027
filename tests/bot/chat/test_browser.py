"""The chat page as people use it, in Chromium."""

import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from aiohttp import web

from tests.bot.chat.conftest import HOSTILE, Chat

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route


def _ask(page: "Page", question: str) -> None:
    page.fill("#question", question)
    page.click("#send")


def _last(page: "Page", text: str) -> None:
    page.locator("#talk > li").last.get_by_text(text).first.wait_for()


def test_a_question_is_answered_with_its_citation_to_unfold(chat: Chat) -> None:
    """The answer leads, the citation names title, office and date, and unfolds to the passage with the official link."""
    page = chat.tab(phone=True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    _ask(page, "学费是多少")
    _last(page, "学费5000元。")
    answer = page.locator("#talk > li").last
    assert answer.locator(".text").inner_text().split() == ["学费5000元。", "学费5000元，住宿费800元。"]
    assert answer.locator("summary").inner_text().split("\n") == ["收费公示", "财务处 · 2026-06-01"]
    assert not answer.locator("blockquote").is_visible()
    answer.locator("summary").click()
    assert answer.locator("blockquote").inner_text() == "学费5000元，住宿费800元。"
    link = answer.get_by_role("link", name="查看原文")
    assert link.get_attribute("href") == "https://www.example.edu.cn/1"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"
    assert "学费5000元" in (page.locator("#say").text_content() or "")
    assert errors == []


def test_everything_works_by_keyboard_alone(chat: Chat) -> None:
    """Tab leads from the skip link through contacts and examples to the box; Enter sends; answers are reached by Tab."""
    page = chat.tab()
    press = page.keyboard.press
    seen = []
    for _ in range(5):
        press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert seen == ["跳到提问框", "人工 · 电话", "学费是多少？", "question", "send"]
    press("Shift+Tab")
    page.keyboard.type("学费")
    press("Shift+Enter")
    assert page.input_value("#question") == "学费\n"
    press("Backspace")
    page.keyboard.type("是多少")
    press("Enter")
    _last(page, "学费5000元。")
    assert page.evaluate("document.activeElement.id") == "question"
    for _ in range(5):  # share, useless, useful, suggestion, citation
        press("Shift+Tab")
    assert page.evaluate("document.activeElement.localName") == "summary"
    press("Enter")
    assert page.locator("blockquote").is_visible()
    press("Tab")
    assert "查看原文" in page.evaluate("document.activeElement.textContent")


def test_suggestions_and_examples_are_asked_by_a_tap_in_one_conversation(chat: Chat) -> None:
    """Both go to the service under the tab's own key; another tab has another."""
    page = chat.tab(phone=True)
    page.get_by_role("button", name="学费是多少？").tap()
    page.get_by_role("button", name="住宿费是多少？").tap()
    _last(page, "住宿费800元。")
    other = chat.tab()
    _ask(other, "食堂")
    _last(other, "没有查到")
    asked = chat.service.answerer.asked
    assert [question for question, _ in asked] == ["学费是多少？", "住宿费是多少？", "食堂"]
    keys = [key for _, key in asked]
    assert keys[0] == keys[1] != keys[2]
    assert all(re.fullmatch(r"web:[0-9a-f]{32}", key or "") for key in keys)


def test_questions_in_flight_never_mix_up(chat: Chat) -> None:
    """The second answer may come first: each stands below its own question."""
    page = chat.tab()
    held: list[Route] = []

    def hold(route: "Route") -> None:
        if "食堂" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/ask", hold)
    _ask(page, "食堂")
    _ask(page, "学费是多少")
    _last(page, "学费5000元。")
    assert "正在查找" in page.locator("#talk > li").nth(2).inner_text()
    held[0].continue_()
    page.locator("#talk").get_by_text("没有查到").wait_for()
    turns = [text.replace("您问：", "").strip() for text in page.locator("#talk > li").all_inner_texts()[1:]]
    assert [text.partition("\n")[0] for text in turns] == ["食堂", "没有查到。", "学费是多少", "学费5000元。"]


def test_offline_questions_are_kept_and_sent_when_the_line_is_back(chat: Chat) -> None:
    """The page says that it is offline, keeps the question even over a reload, and sends it by itself."""
    page = chat.tab(phone=True)
    page.context.set_offline(True)
    page.locator("#offline").wait_for()
    assert "网络已断开" in page.locator("#offline").inner_text()
    _ask(page, "学费是多少")
    _ask(page, "食堂")
    _last(page, "连上后自动发送")
    assert page.evaluate("sessionStorage.queue") == '["学费是多少","食堂"]'
    page.locator("#talk > li").last.get_by_role("button", name="不问了").tap()
    assert page.evaluate("document.activeElement.id") == "question"
    assert chat.service.answerer.asked == []
    page.context.set_offline(False)
    _last(page, "学费5000元。")
    assert page.locator("#offline").is_hidden()
    assert [question for question, _ in chat.service.answerer.asked] == ["学费是多少"]
    assert page.evaluate("sessionStorage.queue") == "[]"


def test_a_question_that_waits_survives_a_reload(chat: Chat) -> None:
    """A service that cannot be reached, and a tab that is loaded anew: the question is sent once the service is there."""
    page = chat.tab()
    page.route("**/api/ask", lambda route: route.abort())
    _ask(page, "学费是多少")
    _last(page, "连不上服务器")
    page.unroute("**/api/ask")
    page.reload()
    _last(page, "学费5000元。")
    assert page.locator("#talk > li.me").count() == 1


@pytest.mark.parametrize(("status", "line"), [(429, "问得有点快"), (500, "没能查成"), (413, "没法受理")])
def test_a_failure_says_what_to_do_and_can_be_tried_again(chat: Chat, status: int, line: str) -> None:
    """The reason in words, and a button that asks the same question again in the same place."""
    page = chat.tab()
    page.route("**/api/ask", lambda route: route.fulfill(status=status, body="{}"))
    _ask(page, "学费是多少")
    _last(page, line)
    page.unroute("**/api/ask")
    page.get_by_role("button", name="再问一次").press("Enter")
    _last(page, "学费5000元。")
    assert page.locator("#talk > li").count() == 3


def test_a_slow_line_is_told_and_given_up_in_time(chat: Chat) -> None:
    """After four seconds the page says that it waits, after fifteen that it gave up, with a button to try again."""
    page = chat.tab(phone=True)
    page.clock.install()
    page.route("**/api/ask", lambda _: None)
    _ask(page, "学费是多少")
    page.clock.run_for(4_500)
    _last(page, "网络较慢")
    page.clock.run_for(11_000)
    _last(page, "没有等到回答")
    assert page.get_by_role("button", name="再问一次").is_visible()


def test_feedback_is_said_to_be_noted_and_can_be_changed(chat: Chat) -> None:
    """The pressed button shows it, a failure is told, and 没用 offers a person."""
    page = chat.tab()
    _ask(page, "学费是多少")
    useful, useless = (page.get_by_role("button", name=name) for name in ("有用", "没用"))
    page.route("**/api/feedback", lambda route: route.abort())
    useful.click()
    page.get_by_text("没有记上").wait_for()
    page.unroute("**/api/feedback")
    useful.click()
    page.get_by_text("谢谢，已记下。").wait_for()
    assert useful.get_attribute("aria-pressed") == "true"
    useless.click()
    page.get_by_role("button", name="人工").click()
    assert useless.get_attribute("aria-pressed") == "true"
    page.get_by_role("link", name="0000-8801400").wait_for()


def test_an_answer_is_shared_by_a_link_that_anyone_may_open(chat: Chat) -> None:
    """The link is copied; who opens it sees question and answer, with buttons that work."""
    page = chat.tab(permissions=["clipboard-read", "clipboard-write"])
    _ask(page, "学费是多少")
    page.get_by_role("link", name="分享").click()
    page.get_by_text("链接已复制").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"{chat.address}/?q={quote('学费是多少')}"
    other = chat.tab(phone=True)
    other.goto(address)
    assert "学费是多少" in other.locator(".me").inner_text()
    assert "学费5000元。" in other.locator("#answer").inner_text()
    other.get_by_role("button", name="有用").tap()
    other.get_by_text("谢谢，已记下。").wait_for()
    other.get_by_role("button", name="住宿费是多少？").tap()
    _last(other, "住宿费800元。")
    mine, theirs, follow_up = (key for _, key in chat.service.answerer.asked)
    assert mine != theirs == follow_up


def test_without_a_clipboard_the_link_is_shown_to_be_copied(chat: Chat) -> None:
    """As in browsers within apps."""
    page = chat.tab()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    _ask(page, "学费是多少")
    page.get_by_role("link", name="分享").click()
    assert page.get_by_label("这个回答的链接").input_value().startswith(f"{chat.address}/?q=")


@pytest.mark.parametrize("by_link", [False, True])
def test_html_from_anywhere_is_inert(chat: Chat, by_link: bool) -> None:  # noqa: FBT001  # a table of two rows
    """Question, answer, title and quote that hold markup are read as text."""
    page = chat.tab()
    if by_link:
        page.goto(f"{chat.address}/?q={quote(HOSTILE)}")
    else:
        _ask(page, HOSTILE)
        page.locator(".cited").wait_for()
    page.locator("summary").last.click()
    assert page.locator("blockquote").inner_text() == HOSTILE
    assert page.locator("img, #talk script").count() == 0
    assert page.title() == "公开信息问答"
    assert page.get_by_text("查看原文").count() == 0


def test_without_javascript_people_ask_and_judge_all_the_same(chat: Chat) -> None:
    """The form posts, the answer stands on the page, its citation unfolds, a suggestion follows up."""
    page = chat.tab(java_script_enabled=False)
    _ask(page, "学费是多少")
    page.locator("#answer").wait_for()
    page.locator(".cited summary").click()
    assert page.locator("blockquote").is_visible()
    page.get_by_role("button", name="住宿费是多少？").click()
    page.get_by_text("住宿费800元。").first.wait_for()
    page.get_by_role("button", name="没用").click()
    page.get_by_text("谢谢，已记下。").wait_for()
    page.get_by_role("link", name="接着提问").click()
    keys = {key for _, key in chat.service.answerer.asked}
    assert len(keys) == 1


def test_offices_are_called_by_a_tap(chat: Chat) -> None:
    """人工 · 电话 unfolds to the offices with numbers that dial."""
    page = chat.tab(phone=True)
    page.get_by_text("人工 · 电话").tap()
    assert page.get_by_role("link", name="0000-8801100").get_attribute("href") == "tel:00008801100"


def _site(chat: Chat) -> web.Application:
    """A college's page with the one line, under a strict policy of its own."""
    policy = f"default-src 'none'; script-src {chat.address}; frame-src {chat.address}"
    head = '<!DOCTYPE html><meta name="viewport" content="width=device-width"><title>学院</title>'
    page = f'{head}<h1>学院</h1><script src="{chat.address}/embed.js"></script>'

    async def home(_: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": policy})

    app = web.Application()
    app.add_routes([web.get("/", home)])
    return app


@pytest.mark.parametrize("phone", [False, True])
def test_one_line_embeds_the_page_in_the_college_s_site(chat: Chat, phone: bool) -> None:  # noqa: FBT001  # a table
    """A button opens the page in a frame; Escape closes it from within and gives the focus back."""
    page = chat.tab(phone=phone)
    with chat.beside(partial(_site, chat)) as site:
        page.goto(site)
        opens = page.get_by_role("button", name="问一问")
        opens.click()
        frame = page.frame_locator("iframe")
        frame.locator("#question").fill("学费是多少")
        frame.locator("#send").click()
        frame.get_by_text("学费5000元。", exact=True).wait_for()
        panel = page.locator("#gongkai-panel").bounding_box()
        assert panel is not None
        assert (panel["width"] == 375) == phone
        frame.locator("#question").press("Escape")
        page.locator("#gongkai-panel").wait_for(state="hidden")
        assert opens.get_attribute("aria-expanded") == "false"
        assert page.evaluate("document.activeElement.id") == "gongkai-button"
        opens.click()
        page.get_by_role("button", name="关闭").click()
        page.locator("#gongkai-panel").wait_for(state="hidden")


@pytest.mark.parametrize("scale", [1, 2])
def test_large_text_loses_nothing(chat: Chat, scale: int) -> None:
    """With letters twice as large on a small phone nothing is cut off or needs sideways scrolling."""
    page = chat.tab(phone=True, viewport={"width": 320, "height": 568})
    page.evaluate("scale => { document.documentElement.style.fontSize = `${scale * 100}%`; }", scale)
    page.get_by_text("人工 · 电话").tap()
    _ask(page, "学费是多少")
    _last(page, "学费5000元。")
    page.locator("summary").last.tap()
    wide: list[Any] = page.evaluate(
        """() => [...document.querySelectorAll("body *:not(.hidden, .skip)")]
            .filter(each => each.getBoundingClientRect().right > 320.5 || each.scrollWidth > each.clientWidth + 1
                && getComputedStyle(each).overflowX !== "visible")
            .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    box = page.locator("#question").bounding_box()
    assert box is not None
    assert box["height"] < 60 * scale  # one line: the hint in it takes no more room than a question would
