from urllib.parse import parse_qs

import pytest

from bot.errors import SimulationFailed
from bot.simulator.account import ACCOUNT, Account, Mode
from bot.wechat.envelope import Credentials, Envelopes
from bot.wechat.message import read_fields, render
from tests.fakes.wechat import NOW, OLD_KEY, settings


def _credentials(query: str) -> Credentials:
    return Credentials.of({name: values[0] for name, values in parse_qs(query).items()})


@pytest.mark.parametrize("mode", list(Mode))
def test_what_it_sends_is_what_wechat_would_send(mode: Mode) -> None:
    """The service opens each mode's message, and only safe mode hides the sender on the way."""
    parcel = Account(settings(), mode).text("oA", "学费]]>?", 7, NOW)
    envelopes, credentials = Envelopes(settings()), _credentials(parcel.query)
    envelopes.check(credentials, NOW)
    delivery = envelopes.open(credentials, parcel.body)
    assert (delivery.message.content, delivery.message.message_id) == ("学费]]>?", "7")
    assert ("FromUserName" in read_fields(parcel.body)) == (mode is not Mode.SAFE)


def _reply(mode: Mode, openid: str = "oA", text: str = "答", sealed_with: str = "") -> bytes:
    account_settings = settings(encoding_aes_key=sealed_with) if sealed_with else settings()
    envelopes = Envelopes(account_settings)
    parcel = Account(account_settings, mode).text(openid, "问", 1, NOW)
    credentials = _credentials(parcel.query)
    delivery = envelopes.open(credentials, parcel.body)
    return envelopes.seal(render(delivery.message, text, NOW), delivery.cipher, credentials).encode()


@pytest.mark.parametrize("mode", list(Mode))
def test_a_proper_reply_is_shown(mode: Mode) -> None:
    """The text of a reply comes out; `success` and an empty body show nothing."""
    account = Account(settings(), mode)
    parcel = account.text("oA", "问", 1, NOW)
    assert account.read(parcel, _reply(mode)) == "答"
    assert account.read(parcel, b"success") == ""
    assert account.read(parcel, b"") == ""


def test_compatible_mode_takes_a_plaintext_reply_too() -> None:
    """The platform shows either form there."""
    account = Account(settings(), Mode.COMPATIBLE)
    assert account.read(account.text("oA", "问", 1, NOW), _reply(Mode.PLAIN)) == "答"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (_reply(Mode.SAFE, openid="oB"), "somebody else"),
        (_reply(Mode.SAFE, text=""), "empty"),
        (_reply(Mode.SAFE, text="学" * 700), "2048 bytes"),
        (_reply(Mode.SAFE).replace(ACCOUNT.encode(), b"gh_other"), "account"),
        (_reply(Mode.PLAIN), "not encrypted"),
        (_reply(Mode.SAFE).replace(b"<Nonce><![CDATA[", b"<Nonce><![CDATA[0"), "signature"),
        (_reply(Mode.SAFE, sealed_with=OLD_KEY), "EncodingAESKey"),
        (b'{"error": "x"}', "XML"),
    ],
    ids=["addressee", "empty", "long", "account", "clear", "signature", "key", "json"],
)
def test_what_wechat_would_not_show_is_named(body: bytes, problem: str) -> None:
    """Wrong addressee, too long, in clear, badly signed: each is a failure with its reason."""
    mode = Mode.PLAIN if problem == "account" else Mode.SAFE
    account = Account(settings(), mode)
    body = _reply(Mode.PLAIN).replace(ACCOUNT.encode(), b"gh_other") if problem == "account" else body
    with pytest.raises(SimulationFailed, match=problem):
        account.read(account.text("oA", "问", 1, NOW), body)


def test_missing_secrets_are_named() -> None:
    """Without a token, or without a key in safe mode, it says which variable to set."""
    with pytest.raises(SimulationFailed, match="GONGKAI_WECHAT__TOKEN"):
        Account(settings(token="", app_id="", encoding_aes_key=""), Mode.PLAIN)
    with pytest.raises(SimulationFailed, match="ENCODING_AES_KEY"):
        Account(settings(encoding_aes_key=""), Mode.SAFE)
