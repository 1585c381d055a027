"""The request pages as a browser without JavaScript uses them."""

import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from bot.app import make_app
from bot.logs import open_log
from bot.loop.file import opened
from bot.loop.opening import LoopPlace, serve_requests
from bot.loop.settings import LoopSettings
from bot.offices import Offices
from bot.requests.register import Register
from bot.requests.request import Reply
from bot.requests.sealing import load_seal
from bot.requests.tables import METADATA, NAME
from bot.wechat.watch import Watch
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.loop import MONDAY, act
from tests.fakes.wechat import Service, settings

GOOD = {
    "applicant": "citizen",
    "name": "张三",
    "contact": "zhang@example.com",
    "content": "2025年食堂招标结果",
    "purpose": "科研需要",
    "delivery": "mailbox",
}


@dataclass(slots=True)
class Site:
    """The application with its request pages, a clock that tests turn, and a browser."""

    folder: Path
    seconds: int = 0
    chosen: LoopSettings = field(default_factory=lambda: LoopSettings(school="某<b>校"))
    client: TestClient | None = None  # type: ignore[type-arg]

    @property
    def place(self) -> LoopPlace:
        return LoopPlace(
            data=self.folder,
            store=self.folder / "k.sqlite3",
            offices=Offices(),
            settings=self.chosen,
            key=b"key",
            now=self.now,
            seconds=lambda: self.now().timestamp(),
        )

    def now(self) -> datetime:
        return MONDAY + timedelta(seconds=self.seconds)

    async def get(self, path: str) -> str:
        assert self.client is not None
        response = await self.client.get(path)
        assert response.status == 200, path
        return await response.text()

    async def post(self, path: str, fields: dict[str, str], **options: object) -> tuple[int, str]:
        assert self.client is not None
        response = await self.client.post(path, data=fields, **options)  # type: ignore[arg-type]
        return response.status, await response.text()

    async def submit(self, path: str, fields: dict[str, str], opened_at: str = "") -> tuple[int, str]:
        """Opens the page, waits as a person does, and sends its form."""
        page = await self.get(opened_at or path)
        self.seconds += 30
        return await self.post(path, {"token": token(page)} | fields)


def token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
async def site(tmp_path: Path, aiohttp_client: AiohttpClient) -> Site:
    found = Site(tmp_path)
    service = Service()
    app = make_app(nullcontext(ScriptedAnswerer()), settings(), Watch(open_log(service.stream), service.metrics))
    serve_requests(app, found.place)
    found.client = await aiohttp_client(app)
    return found


async def test_a_request_is_taken_and_its_progress_seen_with_number_and_secret(site: Site) -> None:
    """Receipt with the last day by law; a reply is shown to who knows the secret, and to nobody else."""
    status, receipt = await site.submit("/request", GOOD)
    assert status == 200
    number = re.search(r"YSQ-2026-\d{4}", receipt)
    secret = re.search(r"<strong>([2-9A-Z]{10})</strong>", receipt)
    assert number is not None
    assert secret is not None
    assert "2026年10月10日" in receipt  # fifteen working days after 14 September, holidays left out
    known = {"number": number[0].lower(), "secret": secret[1].lower()}
    assert "办理中" in (await site.submit("/request/status", known))[1]
    with opened(site.folder / NAME, METADATA) as file:
        Register(file, load_seal("", site.folder)).reply(number[0], Reply.PARTLY, "见附件。", act())
    status, shown = await site.submit("/request/status", known)
    assert ("部分公开" in shown, "见附件。" in shown, "张三" in shown) == (True, True, False)
    status, refused = await site.submit("/request/status", known | {"secret": "2222222222"})
    assert (status, "不对" in refused, "见附件" in refused) == (422, True, False)


async def test_an_unclear_request_is_supplemented_on_the_page(site: Site) -> None:
    """The applicant adds what was unclear, and the days begin again; too little is said."""
    _, receipt = await site.submit("/request", GOOD)
    known = {
        "number": re.findall(r"YSQ-2026-\d{4}", receipt)[0],
        "secret": re.findall(r"<strong>([2-9A-Z]{10})</strong>", receipt)[0],
    }
    at = "/request/status"
    assert (await site.submit("/request/supplement", known | {"addition": "食堂"}, at))[0] == 422
    with opened(site.folder / NAME, METADATA) as file:
        Register(file, load_seal("", site.folder)).reply(known["number"], Reply.UNCLEAR, "哪个食堂？", act())
    assert "补充说明" in (await site.submit(at, known))[1]
    assert (await site.submit("/request/supplement", known | {"addition": " "}, at))[0] == 422
    assert (await site.submit("/request/supplement", known | {"secret": "x", "addition": "第一"}, at))[0] == 422
    status, shown = await site.submit("/request/supplement", known | {"addition": "第一食堂"}, at)
    assert (status, "办理中" in shown) == (200, True)


async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(site: Site) -> None:
    """Missing fields, an identity number, a mailbox that is none; what was typed stands there again, as text."""
    wrong = GOOD | {
        "name": "<i>李四",
        "contact": "13812345678",
        "purpose": "",
        "content": "本人11010519491231002X的档案",
    }
    status, page = await site.submit("/request", wrong)
    assert status == 422
    assert 'value="&lt;i&gt;李四"' in page
    assert "<i>李四" not in page
    for fault in ("请不要填写身份证号", "请写明用途", "电子邮箱"):
        assert fault in page
    assert "某&lt;b&gt;校" in page
    status, page = await site.submit("/request", {"name": "李四"})
    assert (status, "请选择" in page) == (422, True)


async def test_a_form_from_elsewhere_from_a_program_or_of_yesterday_is_not_taken(site: Site) -> None:
    """No token, another browser's token, the hidden field filled in, sent at once, or hours later: nothing is stored."""
    page = await site.get("/request")
    assert (await site.post("/request", {"token": token(page)} | GOOD))[0] == 422  # at once
    site.seconds += 30
    for fields in (
        GOOD,
        GOOD | {"token": "1.abc"},
        GOOD | {"token": f"{int(MONDAY.timestamp())}.é"},
        GOOD | {"token": token(page), "website": "http://spam"},
    ):
        assert (await site.post("/request", fields))[0] == 422
    status, _ = await site.post("/request", {"token": token(page)} | GOOD, cookies={"__gongkai_request": "other"})
    assert status == 422
    site.seconds += 5 * 3600
    assert (await site.post("/request", {"token": token(page)} | GOOD))[0] == 422
    with opened(site.folder / NAME, METADATA) as file:
        assert not Register(file, load_seal("", site.folder)).list()


async def test_a_flood_is_stopped_for_one_address_and_for_all(site: Site) -> None:
    """The eleventh form in ten minutes from one address is too many; another address behind nginx is another one."""
    page = await site.get("/request")
    site.seconds += 5
    statuses = [(await site.post("/request", {"token": token(page)}))[0] for _ in range(11)]
    assert (statuses[0], statuses[-1]) == (422, 429)
    other = {"headers": {"X-Real-IP": "203.0.113.9"}}
    assert (await site.post("/request", {"token": token(page)} | GOOD, **other))[0] == 200
    status, _ = await site.post("/request", {"content": "长" * 20_000}, headers={"X-Real-IP": "203.0.113.8"})
    assert status == 413


async def test_an_appraisal_and_a_complaint_are_taken_without_a_name(site: Site) -> None:
    """Ratings from 1 to 5; a complaint needs words; faults are said."""
    status, page = await site.submit("/request/voice", {"kind": "appraisal", "rating": "5", "text": ""})
    assert (status, "已收到" in page) == (200, True)
    assert (await site.submit("/request/voice", {"kind": "complaint", "text": "收费没有公示"}))[0] == 200
    assert (await site.submit("/request/voice", {"kind": "complaint", "text": "x"}))[0] == 422
    assert (await site.submit("/request/voice", {"kind": "lawsuit", "rating": "9"}))[0] == 422


async def test_pages_work_without_script_and_are_kept_by_no_cache(site: Site) -> None:
    """Labels for every field, a language, no script; the cookie is out of reach of scripts and other sites."""
    assert site.client is not None
    response = await site.client.get("/request")
    page = await response.text()
    assert "<script" not in page
    for name in ("name", "contact", "content", "purpose"):
        assert f'<label for="{name}">' in page
    assert response.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    cookie = response.headers["Set-Cookie"]
    assert ("HttpOnly" in cookie, "SameSite=Strict" in cookie) == (True, True)
    assert "--ink" in await site.get("/request/style.css")
    assert "满意程度" in await site.get("/request/voice")
