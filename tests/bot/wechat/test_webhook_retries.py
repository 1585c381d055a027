"""The tries of one message: joined, replayed, given up at last; the webhook's promise about WeChat's five seconds."""

import asyncio
from contextlib import suppress

from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from bot.answer import Answer, Outcome
from bot.simulator.account import Account, Mode, Parcel
from bot.wechat import reply
from bot.wechat.webhook import Patience
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import NOW, Service, settings


async def _send(client: TestClient, parcel: Parcel, path: str = "/wechat") -> tuple[int, bytes]:  # type: ignore[type-arg]
    response = await client.post(f"{path}?{parcel.query}", data=parcel.body)
    return response.status, await response.read()


async def test_a_retry_joins_the_running_question_and_gets_its_answer(aiohttp_client: AiohttpClient) -> None:
    """Three tries of a slow message are worked on once, and the one that is still waiting gets the answer."""
    service = Service(ScriptedAnswerer(gate=asyncio.Event()), patience=Patience(hold=0.01, last=30.0))
    account, client = Account(settings(), Mode.SAFE), await aiohttp_client(service.app())
    parcel = account.text("oA", "学费", 1, NOW)
    assert await _send(client, parcel) == (200, b"success")
    assert await _send(client, parcel) == (200, b"success")
    third = asyncio.create_task(_send(client, parcel))
    assert service.answerer.gate is not None
    service.answerer.gate.set()
    assert account.read(parcel, (await third)[1]) == "学费每学年5000元。"
    assert len(service.answerer.asked) == 1


async def test_the_last_try_of_a_question_that_takes_too_long_gets_a_kind_line(aiohttp_client: AiohttpClient) -> None:
    """Nobody sees a failure of the platform; the next question is not given the old answer."""
    service = Service(ScriptedAnswerer(gate=asyncio.Event()), patience=Patience(hold=0.01, last=0.01, tries=2))
    account, client = Account(settings(), Mode.SAFE), await aiohttp_client(service.app())
    slow, other = account.text("oA", "学费", 1, NOW), account.text("oA", "住宿费", 2, NOW)
    await _send(client, slow)
    assert account.read(slow, (await _send(client, slow))[1]) == reply.slow("学费")
    service.answerer.answers["住宿费"] = Answer(Outcome.ANSWERED, "900元")
    assert service.answerer.gate is not None
    service.answerer.gate.set()
    assert account.read(other, (await _send(client, other))[1]) == "900元"


async def test_a_finished_answer_is_replayed_to_a_late_retry(aiohttp_client: AiohttpClient) -> None:
    """A message that was answered but not delivered gets the same answer, without asking again."""
    service, account = Service(), Account(settings(), Mode.SAFE)
    client, parcel = await aiohttp_client(service.app()), account.text("oA", "学费", 1, NOW)
    first, second = await _send(client, parcel), await _send(client, parcel)
    assert account.read(parcel, first[1]) == account.read(parcel, second[1])
    assert len(service.answerer.asked) == 1
    labels = {"channel": "wechat", "kind": "text", "outcome": "answered"}
    assert service.counted("gongkai_messages_total", **labels) == 1


async def test_a_person_who_hangs_up_does_not_stop_the_work(aiohttp_client: AiohttpClient) -> None:
    """WeChat closes the connection after 5 s; the question goes on and its retry gets the answer."""
    service = Service(ScriptedAnswerer(gate=asyncio.Event()))
    account, client = Account(settings(), Mode.SAFE), await aiohttp_client(service.app())
    parcel = account.text("oA", "学费", 1, NOW)
    first = asyncio.create_task(_send(client, parcel))
    await service.answerer.arrived.wait()
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    assert service.answerer.gate is not None
    service.answerer.gate.set()
    assert account.read(parcel, (await _send(client, parcel))[1]) == "学费每学年5000元。"
    assert len(service.answerer.asked) == 1


def test_patience_fits_wechat_s_five_seconds() -> None:
    """Earlier tries outlast WeChat's patience so that it asks again; the last one answers within it."""
    assert Patience().last < 5 < Patience().hold
    assert Patience().tries == 3
