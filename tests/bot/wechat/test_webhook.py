import asyncio

import pytest
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_aiohttp.plugin import AiohttpClient

from bot.answer import Answer, Outcome
from bot.simulator.account import Account, Mode, Parcel
from bot.wechat import reply
from bot.wechat.crypto import Cipher
from bot.wechat.message import read_fields
from bot.wechat.signature import sign
from bot.wechat.webhook import LARGEST_BODY
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import KEY, NOW, OLD_KEY, Service, settings

SIGNED = f"signature={sign('testtoken', '1', '2')}&timestamp=1&nonce=2"


async def _send(client: TestClient, parcel: Parcel, path: str = "/wechat") -> tuple[int, bytes]:  # type: ignore[type-arg]
    response = await client.post(f"{path}?{parcel.query}", data=parcel.body)
    return response.status, await response.read()


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("path", ["/wechat", "/wechat/"])
async def test_a_question_is_answered_in_every_mode(aiohttp_client: AiohttpClient, mode: Mode, path: str) -> None:
    """Plaintext, compatible and safe requests get their reply, encrypted in the latter two."""
    service, account = Service(), Account(settings(), mode)
    parcel = account.text("oA", "学费", 1, NOW)
    status, body = await _send(await aiohttp_client(service.app()), parcel, path)
    assert status == 200
    assert account.read(parcel, body) == "学费每学年5000元。"
    assert (b"<Encrypt>" in body) == (mode is not Mode.PLAIN)
    assert service.answerer.asked[0][0] == "学费"
    assert service.answerer.asked[0][1] not in {None, "oA"}


async def test_a_message_of_the_previous_key_is_answered_with_that_key(aiohttp_client: AiohttpClient) -> None:
    """While the platform changes keys, question and reply use the same one."""
    old = Account(settings(encoding_aes_key=OLD_KEY), Mode.SAFE)
    client = await aiohttp_client(Service(settings=settings(previous_encoding_aes_key=OLD_KEY)).app())
    parcel = old.text("oA", "学费", 1, NOW)
    assert old.read(parcel, (await _send(client, parcel))[1]) == "学费每学年5000元。"


async def test_a_service_without_a_key_answers_compatible_mode_in_plaintext(aiohttp_client: AiohttpClient) -> None:
    """The plaintext half of a compatible message is enough; a safe one can only be acknowledged."""
    client = await aiohttp_client(Service(settings=settings(encoding_aes_key="")).app())
    compatible, safe = Account(settings(), Mode.COMPATIBLE), Account(settings(), Mode.SAFE)
    parcel = compatible.text("oA", "学费", 1, NOW)
    assert compatible.read(parcel, (await _send(client, parcel))[1]) == "学费每学年5000元。"
    assert await _send(client, safe.text("oA", "学费", 2, NOW)) == (200, b"success")


async def test_the_address_is_verified_in_clear_and_encrypted(aiohttp_client: AiohttpClient) -> None:
    """The echo comes back exactly; an encrypted one comes back in clear."""
    client = await aiohttp_client(Service().app())
    response = await client.get(f"/wechat?{SIGNED}&echostr=12%3Cb%3E34")
    assert (response.status, await response.text()) == (200, "12<b>34")
    assert response.content_type == "text/plain"
    encrypted = Cipher("wx1", KEY).encrypt("echo!")
    query = {"timestamp": "1", "nonce": "2", "echostr": encrypted}
    query["msg_signature"] = sign("testtoken", "1", "2", encrypted)
    assert await (await client.get("/wechat/", params=query)).text() == "echo!"
    foreign = Cipher("wx2", KEY).encrypt("echo!")
    query |= {"echostr": foreign, "msg_signature": sign("testtoken", "1", "2", foreign)}
    assert (await client.get("/wechat", params=query)).status == 403


@pytest.mark.parametrize(
    "query",
    [
        "",
        "signature=&timestamp=&nonce=",
        "signature=bad&timestamp=1&nonce=2",
        SIGNED + "3",
        "encrypt_type=aes&timestamp=1&nonce=2",
        "msg_signature=bad&timestamp=1&nonce=2",
        f"{SIGNED}&msg_signature=bad&encrypt_type=aes",
        "signature=%ED%A0%80&timestamp=%FF&nonce=2",
    ],
)
async def test_a_forgery_gets_403_and_nothing_else(aiohttp_client: AiohttpClient, query: str) -> None:
    """Wrong or missing signatures learn nothing, and reach no answerer."""
    service, parcel = Service(), Account(settings(), Mode.COMPATIBLE).text("oA", "学费", 1, NOW)
    client = await aiohttp_client(service.app())
    response = await client.post(f"/wechat?{query}", data=parcel.body)
    assert (response.status, await response.read()) == (403, b"")
    assert service.answerer.asked == []
    assert service.counted("gongkai_refused_total", channel="wechat", reason="forged") == 1


@pytest.mark.parametrize(
    "body", [b"", b"garbage", b"<xml>", b"<xml/>", b"\xff\xfe", b"<xml><Encrypt>abc</Encrypt></xml>"]
)
@pytest.mark.parametrize("mode", ["", "&encrypt_type=aes"])
async def test_what_wechat_signed_but_nobody_can_read_is_acknowledged(
    aiohttp_client: AiohttpClient, body: bytes, mode: str
) -> None:
    """Garbage with a good signature gets `success`, so that no person sees a failure; a false Encrypt gets 403."""
    client = await aiohttp_client(Service().app())
    response = await client.post(f"/wechat?{SIGNED}{mode}", data=body)
    forged = mode and b"Encrypt" in body
    assert (response.status, await response.read()) == ((403, b"") if forged else (200, b"success"))


async def test_an_oversize_body_is_refused(aiohttp_client: AiohttpClient) -> None:
    """More than any message can have gets 413."""
    client = await aiohttp_client(Service().app())
    assert (await client.post(f"/wechat?{SIGNED}", data=b"x" * (LARGEST_BODY + 1))).status == 413


@given(body=st.binary(max_size=400), query=st.sampled_from(["", SIGNED, f"{SIGNED}&encrypt_type=aes"]))
@hypothesis_settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_bytes_make_the_webhook_fail(body: bytes, query: str) -> None:
    """Arbitrary bodies, signed or not, never get a status of 500 or above."""

    async def post() -> int:
        service = Service()
        async with TestClient(TestServer(service.app())) as client:
            return (await client.post(f"/wechat?{query}", data=body)).status

    assert asyncio.run(post()) < 500


async def test_a_timestamp_outside_the_window_is_refused_when_one_is_set(aiohttp_client: AiohttpClient) -> None:
    """A replayed request of long ago is turned away, a timely one is not; without a window nobody looks."""
    account = Account(settings(), Mode.SAFE)
    strict = await aiohttp_client(Service(settings=settings(clock_window_s=300)).app())
    assert (await _send(strict, account.text("oA", "学费", 1, NOW - 301)))[0] == 403
    assert (await _send(strict, account.text("oA", "学费", 2, NOW - 299)))[0] == 200
    for timestamp in ("", "x", "9" * 5000, "١٢"):
        assert (await strict.post(f"/wechat?signature=x&timestamp={timestamp}&nonce=2")).status == 403
    lax = await aiohttp_client(Service().app())
    assert (await _send(lax, account.text("oA", "学费", 3, NOW - 9e8)))[0] == 200


async def test_an_error_in_the_answerer_becomes_an_apology(aiohttp_client: AiohttpClient) -> None:
    """The person is told what to do; the log names the place and nothing that was asked."""
    service, account = Service(ScriptedAnswerer(error=RuntimeError("学费"))), Account(settings(), Mode.SAFE)
    client, parcel = await aiohttp_client(service.app()), account.text("oA", "学费", 1, NOW)
    assert account.read(parcel, (await _send(client, parcel))[1]) == reply.TROUBLE
    events = [entry["event"] for entry in service.logged()]
    assert events == ["message_failed", "message"]


async def test_the_log_holds_kind_outcome_time_and_pseudonym_alone(aiohttp_client: AiohttpClient) -> None:
    """Neither the question nor the OpenID is written anywhere."""
    service, account = Service(), Account(settings(), Mode.SAFE)
    client = await aiohttp_client(service.app())
    await _send(client, account.text("oPersonal", "我叫张三", 1, NOW))
    await client.post(f"/wechat?{SIGNED}", data="<xml><Content>我叫张三</Content>")
    (message, unreadable) = service.logged()
    assert set(message) == {"event", "kind", "outcome", "ms", "user", "level", "timestamp"}
    assert unreadable["event"] == "unreadable"
    assert not any(secret in service.stream.getvalue().decode() for secret in ("oPersonal", "张三"))


async def test_without_a_token_the_webhook_is_closed(aiohttp_client: AiohttpClient) -> None:
    """An unconfigured service takes no message, not even one signed with an empty token; the page still works."""
    service = Service(settings=settings(token="", app_id="", encoding_aes_key=""))
    client = await aiohttp_client(service.app())
    query = f"signature={sign('', '1', '2')}&timestamp=1&nonce=2&echostr=x"
    assert (await client.get(f"/wechat?{query}")).status == 503
    assert (await client.post(f"/wechat/?{query}", data=b"<xml/>")).status == 503
    assert (await client.get("/")).status == 200
    assert service.answerer.asked == []


async def test_parallel_questions_of_many_people_each_get_their_own_answer(aiohttp_client: AiohttpClient) -> None:
    """Replies never cross, even with equal MsgIds of different people."""
    answers = {f"问{n}": Answer(Outcome.ANSWERED, f"答{n}") for n in range(50)}
    account, client = Account(settings(), Mode.SAFE), await aiohttp_client(Service(ScriptedAnswerer(answers)).app())
    parcels = [account.text(f"o{n}", f"问{n}", 7, NOW) for n in range(50)]
    results = await asyncio.gather(*(_send(client, parcel) for parcel in parcels))
    shown = [account.read(parcel, body) for parcel, (_, body) in zip(parcels, results, strict=True)]
    assert shown == [f"答{n}" for n in range(50)]


async def test_a_new_follower_is_welcomed_with_the_examples(aiohttp_client: AiohttpClient) -> None:
    """A subscribe event gets the welcome; its retry within the same second gets it once more, not anew."""
    service = Service()
    client = await aiohttp_client(service.app())
    event = (
        "<xml><ToUserName>gh</ToUserName><FromUserName>oA</FromUserName><CreateTime>1</CreateTime>"
        "<MsgType>event</MsgType><Event>subscribe</Event></xml>"
    )
    body = await (await client.post(f"/wechat?{SIGNED}", data=event)).text()
    assert "msgmenucontent=学费是多少？" in read_fields(body)["Content"]
    assert (await client.post(f"/wechat?{SIGNED}", data=event)).status == 200
    assert service.counted("gongkai_messages_total", channel="wechat", kind="subscribe", outcome="welcome") == 1
