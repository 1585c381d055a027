"""From a request to the message within and back: plaintext, compatible and safe mode; used by `webhook.py`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import ForgedRequest, UnreadableMessage
from bot.settings import WeChatSettings
from bot.wechat.crypto import Cipher, Prefix, decrypt_with, random_prefix
from bot.wechat.message import Fields, Message, read_fields, to_message
from bot.wechat.signature import matches, sign


@dataclass(frozen=True, slots=True)
class Credentials:
    """What WeChat puts into the address of each request."""

    timestamp: str
    nonce: str
    signature: str
    msg_signature: str
    encrypted: bool

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Credentials":
        """The credentials in a query string; what is absent is ""."""
        msg_signature = query.get("msg_signature", "")
        return cls(
            timestamp=query.get("timestamp", ""),
            nonce=query.get("nonce", ""),
            signature=query.get("signature", ""),
            msg_signature=msg_signature,
            encrypted=bool(msg_signature) or query.get("encrypt_type") == "aes",
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that is WeChat's beyond doubt, and the cipher for its reply (None: in plaintext)."""

    message: Message
    cipher: Cipher | None


class Envelopes:
    """Opens what WeChat sends to one account, and seals what goes back."""

    def __init__(self, settings: WeChatSettings, prefix: Prefix = random_prefix) -> None:
        self._token = settings.token.get_secret_value()
        self._window = settings.clock_window_s
        self._ciphers = tuple(Cipher(settings.app_id, key, prefix) for key in settings.aes_keys)

    def check(self, credentials: Credentials, now: float) -> None:
        """Raise ForgedRequest unless the address alone is WeChat's; needs no body, so it comes first.

        An encrypted request without `signature` passes here: its `msg_signature` is checked with the body.
        """
        if self._window and not self._timely(credentials.timestamp, now):
            raise ForgedRequest("the timestamp lies outside the clock window")
        if credentials.signature or not credentials.encrypted:
            self._verify(credentials.signature, credentials)

    def echo(self, credentials: Credentials, echostr: str) -> str:
        """What the platform wants back when it verifies the address; raises ForgedRequest, UnreadableMessage."""
        if not credentials.encrypted:
            return echostr
        self._verify(credentials.msg_signature, credentials, echostr)
        return decrypt_with(self._ciphers, echostr)[0]

    def open(self, credentials: Credentials, body: bytes) -> Delivery:
        """The message in a body whose address passed `check`; raises ForgedRequest, UnreadableMessage."""
        if not credentials.encrypted:
            return Delivery(to_message(read_fields(body)), None)
        fields = self._envelope(credentials, body)
        if not self._ciphers and fields.get("MsgType") and credentials.signature:
            # Compatible mode brings the message in plaintext too: enough for a service that was given no key.
            return Delivery(to_message(fields), None)
        text, cipher = decrypt_with(self._ciphers, fields["Encrypt"])
        return Delivery(to_message(read_fields(text)), cipher)

    def seal(self, reply: str, cipher: Cipher | None, credentials: Credentials) -> str:
        """The reply as it goes over the wire, encrypted with the key that opened the question."""
        if cipher is None:
            return reply
        encrypted = cipher.encrypt(reply)
        signature = sign(self._token, credentials.timestamp, credentials.nonce, encrypted)
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{credentials.timestamp}</TimeStamp><Nonce><![CDATA[{credentials.nonce}]]></Nonce></xml>"
        )

    def _envelope(self, credentials: Credentials, body: bytes) -> Fields:
        try:
            fields = read_fields(body)
        except UnreadableMessage:
            fields = {}
        if not fields.get("Encrypt"):
            # Nothing to hold msg_signature against: the sender is known only if the address itself was signed.
            raise UnreadableMessage("no Encrypt") if credentials.signature else ForgedRequest("nothing signed")
        self._verify(credentials.msg_signature, credentials, fields["Encrypt"])
        return fields

    def _verify(self, signature: str, credentials: Credentials, *more: str) -> None:
        if not matches(signature, self._token, credentials.timestamp, credentials.nonce, *more):
            raise ForgedRequest("the signature does not fit the token")

    def _timely(self, timestamp: str, now: float) -> bool:
        seconds = int(timestamp) if timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12 else 0
        return abs(now - seconds) <= self._window
