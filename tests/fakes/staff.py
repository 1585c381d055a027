"""A staff console for tests: a data folder, three people, and browsers that sign in and send forms as a page's own do."""

import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient

from bot.loop.opening import LoopPlace
from bot.loop.settings import LoopSettings
from bot.offices import Office, Offices
from bot.settings import StaffSettings
from bot.staff.account import Account, Role
from bot.staff.console import Premises
from bot.staff.file import FILE, connect
from bot.staff.roster import Roster
from knowledge.life import Policy, Publishing, Reviewer
from knowledge.store import KnowledgeStore

PASSWORD = "一句很长的口令 2026"
NOW = datetime(2026, 9, 1, 12, tzinfo=timezone(timedelta(hours=8)))
CHECKED_BY_ANOTHER = Policy(Publishing.AFTER_CHECK, Reviewer.ANOTHER)
PEOPLE = (
    Account("李财务", Role.OFFICER, "财务处"),
    Account("王审核", Role.REVIEWER),
    Account("陈管理", Role.ADMINISTRATOR),
)
OFFICES = Offices(
    (
        Office(name="党政办公室", default=True),
        Office(name="财务处", topics=("学费", "退费", "助学金")),
        Office(name="学生处", topics=("宿舍", "健身房")),
    )
)
_CONFIG = '[import]\npublish = "after-check"\nreviewer = "another"\n[clock]\nnow = "2026-09-01"\n'


@dataclass(slots=True)
class Clock:
    """Unix time that a test moves."""

    now: float = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class College:
    """A data folder with its configuration; `people` are enrolled, all with the same password."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    policy: Policy = CHECKED_BY_ANOTHER
    config: str = _CONFIG
    command: tuple[str, ...] = (sys.executable, "-m", "scripts.main")
    settings: StaffSettings = field(default_factory=lambda: StaffSettings.model_validate({}))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def premises(self) -> Premises:
        config = self.folder / "gongkai.toml"
        config.write_text(self.config, encoding="utf-8")
        return Premises(
            data=self.data,
            store=self.data / "knowledge.sqlite3",
            policy=self.policy,
            command=self.command,
            options=("--config", str(config), "--data", str(self.data)),
            settings=self.settings,
            now=lambda: NOW,
            seconds=self.clock,
            loop=self.loop(),
            offices=tuple(office.name for office in OFFICES.offices),
        )

    def loop(self) -> LoopPlace:
        chosen = LoopSettings.model_validate({"gap_workdays": 5})
        return LoopPlace(self.data, self.data / "knowledge.sqlite3", OFFICES, chosen, b"k" * 32, lambda: NOW)

    def roster(self) -> Roster:
        return Roster(connect(self.data / FILE), self.clock)

    def enrol(self, people: Sequence[Account] = PEOPLE) -> None:
        roster = self.roster()
        for account in people:
            roster.add(account, "test")
            roster.set_password(account.name, PASSWORD, "test")

    def store(self) -> KnowledgeStore:
        return KnowledgeStore.open(self.data / "knowledge.sqlite3", self.policy)


@dataclass(slots=True)
class Browser:
    """A browser at the console: it keeps cookies, follows no redirect, and can send a page's form with its token."""

    client: TestClient  # type: ignore[type-arg]  # of any request
    token: str = ""

    async def get(self, path: str, **given: object) -> tuple[int, str]:
        response = await self.client.get(f"/staff{path}", allow_redirects=False, **given)  # type: ignore[arg-type]
        text = await response.text()
        found = re.search(r'name="token" value="([0-9a-f]+)"', text)
        self.token = found[1] if found else self.token
        return response.status, text

    async def post(self, path: str, **fields: str) -> ClientResponse:
        return await self.client.post(f"/staff{path}", data={"token": self.token} | fields, allow_redirects=False)

    async def send(self, path: str, **fields: str) -> str:
        """Sends a form that must succeed; where it leads."""
        response = await self.post(path, **fields)
        assert response.status == 303, await response.text()
        return response.headers["Location"]

    async def refused(self, path: str, **fields: str) -> tuple[int, str]:
        """Sends a form that must not succeed; the status and the page."""
        response = await self.post(path, **fields)
        assert response.status >= 400, response.headers
        return response.status, await response.text()

    async def sign_in(self, name: str, password: str = PASSWORD, after: str = "") -> ClientResponse:
        await self.get("/sign-in")
        response = await self.post("/sign-in", name=name, password=password, next=after)
        await self.get("/me")
        return response

    async def upload(self, name: str, content: bytes, **fields: str) -> ClientResponse:
        form = FormData()
        for key, value in ({"token": self.token, "id": ""} | fields).items():
            form.add_field(key, value)
        form.add_field("file", io.BytesIO(content), filename=name, content_type="application/octet-stream")
        return await self.client.post("/staff/upload", data=form, allow_redirects=False)

    def cookies(self) -> dict[str, str]:
        return {one.key: one.value for one in self.client.session.cookie_jar}
