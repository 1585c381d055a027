"""The platform's own message samples, as other projects keep them, posted to the real service."""

from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpClient

from bot.render import WECHAT_BYTES
from bot.wechat.crypto import Cipher
from bot.wechat.message import Fields, read_fields
from bot.wechat.signature import sign
from tests.fakes.wechat import KEY, Service

_FOLDER = Path(__file__).resolve().parents[4] / "shared" / "wechat" / "xml"
_SAMPLES = {path.stem: path.read_bytes() for path in sorted(_FOLDER.glob("*.xml"))}

pytestmark = pytest.mark.skipif(not _SAMPLES, reason="the shared message samples are not beside the repository")
every_sample = pytest.mark.parametrize("sample", _SAMPLES.values(), ids=_SAMPLES.keys())


def _assert_acceptable(reply: Fields, sample: bytes) -> None:
    asked = read_fields(sample)
    assert reply["MsgType"] == "text"
    assert 0 < len(reply["Content"].encode()) <= WECHAT_BYTES
    assert reply["ToUserName"] == asked["FromUserName"]
    assert reply["FromUserName"] == asked["ToUserName"]
    assert reply["CreateTime"].isdigit()


@every_sample
async def test_a_sample_in_plaintext_gets_success_or_a_reply_that_wechat_accepts(
    aiohttp_client: AiohttpClient, sample: bytes
) -> None:
    """Whatever the platform may send is answered properly or acknowledged."""
    client = await aiohttp_client(Service().app())
    query = {"timestamp": "1", "nonce": "2", "signature": sign("testtoken", "1", "2")}
    response = await client.post("/wechat", params=query, data=sample)
    body = await response.read()
    assert response.status == 200
    if body != b"success":
        assert response.content_type == "application/xml"
        _assert_acceptable(read_fields(body), sample)


@every_sample
async def test_a_sample_in_safe_mode_gets_success_or_an_encrypted_reply(
    aiohttp_client: AiohttpClient, sample: bytes
) -> None:
    """The same samples encrypted: the reply is encrypted and signed, and as acceptable inside."""
    client, cipher = await aiohttp_client(Service().app()), Cipher("wx1", KEY)
    encrypted = cipher.encrypt(sample.decode())
    query = {"timestamp": "1", "nonce": "2", "signature": sign("testtoken", "1", "2"), "encrypt_type": "aes"}
    query["msg_signature"] = sign("testtoken", "1", "2", encrypted)
    body = f"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    response = await client.post("/wechat", params=query, data=body.encode())
    received = await response.read()
    assert response.status == 200
    if received != b"success":
        sealed = read_fields(received)
        assert sealed["MsgSignature"] == sign("testtoken", sealed["TimeStamp"], sealed["Nonce"], sealed["Encrypt"])
        _assert_acceptable(read_fields(cipher.decrypt(sealed["Encrypt"])), sample)
