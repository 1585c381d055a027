import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ForgedRequest, UnreadableMessage
from bot.wechat.crypto import Cipher, decrypt_with, random_prefix
from bot.wechat.envelope import Credentials, Envelopes
from bot.wechat.signature import matches, sign
from tests.fakes.wechat import KEY, OLD_KEY, settings

_FILE = Path(__file__).resolve().parents[4] / "shared" / "wechat" / "crypto_vectors.json"
_VECTORS: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8")) if _FILE.exists() else []


def _envelopes(vector: dict[str, Any]) -> Envelopes:
    given_settings = {"token": vector["token"], "app_id": vector["receive_id"]}
    return Envelopes(settings(**given_settings, encoding_aes_key=vector["encoding_aes_key"]))


def _credentials(vector: dict[str, Any]) -> Credentials:
    names = ("timestamp", "nonce", "signature", "msg_signature")
    return Credentials.of({name: vector[name] for name in names if name in vector})


def _cipher(vector: dict[str, Any]) -> Cipher:
    prefix = vector.get("random_prefix", "")
    return Cipher(vector["receive_id"], vector["encoding_aes_key"], lambda: prefix)


def _verifies(vector: dict[str, Any]) -> None:
    assert _envelopes(vector).echo(_credentials(vector), vector["encrypt"]) == vector["decrypted"]


def _does_not_verify(vector: dict[str, Any]) -> None:
    with pytest.raises(ForgedRequest):
        _envelopes(vector).echo(_credentials(vector), vector["encrypt"])


def _encrypts(vector: dict[str, Any]) -> None:
    cipher = _cipher(vector)
    assert cipher.encrypt(vector["plaintext"]) == vector["encrypt"]
    assert cipher.decrypt(vector["encrypt"]) == vector["plaintext"]
    if "msg_signature" in vector:
        parts = (vector["token"], vector["timestamp"], vector["nonce"], vector["encrypt"])
        assert sign(*parts) == vector["msg_signature"]


def _opens(vector: dict[str, Any]) -> None:
    body = f"<xml><Encrypt>{vector['encrypt']}</Encrypt></xml>".encode()
    message = _envelopes(vector).open(_credentials(vector), body).message
    assert message.content == vector["expected_fields"]["Content"]
    assert message.sender == vector["expected_fields"]["FromUserName"]


def _signs(vector: dict[str, Any]) -> None:
    assert sign(*vector["parts"]) == vector["sha1"]


def _checks(vector: dict[str, Any]) -> None:
    Envelopes(settings(token=vector["token"])).check(_credentials(vector), 0)


def _does_not_check(vector: dict[str, Any]) -> None:
    with pytest.raises(ForgedRequest):
        _checks(vector)


_CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "url_verify": _verifies,
    "url_verify_negative": _does_not_verify,
    "encrypt_reply": _encrypts,
    "aes_encrypt_fixed_random": _encrypts,
    "decrypt_incoming": _opens,
    "sha1_sorted": _signs,
    "plain_get_signature": _checks,
    "plain_get_signature_negative": _does_not_check,
}


@pytest.mark.skipif(not _VECTORS, reason="the shared crypto vectors are not beside the repository")
@pytest.mark.parametrize("vector", _VECTORS, ids=[vector["id"] for vector in _VECTORS])
def test_every_vector_of_other_implementations_passes_or_is_refused(vector: dict[str, Any]) -> None:
    """What other libraries encrypt and sign comes out the same here, and their negative cases are refused."""
    _CHECKS[vector["kind"]](vector)


@given(st.text(st.characters(codec="utf-8"), max_size=500))
def test_decrypting_what_was_encrypted_gives_the_text_back(text: str) -> None:
    """Encryption loses nothing."""
    cipher = Cipher("wx1", KEY)
    assert cipher.decrypt(cipher.encrypt(text)) == text


@given(st.data())
def test_any_flipped_byte_is_refused(data: st.DataObject) -> None:
    """A change anywhere in an encrypted body or its credentials makes it a forgery."""
    account = settings()
    encrypted = Cipher("wx1", KEY).encrypt("<xml><Content>学费</Content></xml>")
    signature = sign("testtoken", "1", "2", encrypted)
    parts = [encrypted, "1", "2", signature]
    which = data.draw(st.integers(0, 3))
    place = data.draw(st.integers(0, len(parts[which]) - 1))
    new = data.draw(st.characters(codec="ascii", categories=["L", "N"]).filter(lambda c: c != parts[which][place]))
    parts[which] = parts[which][:place] + new + parts[which][place + 1 :]
    encrypted, timestamp, nonce, signature = parts
    credentials = Credentials.of({"timestamp": timestamp, "nonce": nonce, "msg_signature": signature})
    # Two parts may swap a digit and sort into the same text; everything else must be refused.
    if not matches(signature, "testtoken", timestamp, nonce, encrypted):
        with pytest.raises(ForgedRequest):
            Envelopes(account).open(credentials, f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode())


@given(st.text(max_size=200) | st.binary(max_size=300).map(lambda raw: base64.b64encode(raw).decode()))
def test_arbitrary_ciphertext_raises_only_our_own_errors(encrypted: str) -> None:
    """Whatever is decrypted, nothing of the library's or Python's own errors comes out."""
    with pytest.raises((ForgedRequest, UnreadableMessage)):
        Cipher("wx1", KEY).decrypt(encrypted)


def test_another_account_s_message_is_a_forgery() -> None:
    """The app id inside is checked even when the key fits, whichever key is tried last."""
    encrypted = Cipher("wx2", KEY).encrypt("hello")
    with pytest.raises(ForgedRequest):
        decrypt_with((Cipher("wx1", KEY), Cipher("wx1", OLD_KEY)), encrypted)
    with pytest.raises(ForgedRequest):
        decrypt_with((Cipher("wx1", OLD_KEY), Cipher("wx1", KEY)), encrypted)


def test_an_app_id_is_compared_in_constant_time() -> None:
    """Wechatpy's `!=` reaches our comparison, for ids that differ at their start, at their end and in length."""
    cipher = Cipher("wx1", KEY)
    assert cipher.decrypt(cipher.encrypt("hello")) == "hello"
    for other in ("ax1", "wx2", "wx", "wx12", "", "微"):
        with pytest.raises(ForgedRequest):
            Cipher("wx1", KEY).decrypt(Cipher(other, KEY).encrypt("hello"))
    assert type(cipher._app_id).__ne__ is not str.__ne__
    assert len({cipher._app_id, "wx1"}) == 1


def test_the_previous_key_is_tried_second_and_answers() -> None:
    """A message of the old key is read, and the cipher that read it is given back for the reply."""
    current, previous = Cipher("wx1", KEY), Cipher("wx1", OLD_KEY)
    text, used = decrypt_with((current, previous), previous.encrypt("旧钥匙"))
    assert text == "旧钥匙"
    assert used is previous


def test_no_key_at_all_makes_a_message_unreadable() -> None:
    """Without a key there is nothing to try."""
    with pytest.raises(UnreadableMessage, match="configured"):
        decrypt_with((), "abcd")


def test_a_prefix_is_sixteen_characters_and_new_each_time() -> None:
    """Two encryptions of the same text differ."""
    assert len(random_prefix()) == 16
    assert random_prefix() != random_prefix()
