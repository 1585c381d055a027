import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpServer

from bot.answer import Answer, Outcome
from bot.errors import SimulationFailed
from bot.simulator.account import Account, Mode
from bot.simulator.plan import Load, Talk
from bot.simulator.platform import Platform
from bot.simulator.run import repeated, simulate
from bot.simulator.script import Dialogue
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import NOW, Service, settings

Handler = Callable[[web.Request], Awaitable[web.Response]]
TALK = Dialogue(("学费", "那住宿费呢"))


@pytest.mark.parametrize("mode", list(Mode))
async def test_a_dialogue_is_asked_in_order_by_one_person(aiohttp_server: AiohttpServer, mode: Mode) -> None:
    """Its turns reach the service one after the other under one pseudonym, and all replies pass the checks."""
    service = Service()
    server = await aiohttp_server(service.app())
    played = await simulate(str(server.make_url("/wechat")), Account(settings(), mode), [TALK])
    assert [exchange.reply for exchange in played.dialogues[0]] == ["学费每学年5000元。"] * 2
    assert [question for question, _ in service.answerer.asked] == ["学费", "那住宿费呢"]
    assert len({conversation for _, conversation in service.answerer.asked}) == 1
    assert played.figures.good
    assert played.figures.duplicates == 0


@pytest.mark.parametrize("rate", [None, 500.0])
async def test_many_dialogues_at_a_rate_or_in_parallel_keep_their_order(
    aiohttp_server: AiohttpServer, rate: float | None
) -> None:
    """Whatever the pace, each result stands where its dialogue stood, and people are told apart."""
    service = Service(ScriptedAnswerer({f"问{n}": Answer(Outcome.ANSWERED, f"答{n}") for n in range(20)}))
    server = await aiohttp_server(service.app())
    dialogues = [Dialogue((f"问{n}",)) for n in range(20)]
    played = await simulate(
        str(server.make_url("/wechat")), Account(settings(), Mode.SAFE), dialogues, Load(rate), 5, lambda: NOW
    )
    assert [talk[0].reply for talk in played.dialogues] == [f"答{n}" for n in range(20)]
    assert len({conversation for _, conversation in service.answerer.asked}) == 20


async def _served(aiohttp_server: AiohttpServer, post: Handler) -> str:
    async def echo(request: web.Request) -> web.Response:
        return web.Response(text=request.query["echostr"])

    app = web.Application()
    app.add_routes([web.get("/wechat", echo), web.post("/wechat", post)])
    return str((await aiohttp_server(app)).make_url("/wechat"))


async def test_silence_failures_and_foreign_statuses_are_told_apart(aiohttp_server: AiohttpServer) -> None:
    """A 5xx is tried three times and lost; `success` is silence; another status would show a failure."""
    statuses = iter([502, 502, 502, 200, 403])

    async def post(_: web.Request) -> web.Response:
        return web.Response(status=next(statuses), text="success")

    url = await _served(aiohttp_server, post)
    dialogues = [Dialogue((text,)) for text in "abc"]
    played = await simulate(url, Account(settings(), Mode.SAFE), dialogues)
    problems = [talk[0].problem for talk in played.dialogues]
    assert problems == ["lost after 3 tries", "silent", "status 403: WeChat would show a failure"]
    assert played.figures.duplicates is None


async def test_a_slow_service_is_asked_again_with_the_same_message(aiohttp_server: AiohttpServer) -> None:
    """After the patience of one try the very same message comes again."""
    seen: list[tuple[str, bytes]] = []

    async def post(request: web.Request) -> web.Response:
        seen.append((request.query_string, await request.read()))
        if len(seen) < 3:
            await asyncio.sleep(0.2)
        return web.Response(text="success")

    url = await _served(aiohttp_server, post)
    parcel = Account(settings(), Mode.SAFE).text("oA", "问", 1, NOW)
    async with aiohttp.ClientSession() as session:
        platform = Platform(session, url, time.monotonic, patience=0.05)
        ((received,),) = await platform.take_turns([Talk(0.0, (parcel,))], 1)
    assert (received.tries, received.body) == (3, b"success")
    assert len(set(seen)) == 1


async def test_a_service_that_cannot_be_verified_is_named(aiohttp_server: AiohttpServer) -> None:
    """Nobody there, another token, or no webhook at all: one line each that says what to look at."""
    account = Account(settings(), Mode.PLAIN)
    with pytest.raises(SimulationFailed, match="gongkai serve"):
        await simulate("http://127.0.0.1:1/wechat", account, [TALK])
    other = await aiohttp_server(Service(settings=settings(token="another")).app())
    with pytest.raises(SimulationFailed, match="refused the signature"):
        await simulate(str(other.make_url("/wechat")), account, [TALK])
    with pytest.raises(SimulationFailed, match="did not give the echo back"):
        await simulate(str(other.make_url("/nothing")), account, [TALK])


async def test_duplicates_are_unknown_when_the_service_goes_away() -> None:
    """Where the counters cannot be read, nothing is claimed."""
    async with aiohttp.ClientSession() as session:
        assert await Platform(session, "http://127.0.0.1:1/wechat", time.monotonic).handled() is None


def test_dialogues_go_round_until_there_are_enough() -> None:
    """A count beyond the file's starts it over."""
    one, two = Dialogue(("1",)), Dialogue(("2",))
    assert repeated([one, two], 3) == (one, two, one)
