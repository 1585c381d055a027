"""WeChat's XML to `Message` and a reply's text to XML; nothing else in the project reads or writes WeChat's XML.

Replies are rendered by wechatpy. Messages are read with xmltodict, the parser beneath wechatpy, because wechatpy's
own `parse_message` turns what it does not know, and what has a blank too many, into a message without its fields.
"""

from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError

import xmltodict
from wechatpy.replies import TextReply

from bot.errors import UnreadableMessage


@dataclass(frozen=True, slots=True)
class Message:
    """What a person or the platform sent; fields that were absent, empty or nested are "".

    `kind` is the MsgType and `event` the Event, both in lower case. `content` is the text that was typed, or what
    WeChat's speech recognition heard. Neither the sender nor the content appears in the repr, hence in no log.
    """

    kind: str
    sender: str = field(repr=False)
    account: str
    created: str
    message_id: str = ""
    content: str = field(default="", repr=False)
    event: str = ""
    event_key: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """The same for a message and its retries, different for any two messages.

        The MsgId alone is not enough, two people's may collide; events have none, and one second may hold two.
        """
        if self.message_id and not self.event:
            return f"m:{self.sender}:{self.message_id}"
        return f"e:{self.sender}:{self.created}:{self.kind}:{self.event}:{self.event_key}"


Fields = dict[str, str]


def read_fields(body: bytes | str) -> Fields:
    """The plain text children of the root, blanks stripped; raises UnreadableMessage for anything that is no `<xml>`.

    Entities and DTDs are refused. Of an element that comes twice the first counts.
    """
    try:
        text = body if isinstance(body, str) else body.decode("utf-8-sig")
        root = xmltodict.parse(text).get("xml")
    except (ExpatError, ValueError) as error:
        raise UnreadableMessage("the body is no well-formed XML") from error
    if not isinstance(root, dict):
        raise UnreadableMessage("the body is no <xml> with elements in it")
    return {name: _text(value) for name, value in root.items()}


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0]
    return value.strip() if isinstance(value, str) else ""


def to_message(fields: Fields) -> Message:
    """The message that the fields describe; raises UnreadableMessage without MsgType, sender or receiver."""
    kind = fields.get("MsgType", "").lower()
    sender, account = fields.get("FromUserName", ""), fields.get("ToUserName", "")
    if not (kind and sender and account):
        raise UnreadableMessage("the message lacks MsgType, FromUserName or ToUserName")
    return Message(
        kind=kind,
        sender=sender,
        account=account,
        created=fields.get("CreateTime", ""),
        message_id=fields.get("MsgId", ""),
        content=fields.get("Recognition" if kind == "voice" else "Content", ""),
        event=fields.get("Event", "").lower(),
        event_key=fields.get("EventKey", ""),
    )


def render(message: Message, text: str, now: float) -> str:
    """A passive text reply (XML) to the sender of `message`; `text` must hold no character that XML forbids."""
    reply = TextReply(
        source=_cdata(message.account),
        target=_cdata(message.sender),
        content=_cdata(text),
        time=int(now),
    )
    return str(reply.render())


def _cdata(text: str) -> str:
    # wechatpy puts texts into CDATA as they are: the only thing that would end it early is split over two sections.
    return text.replace("]]>", "]]]]><![CDATA[>")
