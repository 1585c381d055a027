"""The simulator as a test bench: dirt, copies, floods and crossed answers, against the real service and broken ones."""

import math
import xml.etree.ElementTree as ET
from itertools import count

import pytest
from aiohttp import web
from aiohttp.typedefs import Handler
from pytest_aiohttp.plugin import AiohttpClient, AiohttpServer

from bot.answer import Answer, Outcome
from bot.simulator.account import Account, Expects, Mode
from bot.simulator.check import UNCHECKED, WRONG, sample
from bot.simulator.dirt import DIRT, Sender
from bot.simulator.picture import histogram
from bot.simulator.plan import Load, plan
from bot.simulator.platform import Received
from bot.simulator.report import Exchange, Kind, read
from bot.simulator.run import Simulation, simulate
from bot.simulator.script import Dialogue
from bot.simulator.wording import distinct
from bot.wechat.message import read_fields, render, to_message
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import NOW, Service, settings

ACCOUNT = Account(settings(), Mode.SAFE)
MANY = [Dialogue((f"问{n}",)) for n in range(60)]


async def _simulated(aiohttp_server: AiohttpServer, load: Load, service: Service | None = None) -> Simulation:
    answers = {f"问{n}": Answer(Outcome.ANSWERED, f"答{n}。") for n in range(60)}
    server = await aiohttp_server((service or Service(ScriptedAnswerer(answers))).app())
    return await simulate(str(server.make_url("/wechat")), ACCOUNT, MANY, load, 8, lambda: NOW)


@pytest.mark.parametrize("rate", [None, 400.0])
async def test_dirt_copies_and_a_flood_go_through_and_are_counted(
    aiohttp_server: AiohttpServer, rate: float | None
) -> None:
    """A sound service gets everything right, and what it counts fits what was sent, copies and forgeries left out."""
    played = await _simulated(aiohttp_server, Load(rate, dirty=0.4, duplicates=0.3, flood=10, check=20))
    found = played.figures
    assert found.good, found
    assert (found.flood, found.checked, found.duplicates) == (10, 20, 0)
    assert found.dirt > 10
    assert found.copies > 5
    assert found.sent == 70 + found.copies


@pytest.mark.parametrize("number", range(len(DIRT)))
async def test_every_kind_of_dirt_gets_what_it_says(aiohttp_client: AiohttpClient, number: int) -> None:
    """Kind words, silence or a refusal: what each message expects is what the service gives."""
    client = await aiohttp_client(Service().app())
    parcel = DIRT[number](ACCOUNT, Sender("oDirty", 1, NOW))
    response = await client.post(f"/wechat?{parcel.query}", data=parcel.body)
    received = Received(parcel, await response.read(), response.status, 1, 0.1)
    exchange = read(received, ACCOUNT, Kind.DIRT)
    assert exchange.problem == ""
    assert bool(exchange.reply) == (parcel.expects is Expects.TEXT)


def test_the_same_seed_gives_the_same_load() -> None:
    """Arrivals, dirt and copies can be repeated, and a rate is kept on average."""
    first, second = (plan(ACCOUNT, MANY * 20, Load(100.0, 0.1, 0.1, 3, seed=7), NOW) for _ in range(2))
    assert [(talk.at, talk.is_dirt, talk.copy_of) for talk in first] == [
        (talk.at, talk.is_dirt, talk.copy_of) for talk in second
    ]
    assert math.isclose(first[1199].at, 12.0, rel_tol=0.15)
    assert len({talk.parcels[0].openid for talk in first if talk.copy_of is None and not talk.is_flood}) == 1200


async def test_an_answer_to_another_question_is_found_out(aiohttp_server: AiohttpServer) -> None:
    """A reply that is well formed and addressed to the right person, but somebody else's answer, is wrong."""
    numbers = count()

    class Crossing(ScriptedAnswerer):
        async def answer(self, question: str, conversation: str | None) -> Answer:
            crossed = conversation is not None and next(numbers) == 5
            return Answer(Outcome.ANSWERED, "答别人的。" if crossed else f"{question}的答案。")

    played = await _simulated(aiohttp_server, Load(check=60), Service(Crossing()))
    assert (played.figures.wrong, played.figures.checked, played.figures.good) == (1, 60, False)
    assert [one.problem for one in played.exchanges if one.problem] == [WRONG]


async def test_copies_answered_differently_and_doubles_are_found_out(aiohttp_server: AiohttpServer) -> None:
    """A service that handles each try anew is noticed twice: by its own count and by its replies."""
    asked = count()

    async def post(request: web.Request) -> web.Response:
        fields = read_fields(await request.read())
        return web.Response(text=render(to_message(fields), f"答{next(asked)}", NOW))

    async def get(request: web.Request) -> web.Response:
        return web.Response(text=request.query["echostr"])

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(text=f'gongkai_messages_total{{channel="wechat"}} {next(asked)}\n')

    app = web.Application()
    app.add_routes([web.get("/wechat", get), web.post("/wechat", post), web.get("/metrics", metrics)])
    url = str((await aiohttp_server(app)).make_url("/wechat"))
    played = await simulate(url, Account(settings(), Mode.PLAIN), MANY, Load(duplicates=0.5, check=2))
    assert played.figures.copies
    assert played.figures.invalid == played.figures.copies
    assert played.figures.duplicates
    assert [one.problem for one in played.exchanges if one.is_checked] == [UNCHECKED] * 2


async def test_a_check_whose_connection_was_closed_is_made_again(aiohttp_server: AiohttpServer) -> None:
    """A worker that ends closes connections: what the API says is asked of another one."""
    calls = count()

    @web.middleware
    async def closing(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == "/api/ask" and next(calls) < 4 and request.transport is not None:
            request.transport.close()
        return await handler(request)

    app = Service(ScriptedAnswerer({f"问{n}": Answer(Outcome.ANSWERED, f"答{n}。") for n in range(60)})).app()
    app.middlewares.append(closing)
    url = str((await aiohttp_server(app)).make_url("/wechat"))
    played = await simulate(url, ACCOUNT, MANY, Load(check=4), 1, lambda: NOW)
    assert (played.figures.checked, played.figures.wrong) == (4, 0)
    assert next(calls) == 8


def test_what_was_asked_again_is_checked_first() -> None:
    """Retried messages are where answers might cross; the rest of the sample is spread evenly."""
    talks = [[Exchange("问", "答", "", 2 if n in {3, 40} else 1, 0.1)] for n in range(100)]
    talks += [[Exchange("问", "答", "", 2, 0.1, Kind.COPY)], [Exchange("问", "", "silent", 2, 0.1)]]
    places = sample(talks, 10)
    assert places[:2] == [3, 40]
    assert len(set(places)) == 10
    assert max(places) < 100
    assert sample(talks[:1], 10) == [0]


def test_wordings_differ_and_run_out() -> None:
    """Each asks the same in other words; there are so many and no more."""
    few = distinct(["学费是多少"], 100)
    assert len(set(few)) == 100
    assert all("学费是多少" in text for text in few)
    assert distinct(["学费是多少"], 10, skip=90) == few[90:]
    assert len(distinct(["a"], 10_000)) == 512


def test_a_histogram_is_well_formed_and_counts_everything() -> None:
    """The picture is SVG with a bar for each bucket that holds something, and its marks."""
    picture = histogram([0.0, 5.0, 5.1, 80.0, 4900.0], "5 of 5 <good> & fast")
    root = ET.fromstring(picture)  # noqa: S314 - our own picture
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "5 of 5 <good> & fast" in texts
    assert {"p50 5 ms", "p99 4900 ms"} <= set(texts)
    assert len(root.findall("{http://www.w3.org/2000/svg}rect")) == 1 + 4
    assert ET.fromstring(histogram([7.0], "one")) is not None  # noqa: S314 - our own picture
