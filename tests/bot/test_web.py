import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_aiohttp.plugin import AiohttpClient

from bot.answer import Answer, Citation, Outcome
from bot.errors import BadQuestion
from bot.web import LONGEST_QUESTION, load_page, read_question
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import Service

ANSWER = Answer(
    Outcome.ANSWERED,
    "学费5000元。",
    (Citation("n1", "收费公示", "财务处", date(2026, 6, 1), "https://x.cn/1", "学费5000元"),),
    confidence=0.91,
    suggestions=("住宿费是多少？",),
    bundle="b1",
    elapsed_ms=3.2,
)


async def test_a_question_gets_an_answer_object_in_readable_chinese(aiohttp_client: AiohttpClient) -> None:
    """The answer object is JSON with Chinese as it is, and the conversation reaches the answerer under its channel."""
    answerer = ScriptedAnswerer(otherwise=ANSWER)
    client = await aiohttp_client(Service(answerer).app())
    response = await client.post("/api/ask", json={"question": " 学费\u0007是多少 ", "conversation": "tab-1"})
    assert response.status == 200
    text = await response.text()
    assert "学费5000元" in text
    assert json.loads(text) == ANSWER.to_json()
    assert answerer.asked == [("学费是多少", "web:tab-1")]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 20_000, "JSON"),
        (b"[]", "question"),
        (b"null", "question"),
        (b"{}", "question"),
        (b'{"question": 5}', "question"),
        (b'{"question": "  \\u0007 "}', "empty"),
        (json.dumps({"question": "学" * (LONGEST_QUESTION + 1)}).encode(), "2001"),
        (b'{"question": "x", "conversation": 5}', "conversation"),
        (b'{"question": "x", "conversation": "a b"}', "conversation"),
        (json.dumps({"question": "x", "conversation": "a" * 65}).encode(), "conversation"),
    ],
)
async def test_a_bad_question_is_refused_with_what_was_expected(
    aiohttp_client: AiohttpClient, body: bytes, word: str
) -> None:
    """Status 400 and one line that names what is wrong."""
    service = Service()
    client = await aiohttp_client(service.app())
    response = await client.post("/api/ask", data=body)
    assert response.status == 400
    assert word in (await response.json())["error"]
    assert service.answerer.asked == []


async def test_an_oversize_body_is_refused(aiohttp_client: AiohttpClient) -> None:
    """A body beyond the limit gets 413, in the API's own form."""
    client = await aiohttp_client(Service().app())
    response = await client.post("/api/ask", data=b'{"question": "' + b"x" * 100_000 + b'"}')
    assert response.status == 413
    assert "too large" in (await response.json())["error"]


@given(st.binary(max_size=200))
def test_arbitrary_bytes_raise_only_bad_question(body: bytes) -> None:
    """Reading a request never raises anything but its own error."""
    with suppress(BadQuestion):
        read_question(body)


async def test_no_conversation_means_none(aiohttp_client: AiohttpClient) -> None:
    """Without a conversation, or with an empty one, every question stands alone."""
    service = Service()
    client = await aiohttp_client(service.app())
    for body in ({"question": "a"}, {"question": "a", "conversation": None}, {"question": "a", "conversation": ""}):
        await client.post("/api/ask", json=body)
    assert {conversation for _, conversation in service.answerer.asked} == {None}


async def test_the_page_comes_with_its_files_and_strict_headers(aiohttp_client: AiohttpClient) -> None:
    """Page, style and script are served from here alone, and a browser may run nothing foreign."""
    client = await aiohttp_client(Service().app())
    response = await client.get("/")
    page = await response.text()
    assert response.content_type == "text/html"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert '<button type="button" class="ask">学费是多少？</button>' in page
    for name, kind in {"chat.css": "text/css", "chat.js": "text/javascript", "icon.svg": "image/svg+xml"}.items():
        assert f"/page/{name}" in page
        assert (await client.get(f"/page/{name}")).content_type == kind


async def test_a_file_that_the_browser_has_is_not_sent_again(aiohttp_client: AiohttpClient) -> None:
    """The same tag gets 304 with no body; another gets the file."""
    client = await aiohttp_client(Service().app())
    etag = (await client.get("/page/chat.css")).headers["ETag"]
    again = await client.get("/page/chat.css", headers={"If-None-Match": etag})
    assert again.status == 304
    assert await again.read() == b""
    assert (await client.get("/page/chat.css", headers={"If-None-Match": '"other"'})).status == 200


@pytest.mark.parametrize("path", ["/page/none.css", "/page/__init__.py", "/page/..%2fapp.py", "/nothing"])
async def test_only_the_page_s_own_files_are_served(aiohttp_client: AiohttpClient, path: str) -> None:
    """Code and unknown names are not found."""
    client = await aiohttp_client(Service().app())
    assert (await client.get(path)).status == 404


def test_an_example_is_written_as_text_never_as_markup() -> None:
    """Whatever an example holds, the page shows it literally."""
    page = load_page(['<script>alert(1)</script>"'])["index.html"].body.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;" in page


def test_the_whole_page_is_small() -> None:
    """Page, style, script and icon together stay under 40 kB, for phones on a slow network."""
    assert sum(len(asset.body) for asset in load_page([]).values()) < 40_000
