from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnreadableMessage
from bot.render import sanitise
from bot.wechat.message import Message, read_fields, render, to_message

TEXT = (
    "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oA]]></FromUserName>"
    "<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[ 学费 ]]></Content>"
    "<MsgId>42</MsgId></xml>"
)


def _message(**given_fields: str) -> Message:
    given_fields = {"FromUserName": "oA", "ToUserName": "gh_1", "MsgType": "text", "CreateTime": "1"} | given_fields
    return to_message(given_fields)


def test_a_text_message_is_read_without_its_blanks() -> None:
    """Blanks around any value are dropped, as the platform's own samples carry them."""
    message = to_message(read_fields(b"\xef\xbb\xbf" + TEXT.encode()))
    assert (message.kind, message.sender, message.account) == ("text", "oA", "gh_1")
    assert message.content == "学费"
    assert _message(MsgType="event", Event="CLICK").event == "click"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"<xml/>",
        b"<xml></xml>",
        b"<a>b</a>",
        b"<xml>text</xml>",
        b"<xml><a></xml>",
        b"\xff\xfe\x00",
        b"\x00" * 10,
        '<!DOCTYPE x [<!ENTITY e "v">]><xml><Content>&e;</Content></xml>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><Content>&x;</Content></xml>',
        "<xml><Content>1</Content></xml>",
        "<xml><MsgType>text</MsgType><FromUserName>o</FromUserName></xml>",
    ],
)
def test_what_is_no_message_is_said_to_be_unreadable(body: bytes | str) -> None:
    """Bad XML, entities, missing fields: one error of our own, whatever the library raises."""
    with pytest.raises(UnreadableMessage):
        to_message(read_fields(body))


@given(st.binary(max_size=300) | st.text(max_size=300) | st.text("<>/xml![]CDATA&;a ", max_size=80))
def test_arbitrary_input_raises_only_unreadable_message(body: bytes | str) -> None:
    """The parser lets no error of another kind out."""
    with suppress(UnreadableMessage):
        to_message(read_fields(body))


def test_repeated_nested_and_empty_elements_become_plain_text() -> None:
    """The first of repeated elements counts; a nested or empty one is an empty text."""
    fields = read_fields("<xml><A>1</A><A>2</A><B><C>x</C></B><D/></xml>")
    assert fields == {"A": "1", "B": "", "D": ""}


def test_a_voice_message_says_what_was_recognised() -> None:
    """The recognised text is the content, and its absence is an empty one."""
    assert _message(MsgType="voice", Recognition="学费多少").content == "学费多少"
    assert _message(MsgType="voice", Content="x").content == ""


def test_no_two_messages_share_a_key_and_a_retry_does() -> None:
    """Messages go by sender and MsgId, events by sender, second, event and key."""
    first = _message(MsgId="1")
    assert first.key == _message(MsgId="1", CreateTime="2").key
    others = [
        _message(MsgId="2"),
        _message(MsgId="1", FromUserName="oB"),
        _message(),
        _message(MsgType="event", Event="CLICK", EventKey="a"),
        _message(MsgType="event", Event="CLICK", EventKey="b"),
        _message(MsgType="event", Event="VIEW", EventKey="a", MsgID="1"),
        _message(MsgType="event", Event="CLICK", EventKey="a", CreateTime="2"),
    ]
    assert len({message.key for message in [first, *others]}) == len(others) + 1


def test_nothing_personal_is_in_the_repr() -> None:
    """Sender, content and menu key stay out of any log that prints a message."""
    shown = repr(_message(FromUserName="oSecret", Content="我的问题", EventKey="k-e-y"))
    assert not any(secret in shown for secret in ("oSecret", "我的问题", "k-e-y"))


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("]]>&<"), min_size=1, max_size=200).map(sanitise))
def test_a_rendered_reply_reads_back_as_it_was_written(text: str) -> None:
    """Whatever the text holds, `]]>` included, the XML is valid and gives it back to the sender."""
    fields = read_fields(render(_message(FromUserName="o]]>A"), text, 1.9))
    assert fields["Content"] == text.strip()
    assert (fields["ToUserName"], fields["FromUserName"]) == ("o]]>A", "gh_1")
    assert (fields["MsgType"], fields["CreateTime"]) == ("text", "1")
