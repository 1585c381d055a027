"""The client of WeChat's API against the fake that the project ships."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import ApiRefused, ApiUnreachable
from bot.wechat.problems import Remedy, problem
from bot.wechat.wire import FALLBACKS, REAL, Request, Wire, hosts
from tests.fakes.api import SECRET, Bench, bench

ADDRESSES = Request("/cgi-bin/getcallbackip")
TOKEN = "/cgi-bin/stable_token"


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as opened:
        yield opened


async def test_a_call_fetches_a_token_once_and_keeps_it(fake: Bench) -> None:
    """The second call goes out with the token in hand."""
    api = fake.client()
    assert (await api.call(ADDRESSES)).fields["ip_list"]
    await api.call(ADDRESSES)
    assert fake.fake.calls == [TOKEN, ADDRESSES.path, ADDRESSES.path]


async def test_many_processes_share_one_token_and_one_flight(fake: Bench) -> None:
    """Ten clients over the same file, all at once, fetch one token between them."""
    clients = [fake.client() for _ in range(10)]
    await asyncio.gather(*(client.call(ADDRESSES) for client in clients))
    assert fake.fake.account.fetched == 1


async def test_a_token_is_renewed_five_minutes_early(fake: Bench) -> None:
    """Nobody ever sends a token that is about to end."""
    api = fake.client()
    await api.call(ADDRESSES)
    fake.clock.at += 6899
    await api.call(ADDRESSES)
    assert fake.fake.account.fetched == 1
    fake.clock.at += 2
    await api.call(ADDRESSES)
    assert fake.fake.account.fetched == 2
    assert b"refused" not in fake.log.getvalue()


@pytest.mark.parametrize("code", [40001, 40014, 42001, 41001])
async def test_a_token_that_is_refused_is_replaced_and_the_call_repeated_once(fake: Bench, code: int) -> None:
    """One refusal costs one new token and one more call."""
    fake.fake.fail(code, ADDRESSES.path)
    assert (await fake.client().call(ADDRESSES)).fields["ip_list"]
    assert fake.fake.calls == [TOKEN, ADDRESSES.path, TOKEN, ADDRESSES.path]


async def test_a_refusal_that_persists_is_no_recursion(fake: Bench) -> None:
    """With 40001 forever each call makes two tries and ends, and 30 of them force no more than WeChat allows."""
    api = fake.client()
    fake.fake.fail(40001, ADDRESSES.path, times=-1)
    for _ in range(30):
        with pytest.raises(ApiRefused) as refused:
            await api.call(ADDRESSES)
        assert refused.value.remedy is Remedy.TOKEN
        fake.clock.at += 31
    assert fake.fake.calls.count(ADDRESSES.path) == 60
    assert b'"path":"/cgi-bin/stable_token","code"' not in fake.log.getvalue().replace(b": ", b":").replace(b", ", b",")


async def test_a_token_that_another_process_has_renewed_is_taken_over(fake: Bench) -> None:
    """After a forced renewal by one client, the other finds the new token in the file and fetches none."""
    one, other = fake.client(), fake.client()
    await one.call(ADDRESSES)
    await other.call(ADDRESSES)
    fake.fake.fail(40001, ADDRESSES.path)
    await one.call(ADDRESSES)
    await other.call(ADDRESSES)
    assert fake.fake.account.fetched == 2


async def test_a_busy_moment_is_waited_out_and_no_more_than_that(fake: Bench) -> None:
    """-1 twice and it works; -1 forever and it ends after three tries."""
    fake.fake.fail(-1, ADDRESSES.path, times=2)
    api = fake.client()
    await api.call(ADDRESSES)
    assert fake.pauses == [0.3, 1.0]
    fake.fake.fail(-1, ADDRESSES.path, times=-1)
    with pytest.raises(ApiRefused, match="-1"):
        await api.call(ADDRESSES)
    assert fake.fake.calls.count(ADDRESSES.path) == 6


@pytest.mark.parametrize("fault", ["hang", "cut", "html"])
async def test_what_is_no_answer_ends_within_the_time_limit(fake: Bench, fault: str) -> None:
    """A hanging, cut or foreign answer is one clear error; the next call works."""
    api = fake.client(seconds=0.2)
    await api.call(ADDRESSES)
    fake.fake.fail(fault, ADDRESSES.path, times=-1)
    async with asyncio.timeout(2):
        with pytest.raises(ApiUnreachable, match="getcallbackip"):
            await api.call(ADDRESSES)
    fake.fake.faults.clear()
    await api.call(ADDRESSES)


async def test_a_fetch_that_fails_lets_the_next_process_try_at_once(fake: Bench) -> None:
    """The right to fetch is given back when fetching fails."""
    fake.fake.fail("html", TOKEN)
    with pytest.raises(ApiUnreachable):
        await fake.client().call(ADDRESSES)
    await fake.client().call(ADDRESSES)


async def test_a_wrong_secret_says_what_to_mend_and_is_written_nowhere(fake: Bench) -> None:
    """Error and log name the code, the remedy and the request id, and neither secret nor token."""
    with pytest.raises(ApiRefused) as refused:
        await fake.client(secret="wrong-secret").call(ADDRESSES)
    assert (refused.value.code, refused.value.remedy) == (40125, Remedy.CONFIGURE)
    assert "GONGKAI_WECHAT__SECRET" in str(refused.value)
    await fake.client().call(ADDRESSES)
    fake.fake.fail("cut", ADDRESSES.path, times=-1)
    with pytest.raises(ApiUnreachable) as cut:
        await fake.client().call(ADDRESSES)
    written = fake.log.getvalue().decode() + str(cut.value) + repr(cut.value) + str(refused.value)
    assert "66aa1b2c-0f3d5e7a-1c9b8d2e" in written
    assert not any(secret in written for secret in ("wrong-secret", SECRET, "fake-token", "access_token="))


async def test_the_address_to_enter_into_the_white_list_is_told(fake: Bench) -> None:
    """40164 names this machine's address as WeChat sees it."""
    fake.fake.fail(40164, ADDRESSES.path)
    with pytest.raises(ApiRefused, match=r"203\.0\.113\.7.*白名单") as refused:
        await fake.client().call(ADDRESSES)
    assert refused.value.address == "203.0.113.7"


async def test_chinese_goes_out_unescaped(fake: Bench) -> None:
    """No escape that WeChat would refuse with 40033."""
    fake.fake.account.heard("oA")
    body = {"touser": "oA", "msgtype": "text", "text": {"content": "学费5000元"}}
    await fake.client().call(Request("/cgi-bin/message/custom/send", body))
    assert fake.fake.account.sent == [body]


async def test_an_error_code_nobody_knows_is_told_as_it_came(fake: Bench) -> None:
    """A code outside the data file is passed on with its number."""
    fake.fake.fail(99999, ADDRESSES.path)
    with pytest.raises(ApiRefused, match="99999") as refused:
        await fake.client().call(ADDRESSES)
    assert refused.value.remedy is Remedy.UNKNOWN
    assert problem(48001).remedy is Remedy.CLOSE


async def test_a_token_without_its_fields_is_no_token(fake: Bench) -> None:
    """An answer that is JSON but not a token is an error, not an empty token."""

    async def odd(_: web.Request) -> web.Response:
        return web.Response(text="{}")

    app = web.Application()
    app.router.add_post(TOKEN, odd)
    server = TestServer(app)
    await server.start_server()
    fake.base = str(server.make_url("")).rstrip("/")
    with pytest.raises(ApiUnreachable, match="expected access_token"):
        await fake.client().call(ADDRESSES)
    await server.close()


async def _server(name: str, *, works: bool, seen: list[str]) -> TestServer:
    async def answer(_: web.Request) -> web.Response:
        seen.append(name)
        return web.Response(text=json.dumps({"from": name}) if works else "<html>")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    return server


async def test_another_host_is_asked_where_the_first_gives_nothing() -> None:
    """The next host answers, and goes on being asked for five minutes; what must not be sent twice is not."""
    seen: list[str] = []
    bad, good = await _server("bad", works=False, seen=seen), await _server("good", works=True, seen=seen)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
        clock = [0.0]
        wire = Wire(session, [str(server.make_url("")).rstrip("/") for server in (bad, good)], lambda: clock[0])
        assert (await wire.send(Request("/x"))).fields == {"from": "good"}
        await wire.send(Request("/x"))
        assert seen == ["bad", "good", "good"]
        clock[0] += 301
        with pytest.raises(ApiUnreachable):
            await wire.send(Request("/x", {"a": 1}, repeatable=False))
        assert seen == ["bad", "good", "good", "bad"]
        await bad.close()
        assert (await wire.send(Request("/x", {"a": 1}, repeatable=False))).fields == {"from": "good"}
    await good.close()


def test_only_wechat_s_own_address_has_other_hosts() -> None:
    """A fake or a relay that the configuration names is asked alone."""
    assert hosts(REAL) == (REAL, *FALLBACKS)
    assert hosts("http://127.0.0.1:9000") == ("http://127.0.0.1:9000",)


async def test_an_answer_without_a_date_has_no_time(fake: Bench) -> None:
    """A relay may leave it out: nothing is concluded from it."""

    async def dateless(_: web.Request) -> web.Response:
        return web.Response(text="{}", headers={"Date": "sometime"})

    app = web.Application()
    app.router.add_get("/x", dateless)
    server = TestServer(app)
    await server.start_server()
    wire = Wire(fake.session, [str(server.make_url("")).rstrip("/")], fake.clock)
    assert (await wire.send(Request("/x"))).server_time is None
    await server.close()
