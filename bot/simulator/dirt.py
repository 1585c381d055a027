"""Messages that are no plain question: the other kinds and events of an account, and what should not come but does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.simulator.account import ACCOUNT, Account, Expects, Parcel, elements

_QUESTION = "学费是多少"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, with which number, when (Unix seconds)."""

    openid: str
    message_id: int
    now: float

    def head(self, kind: str) -> str:
        """The elements that every message begins with."""
        return elements(ToUserName=ACCOUNT, FromUserName=self.openid, CreateTime=str(int(self.now)), MsgType=kind)


Make = Callable[[Account, Sender], Parcel]


def _message(kind: str, **more: str) -> Make:
    def make(account: Account, sender: Sender) -> Parcel:
        clear = sender.head(kind) + elements(**more, MsgId=str(sender.message_id))
        return account.pack(sender.openid, f"({kind})", clear, sender.now)

    return make


def _event(event: str, expects: Expects = Expects.SILENCE, **more: str) -> Make:
    def make(account: Account, sender: Sender) -> Parcel:
        clear = sender.head("event") + elements(Event=event, **more)
        return replace(account.pack(sender.openid, f"({event})", clear, sender.now), expects=expects)

    return make


def _padded(account: Account, sender: Sender) -> Parcel:
    """Blanks around values, an element twice, one that nobody knows: a question all the same."""
    clear = (
        f"\n  {sender.head(' text ')}\n<Content><![CDATA[  {_QUESTION}\n]]></Content><Content>another</Content>"
        f"<Idx/><MsgDataId>1</MsgDataId><New><Item>1</Item></New> <MsgId> {sender.message_id} </MsgId>\n"
    )
    return account.pack(sender.openid, _QUESTION, clear, sender.now)


def _unreadable(account: Account, sender: Sender) -> Parcel:
    """Signed by the platform, and no XML within."""
    packed = account.pack(sender.openid, "(unreadable)", f"{sender.head('text')}<Content>", sender.now)
    return replace(packed, expects=Expects.SILENCE, is_counted=False)


def _forged(account: Account, sender: Sender) -> Parcel:
    """A signature that does not fit."""
    packed = account.text(sender.openid, "(forged)", sender.message_id, sender.now)
    query = packed.query.replace("signature=", "signature=0")
    return replace(packed, query=query, expects=Expects.REFUSAL, is_counted=False)


DIRT: Sequence[Make] = (
    _message("voice", MediaId="m", Format="amr", Recognition=""),
    _message("voice", MediaId="m", Format="amr", Recognition=_QUESTION),
    _message("image", PicUrl="http://example.edu.cn/1.jpg", MediaId="m"),
    _message("shortvideo", MediaId="m", ThumbMediaId="t"),
    _message("location", Location_X="39.1", Location_Y="117.2", Scale="16", Label="]]>&<"),
    _message("link", Title="t", Description="d", Url="http://example.edu.cn/?a=1&b=2"),
    _message("text", Content=""),
    _message("hologram"),
    _event("subscribe", Expects.TEXT, EventKey="qrscene_1", Ticket="t"),
    _event("CLICK", Expects.TEXT, EventKey=_QUESTION),
    _event("unsubscribe"),
    _event("VIEW", EventKey="http://example.edu.cn/"),
    _event("LOCATION", Latitude="39.1", Longitude="117.2", Precision="10"),
    _event("TEMPLATESENDJOBFINISH", MsgID="1", Status="success"),
    _padded,
    _unreadable,
    _forged,
)
"""One maker for each kind; every one of them says what must come back."""
