"""Customer-service messages of the service's own accord, against the fake of WeChat's API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.identity import identity_key, pseudonym
from bot.simulator.api_account import Rights
from bot.wechat.addresses import Addresses
from bot.wechat.customer import SEND
from bot.wechat.letters import Letters
from tests.fakes.api import SECRET
from tests.fakes.college import College, opened
from tests.fakes.wechat import Service, settings

OPENID = "oLetterbox"
PERSON = pseudonym(identity_key(settings()), OPENID)


@pytest.fixture
async def college(tmp_path: Path) -> AsyncIterator[College]:
    async with opened(tmp_path) as one:
        one.gate.set()
        one.answerer.owed = {PERSON}
        yield one


@asynccontextmanager
async def serving(college: College, secret: str = SECRET) -> AsyncIterator[tuple[Letters, TestClient]]:  # type: ignore[type-arg]
    """A service, and the letters that it was given."""
    configured = settings(secret=secret, api_base=college.bench.base)
    service = Service(college.answerer, configured, folder=college.folder, clock=college.bench.clock)
    async with TestClient(TestServer(service.app())) as client:
        yield service.letters, client
    assert not await service.letters.reach([PERSON])
    assert not await service.letters.send(PERSON, "已答复。")
    assert OPENID.encode() not in service.stream.getvalue()


def addresses(college: College, secret: str = SECRET) -> Addresses:
    return Addresses.of_account(college.bench.file, secret, college.bench.clock)


async def test_who_is_owed_something_can_be_written_to_and_nobody_else(college: College) -> None:
    """Their address stands encrypted in the folder, and no address of anybody else."""
    async with serving(college) as (letters, client):
        await college.says(client, college.asks(OPENID, "学费"))
        await college.says(client, college.asks("oSomebodyElse", "学费"))
        assert addresses(college).people() == {PERSON}
        assert await letters.reach(["x", PERSON]) == [PERSON]
        assert await letters.send(PERSON, "已答复。")
        assert not await letters.send("x", "已答复。")
    assert college.sent() == ["已答复。"]
    stored = b"".join(path.read_bytes() for path in college.folder.glob("wechat.db*"))
    assert OPENID.encode() not in stored


async def test_another_process_and_a_restart_know_the_address_too(college: College) -> None:
    """It lies in the folder; a new AppSecret makes it unreadable, and nobody is written to."""
    async with serving(college) as (_, client):
        await college.says(client, college.asks(OPENID, "学费"))
    async with serving(college) as (letters, _):
        assert await letters.send(PERSON, "已答复。")
    async with serving(college, "another-secret") as (letters, _):
        assert not await letters.send(PERSON, "已答复。")
    assert len(college.sent()) == 1


async def test_after_forty_eight_hours_of_silence_the_address_is_gone(college: College) -> None:
    """A later message begins the time anew; the round deletes what is over."""
    async with serving(college) as (letters, client):
        await college.says(client, college.asks(OPENID, "学费"))
        college.bench.clock.at += 40 * 3600
        await college.says(client, college.asks(OPENID, "住宿费"))
        college.bench.clock.at += 47 * 3600
        assert await letters.reach([PERSON]) == [PERSON]
        college.bench.clock.at += 3600
        assert await letters.reach([PERSON]) == []
        assert not await letters.send(PERSON, "已答复。")
    with college.bench.file.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM addresses").scalar() == 0


async def test_a_tap_opens_a_minute_and_a_view_opens_nothing(college: College) -> None:
    """Three messages within it, as WeChat allows; the account is not asked for a fourth."""
    async with serving(college) as (letters, client):
        await college.event(client, OPENID, "view", "https://example.edu.cn")
        assert not addresses(college).people()
        college.bench.fake.account.heard(OPENID, "click")
        await college.event(client, OPENID, "click", "学费")
        assert [await letters.send(PERSON, f"{number}") for number in range(4)] == [True, True, True, False]
        assert college.bench.fake.calls.count(SEND) == 3
        college.bench.clock.at += 61
        assert not await letters.reach([PERSON])


async def test_five_messages_and_no_sixth(college: College) -> None:
    """As many as WeChat allows after a message."""
    async with serving(college) as (letters, client):
        await college.says(client, college.asks(OPENID, "学费"))
        assert [await letters.send(PERSON, f"{number}") for number in range(6)] == [True] * 5 + [False]
    assert college.bench.fake.calls.count(SEND) == 5


@pytest.mark.parametrize("event", ["unsubscribe", "user_authorization_revoke", "user_info_modified"])
async def test_who_goes_leaves_no_address(college: College, event: str) -> None:
    """Also where the AppSecret was taken out of the settings meanwhile."""
    async with serving(college) as (_, client):
        await college.says(client, college.asks(OPENID, "学费"))
    async with serving(college, "") as (letters, client):
        assert addresses(college).people() == {PERSON}
        assert not await letters.reach([PERSON])
        assert not await letters.send(PERSON, "已答复。")
        await college.event(client, OPENID, event)
    assert not addresses(college).people()


async def test_an_account_without_the_right_is_asked_once_a_day(tmp_path: Path) -> None:
    """After 48001 nobody can be reached until tomorrow."""
    async with opened(tmp_path, Rights(verified=False)) as college:
        college.gate.set()
        college.answerer.owed = {PERSON}
        async with serving(college) as (letters, client):
            await college.says(client, college.asks(OPENID, "学费"))
            assert not await letters.send(PERSON, "已答复。")
            assert not await letters.reach([PERSON])
            assert college.bench.fake.calls.count(SEND) == 1


async def test_an_account_that_only_replies_keeps_no_address(college: College) -> None:
    """Without an AppSecret nothing can be sent, so nothing is kept."""
    async with serving(college, "") as (_, client):
        await college.says(client, college.asks(OPENID, "学费"))
    assert not addresses(college).people()


async def test_a_file_that_cannot_be_written_costs_no_answer(college: College) -> None:
    """With the table gone people are answered; nobody is written to; who goes may go."""
    async with serving(college) as (letters, client):
        with college.bench.file.begin() as connection:
            connection.exec_driver_sql("DROP TABLE addresses")
        assert await college.says(client, college.asks(OPENID, "住宿费")) == "住宿费900元。"
        assert not await letters.reach([PERSON])
        assert not await letters.send(PERSON, "已答复。")
        await college.event(client, OPENID, "unsubscribe")
