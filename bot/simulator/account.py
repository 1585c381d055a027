"""The Official Account that the simulator plays: makes requests as WeChat would, and reads replies as strictly."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from bot.errors import BotError, SimulationFailed
from bot.render import WECHAT_BYTES, sanitise
from bot.settings import WeChatSettings
from bot.wechat.crypto import Cipher
from bot.wechat.message import Fields, read_fields
from bot.wechat.signature import matches, sign

ACCOUNT = "gh_simulated00"


class Mode(StrEnum):
    """The three ways in which the platform sends messages."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


class Expects(StrEnum):
    """What the platform must get back: a text for the person, nothing to show, or (a forgery) a refusal."""

    TEXT = "text"
    SILENCE = "silence"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message as it goes over the wire: the same for each of its tries.

    `is_counted` tells whether the service counts it as a message handled: what nobody can read is none.
    """

    openid: str = field(repr=False)
    question: str = field(repr=False)
    query: str
    body: bytes = field(repr=False)
    expects: Expects = Expects.TEXT
    is_counted: bool = True


class Account:
    """Signs and encrypts with the secrets of `settings`; raises SimulationFailed when the mode needs more of them.

    `nonce` gives a fresh nonce for each request.
    """

    def __init__(
        self, settings: WeChatSettings, mode: Mode, nonce: Callable[[], str] = lambda: secrets.token_hex(5)
    ) -> None:
        if not settings.configured:
            raise SimulationFailed("no token to sign with: set GONGKAI_WECHAT__TOKEN as the service has it")
        if mode is not Mode.PLAIN and not settings.aes_keys:
            raise SimulationFailed(
                f"{mode} mode needs GONGKAI_WECHAT__APP_ID and GONGKAI_WECHAT__ENCODING_AES_KEY; --mode plain does not"
            )
        self.mode = mode
        self._token = settings.token.get_secret_value()
        self._cipher = None if mode is Mode.PLAIN else Cipher(settings.app_id, settings.aes_keys[0])
        self._nonce = nonce

    def text(self, openid: str, question: str, message_id: int, now: float) -> Parcel:
        """A text message, ready to be sent as often as it takes."""
        clear = elements(
            ToUserName=ACCOUNT,
            FromUserName=openid,
            CreateTime=str(int(now)),
            MsgType="text",
            Content=sanitise(question),
            MsgId=str(message_id),
        )
        return self.pack(openid, question, clear, now)

    def pack(self, openid: str, question: str, clear: str, now: float) -> Parcel:
        """Anything that stands between `<xml>` and `</xml>`, signed, and encrypted where the mode does so."""
        nonce, timestamp = self._nonce(), str(int(now))
        query = {"signature": sign(self._token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
        if self._cipher is not None:
            encrypted = self._cipher.encrypt(f"<xml>{clear}</xml>")
            query |= {"encrypt_type": "aes", "msg_signature": sign(self._token, timestamp, nonce, encrypted)}
            shown = clear if self.mode is Mode.COMPATIBLE else elements(ToUserName=ACCOUNT)
            clear = shown + elements(Encrypt=encrypted)
        return Parcel(openid, question, urlencode(query), f"<xml>{clear}</xml>".encode())

    def verification(self, echo: str, now: float) -> str:
        """The query string with which the platform verifies an address; the answer must be `echo`."""
        nonce, timestamp = self._nonce(), str(int(now))
        signature = sign(self._token, timestamp, nonce)
        return urlencode({"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo})

    def read(self, parcel: Parcel, body: bytes) -> str:
        """What the person sees, "" for nothing; raises SimulationFailed for what WeChat would not show."""
        if body.strip() in {b"", b"success"}:
            return ""
        try:
            fields = self._decrypted(read_fields(body))
        except BotError as error:
            raise SimulationFailed(str(error)) from error
        return _checked(fields, parcel)

    def _decrypted(self, fields: Fields) -> Fields:
        if self._cipher is None or (self.mode is Mode.COMPATIBLE and "Encrypt" not in fields):
            return fields
        signed = (fields.get(name, "") for name in ("TimeStamp", "Nonce", "Encrypt"))
        if not matches(fields.get("MsgSignature", ""), self._token, *signed):
            raise SimulationFailed("the reply's signature does not fit, or it is not encrypted")
        return read_fields(self._cipher.decrypt(fields["Encrypt"]))


def _checked(fields: Fields, parcel: Parcel) -> str:
    content = fields.get("Content", "")
    problems = {
        "the reply is not a text": fields.get("MsgType") != "text",
        "the reply is addressed to somebody else": fields.get("ToUserName") != parcel.openid,
        "the reply does not come from the account": fields.get("FromUserName") != ACCOUNT,
        "the reply has no time": not fields.get("CreateTime", "").isdigit(),
        "the reply is empty": not content,
        f"the reply has more than {WECHAT_BYTES} bytes": len(content.encode()) > WECHAT_BYTES,
    }
    for problem, found in problems.items():
        if found:
            raise SimulationFailed(problem)
    return content


def elements(**texts: str) -> str:
    """XML elements with these texts, each in CDATA as the platform writes them."""
    return "".join(
        f"<{name}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>" for name, text in texts.items()
    )
