"""A college's service over a folder, with the fake of WeChat's API beside it, as the tests of the channel use it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp.test_utils import TestClient, TestServer

from bot.answer import Answer, Citation, Outcome
from bot.simulator.account import Account, Mode, Parcel
from bot.simulator.api_account import Rights
from bot.wechat.kept import KeptAnswers
from bot.wechat.message import read_fields
from bot.wechat.signature import sign
from bot.wechat.webhook import Patience
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.api import SECRET, Bench, bench
from tests.fakes.wechat import Service, settings

FEES = Citation("fees", "收费公示", "财务处", None, "", "每学年5000元")
FEE = Answer(Outcome.ANSWERED, "学费每学年5000元。", (FEES,))
DORMITORY = Answer(Outcome.ANSWERED, "住宿费900元。")


@dataclass(slots=True)
class College:
    """A service over a folder, whose answers wait at a gate until the test opens it."""

    folder: Path
    bench: Bench
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    answerer: ScriptedAnswerer = field(default_factory=ScriptedAnswerer)
    account: Account = field(default_factory=lambda: Account(settings(), Mode.SAFE))
    patience: Patience = field(default_factory=lambda: Patience(hold=0.1, last=0.1))
    _number: int = 0

    def __post_init__(self) -> None:
        self.answerer = ScriptedAnswerer({"学费": FEE, "住宿费": DORMITORY}, gate=self.gate)

    @asynccontextmanager
    async def serving(self, *, calls_out: bool = True, **given: object) -> AsyncIterator[TestClient]:  # type: ignore[type-arg]
        """The service running, `given` being settings; a second time in the same folder it is a restart, or another process."""
        secret = SECRET if calls_out else ""
        configured = settings(secret=secret, api_base=self.bench.base, **given)
        service = Service(self.answerer, configured, self.patience, folder=self.folder, clock=self.bench.clock)
        async with TestClient(TestServer(service.app())) as client:
            yield client

    def asks(self, person: str, question: str) -> Parcel:
        self._number += 1
        self.bench.fake.account.heard(person)
        return self.account.text(person, question, self._number, self.bench.clock())

    async def says(self, client: TestClient, parcel: Parcel) -> str:  # type: ignore[type-arg]
        """What the person sees in the end, after as many of the three tries as it takes."""
        said = ""
        for _ in range(3):
            said = said or await self.once(client, parcel)
        return said

    async def once(self, client: TestClient, parcel: Parcel) -> str:  # type: ignore[type-arg]
        response = await client.post(f"/wechat?{parcel.query}", data=parcel.body)
        return self.account.read(parcel, await response.read())

    async def three_tries(self, client: TestClient, person: str, question: str) -> list[str]:  # type: ignore[type-arg]
        parcel = self.asks(person, question)
        return [await self.once(client, parcel) for _ in range(3)]

    async def event(self, client: TestClient, person: str, event: str, key: str = "") -> str:  # type: ignore[type-arg]
        query = f"signature={sign('testtoken', '1', '2')}&timestamp=1&nonce=2"
        body = (
            f"<xml><ToUserName>gh</ToUserName><FromUserName>{person}</FromUserName><CreateTime>{int(self.bench.clock())}</CreateTime>"
            f"<MsgType>event</MsgType><Event>{event}</Event><EventKey>{key}</EventKey></xml>"
        )
        answer = await (await client.post(f"/wechat?{query}", data=body)).read()
        return "" if answer == b"success" else read_fields(answer)["Content"]

    def sent(self) -> list[str]:
        return [body["text"]["content"] for body in self.bench.fake.account.sent]

    def answer_is_kept(self) -> bool:
        with self.bench.file.connect() as connection:
            return bool(connection.exec_driver_sql("SELECT count(*) FROM kept WHERE text != ''").scalar())

    def kept(self) -> frozenset[str]:
        return KeptAnswers(self.bench.file, self.bench.clock).people()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # the table has no event for it
            await asyncio.sleep(0.01)


@asynccontextmanager
async def opened(folder: Path, rights: Rights | None = None) -> AsyncIterator[College]:
    async with bench(folder, rights) as fake:
        yield College(folder, fake)
