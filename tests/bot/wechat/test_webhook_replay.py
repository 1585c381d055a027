"""Somebody repeats a signed request that WeChat sent once: nothing changes, whenever it is."""

import dataclasses

import pytest
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from bot.claims import KEPT_SECONDS
from bot.simulator.account import Account, Mode, Parcel
from bot.wechat.signature import sign
from tests.fakes.answerer import PLAIN
from tests.fakes.wechat import NOW, OLD_KEY, Service, settings


async def _send(client: TestClient, parcel: Parcel, path: str = "/wechat") -> tuple[int, bytes]:  # type: ignore[type-arg]
    response = await client.post(f"{path}?{parcel.query}", data=parcel.body)
    return response.status, await response.read()


async def test_a_replay_within_minutes_is_a_retry_and_asks_nothing(aiohttp_client: AiohttpClient) -> None:
    """The same request again gets the same answer, and the person's conversation is not touched."""
    service, account = Service(), Account(settings(), Mode.SAFE)
    client, parcel = await aiohttp_client(service.app()), account.text("oA", "学费", 1, NOW)
    assert account.read(parcel, (await _send(client, parcel))[1]) == PLAIN.text
    assert account.read(parcel, (await _send(client, parcel))[1]) == PLAIN.text
    assert len(service.answerer.asked) == 1


@pytest.mark.parametrize("age", [KEPT_SECONDS + 1, 86_400.0, 1e9, -KEPT_SECONDS - 1])
async def test_a_replay_of_long_ago_belongs_to_no_conversation(aiohttp_client: AiohttpClient, age: float) -> None:
    """What was sent hours ago is answered without being remembered, so that no follow-up is read with it."""
    service, account = Service(), Account(settings(), Mode.SAFE)
    client = await aiohttp_client(service.app())
    await _send(client, account.text("oA", "学费", 1, NOW - age))
    await _send(client, account.text("oA", "学费", 2, NOW - KEPT_SECONDS + 1))
    assert [conversation is None for _, conversation in service.answerer.asked] == [True, False]


@pytest.mark.parametrize("created", ["", "x", "9" * 400, "١٢"])
async def test_a_message_without_a_time_belongs_to_no_conversation(aiohttp_client: AiohttpClient, created: str) -> None:
    """A time that is none is no error."""
    service, account = Service(), Account(settings(), Mode.PLAIN)
    parcel = account.text("oA", "学费", 1, NOW)
    old = f"<CreateTime><![CDATA[{int(NOW)}]]></CreateTime>".encode()
    assert old in parcel.body
    changed = parcel.body.replace(old, f"<CreateTime>{created}</CreateTime>".encode())
    client = await aiohttp_client(service.app())
    assert (await _send(client, dataclasses.replace(parcel, body=changed)))[0] == 200
    assert service.answerer.asked[0][1] is None


async def test_a_signed_address_does_not_sign_another_body(aiohttp_client: AiohttpClient) -> None:
    """In safe mode the body of one request under the signature of another is a forgery, with and without `signature`."""
    service, account = Service(), Account(settings(), Mode.SAFE)
    client = await aiohttp_client(service.app())
    first, second = account.text("oA", "学费", 1, NOW), account.text("oA", "住宿费", 2, NOW)
    assert (await _send(client, dataclasses.replace(first, body=second.body)))[0] == 403
    bare = "&".join(part for part in first.query.split("&") if not part.startswith("signature="))
    assert (await _send(client, dataclasses.replace(first, query=bare, body=second.body)))[0] == 403
    assert (await _send(client, dataclasses.replace(first, query=bare)))[0] == 200
    assert len(service.answerer.asked) == 1


@pytest.mark.parametrize("path", ["/wechat", "/wechat/"])
@pytest.mark.parametrize("window", [0, 60])
async def test_retries_fit_into_the_clock_window_in_both_forms_of_the_address(
    aiohttp_client: AiohttpClient, path: str, window: int
) -> None:
    """A try that is fifteen seconds old is taken; there is no redirect, which WeChat would not follow."""
    service, account = Service(settings=settings(clock_window_s=window)), Account(settings(), Mode.SAFE)
    client = await aiohttp_client(service.app())
    parcel = account.text("oA", "学费", 1, NOW - 15)
    assert account.read(parcel, (await _send(client, parcel, path))[1]) == PLAIN.text
    query = f"signature={sign('testtoken', str(int(NOW)), '2')}&timestamp={int(NOW)}&nonce=2&echostr=e"
    response = await client.get(f"{path}?{query}", allow_redirects=False)
    assert (response.status, await response.text()) == (200, "e")


async def test_both_keys_serve_side_by_side_and_a_third_does_not(aiohttp_client: AiohttpClient) -> None:
    """While the platform changes over, messages of either key are answered each with its own; an unknown key's are not."""
    current = settings(previous_encoding_aes_key=OLD_KEY)
    client = await aiohttp_client(Service(settings=current).app())
    for number, key in enumerate((current.encoding_aes_key.get_secret_value(), OLD_KEY) * 2):
        account = Account(settings(encoding_aes_key=key), Mode.SAFE)
        parcel = account.text("oA", "学费", number, NOW)
        assert account.read(parcel, (await _send(client, parcel))[1]) == PLAIN.text
    stranger = Account(settings(encoding_aes_key="x" * 42 + "A"), Mode.SAFE).text("oA", "学费", 9, NOW)
    assert await _send(client, stranger) == (200, b"success")
