"""The chat page under axe-core: no serious finding, light and dark, on a phone and on a desktop."""

from typing import Any

import pytest

from tests.bot.chat.conftest import Chat

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [True, False])
def test_axe_has_nothing_to_say(chat: Chat, scheme: str, phone: bool) -> None:  # noqa: FBT001  # a table
    """With an answer unfolded and judged, one that failed, contacts open and the line gone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra `dev`)")
    page = chat.tab(phone=phone, color_scheme=scheme)
    page.click("#contact summary")
    page.fill("#question", "学费是多少")
    page.click("#send")
    page.locator(".cited summary").click()
    page.get_by_role("button", name="没用").click()
    page.get_by_text("谢谢，已记下").wait_for()
    page.route("**/api/ask", lambda route: route.fulfill(status=500, body="{}"))
    page.fill("#question", "食堂")
    page.click("#send")
    page.locator("#talk").get_by_text("没能查成").wait_for()
    page.context.set_offline(True)
    page.locator("#offline").wait_for()
    assert _findings(axe.Axe().run(page, options={"runOnly": RULES}).response) == []


@pytest.mark.parametrize("path", ["/?q=学费是多少", "/"])
def test_axe_has_nothing_to_say_without_javascript_s_help(chat: Chat, path: str) -> None:
    """The pages that the server renders whole."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra `dev`)")
    page = chat.tab(phone=True)
    page.goto(chat.address + path)
    assert _findings(axe.Axe().run(page, options={"runOnly": RULES}).response) == []


def _findings(response: dict[str, Any]) -> list[str]:
    return [
        f"{found['impact']} {found['id']}: {found['help']}: {[node['html'][:120] for node in found['nodes']]}"
        for found in response["violations"]
    ]
