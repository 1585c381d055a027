import html
import re
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from bot.answer import Answer, Citation, Outcome
from bot.chat.routes import Site
from bot.chat.settings import PageSettings
from bot.offices import Office
from bot.web import FEEDBACK
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import Service

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
ANSWER = Answer(
    Outcome.ANSWERED,
    "▶ 学费5000元。\n学费5000元，住宿费800元。\n——《收费公示》\n财务处，2026-06-01\nhttps://x.cn/1",
    (Citation("n1", "收费公示", "财务处", date(2026, 6, 1), "https://x.cn/1", "学费5000元，住宿费800元。"),),
    confidence=0.91,
    suggestions=("住宿费是多少？",),
    bundle="b1",
)


async def _client(aiohttp_client: AiohttpClient, service: Service) -> TestClient:  # type: ignore[type-arg]
    client: TestClient = await aiohttp_client(service.app())  # type: ignore[type-arg]
    return client


async def test_the_page_comes_with_its_files_and_strict_headers(aiohttp_client: AiohttpClient) -> None:
    """Page, style and script are served from here alone, and a browser may run nothing inline or foreign."""
    client = await _client(aiohttp_client, Service())
    response = await client.get("/")
    page = await response.text()
    policy = response.headers["Content-Security-Policy"]
    assert response.content_type == "text/html"
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|<style|\son[a-z]+=", page)
    for name, kind in {"chat.css": "text/css", "chat.js": "text/javascript", "icon.svg": "image/svg+xml"}.items():
        (address,) = re.findall(rf'"(/page/{re.escape(name)}\?v=\w+)"', page)
        asset = await client.get(address)
        assert asset.content_type == kind
        assert "immutable" in asset.headers["Cache-Control"]


async def test_a_file_that_the_browser_has_is_not_sent_again(aiohttp_client: AiohttpClient) -> None:
    """The same tag gets 304 with no body; another gets the file; without its version it is asked about each time."""
    client = await _client(aiohttp_client, Service())
    for path in ("/", "/page/chat.css", "/embed.js"):
        first = await client.get(path)
        assert first.headers["Cache-Control"] == "no-cache"
        again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, await again.read()) == (304, b"")
        assert (await client.get(path, headers={"If-None-Match": '"other"'})).status == 200


@pytest.mark.parametrize(
    "path", ["/page/none.css", "/page/__init__.py", "/page/index.html", "/page/..%2fapp.py", "/nothing"]
)
async def test_only_the_page_s_own_files_are_served(aiohttp_client: AiohttpClient, path: str) -> None:
    """Code, templates and unknown names are not found."""
    client = await _client(aiohttp_client, Service())
    assert (await client.get(path)).status == 404


async def test_the_whole_page_is_small(aiohttp_client: AiohttpClient) -> None:
    """Page, style, script and icon together stay under 60 kB before packing, and are packed on the way."""
    client = await _client(aiohttp_client, Service())
    page = await (await client.get("/")).text()
    sizes = [len(page.encode())]
    for address in re.findall(r'(?:src|href)="(/page/[^"]+)"', page):
        response = await client.get(address)
        assert response.headers["Content-Encoding"] in ("gzip", "deflate")
        sizes.append(len(await response.read()))
    assert len(sizes) == 4
    assert sum(sizes) < 60_000


async def test_examples_and_offices_are_written_as_text_never_as_markup(aiohttp_client: AiohttpClient) -> None:
    """Whatever staff configured, the page shows it literally; telephone numbers can be dialled."""
    offices = (
        Office(name=HOSTILE, phone="0000-8801001、0000-8801002", hours="8:30"),
        Office(name="无号", phone="待定"),
    )
    service = Service(examples=(HOSTILE,), site=Site(offices=offices))
    page = await (await (await _client(aiohttp_client, service)).get("/")).text()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    assert 'href="tel:00008801001"' in page
    assert 'href="tel:00008801002"' in page
    assert "待定" in page


async def test_without_javascript_a_form_brings_the_answer(aiohttp_client: AiohttpClient) -> None:
    """The posted question comes back answered with its citation to unfold, and the next one follows up on it."""
    answerer = ScriptedAnswerer(otherwise=ANSWER)
    client = await _client(aiohttp_client, Service(answerer))
    response = await client.post("/", data={"question": " 学费是多少 ", "conversation": ""})
    page = await response.text()
    assert response.status == 200
    assert "<strong>学费5000元。</strong>学费5000元，住宿费800元。</p>" in page
    assert "<blockquote>学费5000元，住宿费800元。</blockquote>" in page
    assert '<a href="https://x.cn/1" target="_blank" rel="noopener noreferrer">' in page
    assert '<meta name="robots" content="noindex">' in page
    (key,) = set(re.findall(r'name="conversation" value="(\w+)"', page))
    await client.post("/", data={"question": "那住宿费呢", "conversation": key})
    assert answerer.asked == [("学费是多少", f"web:{key}"), ("那住宿费呢", f"web:{key}")]


async def test_a_shared_link_asks_again_and_shows_the_answer(aiohttp_client: AiohttpClient) -> None:
    """The answer stands on the page, no search engine keeps it, and whoever opens it begins a conversation of their own."""
    answerer = ScriptedAnswerer(otherwise=ANSWER)
    client = await _client(aiohttp_client, Service(answerer))
    response = await client.get(f"/?q={quote('学费是多少')}")
    page = await response.text()
    assert "学费5000元，住宿费800元。" in page
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "no-store"
    (key,) = set(re.findall(r'name="conversation" value="(\w+)"', page))
    assert answerer.asked == [("学费是多少", f"web:{key}")]
    again = await (await client.get(f"/?q={quote('学费是多少')}&conversation={key}")).text()
    assert key not in again


async def test_a_link_that_a_browser_looks_at_ahead_counts_as_no_question(aiohttp_client: AiohttpClient) -> None:
    """A prefetch, and a request for the headers alone, get the plain page."""
    service = Service()
    client = await _client(aiohttp_client, service)
    await client.get("/?q=x", headers={"Sec-Purpose": "prefetch;prerender"})
    await client.head("/?q=x")
    assert service.answerer.asked == []


@pytest.mark.parametrize("method", ["get", "post"])
async def test_html_in_question_and_answer_is_inert(aiohttp_client: AiohttpClient, method: str) -> None:
    """Nothing that a question, a notice or a suggestion holds becomes markup, and no script address becomes a link."""
    cited = Citation("n", HOSTILE, HOSTILE, None, "javascript:alert(3)", HOSTILE)
    broken = Citation("n2", "", "", None, "https://[", "")
    text = f'{HOSTILE}<a href="javascript:alert(4)">点我</a>'
    answer = Answer(Outcome.ANSWERED, text, (cited, broken), 1.0, (HOSTILE,), HOSTILE)
    client = await _client(aiohttp_client, Service(ScriptedAnswerer(otherwise=answer)))
    given = {"params": {"q": HOSTILE}} if method == "get" else {"data": {"question": HOSTILE}}
    page = await (await client.request(method, "/", **given)).text()  # type: ignore[arg-type]
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "javascript:" not in page.replace(html.escape(HOSTILE), "")
    assert "点我" in page


@pytest.mark.parametrize("question", [" ", "学" * 2001, "\u0007"])
async def test_a_question_that_cannot_be_taken_says_so_on_the_page(
    aiohttp_client: AiohttpClient, question: str
) -> None:
    """Status 400, in words for the person, and nobody is asked."""
    service = Service()
    client = await _client(aiohttp_client, service)
    posted = await client.post("/", data={"question": question})
    assert posted.status == 400
    assert "没法受理" in await posted.text()
    assert (await client.post("/", data={})).status == 400
    assert (await client.get("/", params={"q": " "})).status == 400
    assert service.answerer.asked == []


async def test_the_college_says_who_may_frame_the_page(aiohttp_client: AiohttpClient) -> None:
    """Configured sites may frame the page and nothing else; embed.js knows whether any may."""
    site = Site(PageSettings(embed_in=("https://www.example.edu.cn", "https://*.example.edu.cn")))
    client = await _client(aiohttp_client, Service(site=site))
    policy = (await client.get("/")).headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.example.edu.cn https://*.example.edu.cn")
    assert (await client.get("/api/ask")).headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert "const EMBEDDABLE = true;" in await (await client.get("/embed.js")).text()
    other = await _client(aiohttp_client, Service())
    assert "const EMBEDDABLE = false;" in await (await other.get("/embed.js")).text()


async def _ticket(client: TestClient) -> str:  # type: ignore[type-arg]
    told = await (await client.post("/api/ask", json={"question": "学费是多少", "page": True})).json()
    return str(told["page"]["id"])


async def test_feedback_is_recorded_against_the_answer(aiohttp_client: AiohttpClient) -> None:
    """有用 and 没用 are kept with the question, the notice and the bundle; a change of mind replaces the first word."""
    service = Service(ScriptedAnswerer(otherwise=ANSWER))
    client = await _client(aiohttp_client, service)
    ticket = await _ticket(client)
    for useful in (True, False):
        response = await client.post("/api/feedback", json={"id": ticket, "useful": useful})
        assert (response.status, await response.read()) == (204, b"")
    response = await client.post("/api/feedback", data={"id": await _ticket(client), "useful": "1"})
    assert "谢谢" in await response.text()
    kept = client.app[FEEDBACK].judged(datetime(2020, 1, 1, tzinfo=UTC))
    assert {(one.question, one.notice_id, one.bundle, one.person) for one in kept} == {("学费是多少", "n1", "b1", "")}
    assert sorted(one.useful for one in kept) == [False, True]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"question=%FF", "application/x-www-form-urlencoded; charset=none"),
        (b"question=\xff\xfe", "application/x-www-form-urlencoded"),
        (b"--x", "multipart/form-data; boundary=x"),
        (
            b"--x\r\nContent-Disposition: form-data; name=question; filename=a\r\n\r\nx\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        (b"question", "text/plain"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/feedback"])
async def test_a_form_that_no_browser_would_send_is_refused(
    aiohttp_client: AiohttpClient, path: str, body: bytes, kind: str
) -> None:
    """Files, foreign bytes and unknown character sets get 400, never an error of ours."""
    service = Service()
    client = await _client(aiohttp_client, service)
    response = await client.post(path, data=body, headers={"Content-Type": kind})
    assert response.status == 400
    assert service.answerer.asked == []
    assert service.logged() == []


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b"{}", b'{"id": "x"}', b'{"id": "x", "useful": true}', b'{"id": 5, "useful": true}', b"[" * 20_000],
)
async def test_feedback_that_cannot_be_taken_says_what_was_expected(aiohttp_client: AiohttpClient, body: bytes) -> None:
    """Status 400 and one line, counted as refused."""
    service = Service()
    client = await _client(aiohttp_client, service)
    response = await client.post("/api/feedback", data=body, headers={"Content-Type": "application/json"})
    assert response.status == 400
    assert "expected" in (await response.json())["error"]
    assert service.counted("gongkai_refused_total", channel="web", reason="bad_judgement") == 1


async def test_feedback_that_is_neither_useful_nor_useless_is_refused(aiohttp_client: AiohttpClient) -> None:
    """`useful` must be one of the two."""
    client = await _client(aiohttp_client, Service(ScriptedAnswerer(otherwise=ANSWER)))
    ticket = await _ticket(client)
    for useful in (b'"maybe"', b"null", b"5", b"{}"):
        body = b'{"id": "%s", "useful": %s}' % (ticket.encode(), useful)
        response = await client.post("/api/feedback", data=body, headers={"Content-Type": "application/json"})
        assert response.status == 400
