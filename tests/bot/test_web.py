import json
from contextlib import suppress
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_aiohttp.plugin import AiohttpClient

from bot.answer import Answer, Citation, Outcome
from bot.errors import BadQuestion
from bot.web import LONGEST_QUESTION, read_question
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


async def test_the_page_is_told_beside_the_answer_what_it_alone_needs(aiohttp_client: AiohttpClient) -> None:
    """With `page` there are the text's parts, a link to share and a ticket; everything else stays as the contract says."""
    client = await aiohttp_client(Service(ScriptedAnswerer(otherwise=ANSWER)).app())
    response = await client.post("/api/ask", json={"question": "学费是多少", "page": True})
    told = await response.json()
    page = told.pop("page")
    assert told == ANSWER.to_json()
    assert page["parts"] == [["学费5000元。", ""]]
    assert unquote(page["share"]) == "/?q=学费是多少"
    assert page["id"]
