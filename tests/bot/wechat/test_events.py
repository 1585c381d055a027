import pytest

from bot.answer import Answer, Outcome
from bot.wechat import reply
from bot.wechat.events import LONGEST_QUESTION, label, react
from bot.wechat.message import Message
from tests.fakes.answerer import ScriptedAnswerer

EXAMPLES = ("学费是多少？",)


def _message(kind: str, content: str = "", event: str = "", event_key: str = "") -> Message:
    return Message(kind, "oA", "gh_1", "1", "1", content=content, event=event, event_key=event_key)


async def test_text_recognised_voice_and_menu_keys_are_questions() -> None:
    """All three reach the answerer with the sender's pseudonym, and its answer is the reply."""
    answerer = ScriptedAnswerer(otherwise=Answer(Outcome.CANDIDATES, "见下", suggestions=("住宿费？",)))
    for message in (_message("text", "学费"), _message("voice", "学费"), _message("event", "", "click", "学费")):
        reaction = await react(message, answerer, "pseudonym", EXAMPLES)
        assert reaction.outcome == "candidates"
        assert reaction.text.startswith("见下\n\n您可能还想问：")
    assert answerer.asked == [("学费", "pseudonym")] * 3


@pytest.mark.parametrize(
    ("kind", "event", "text"),
    [
        ("text", "", reply.EMPTY),
        ("voice", "", reply.VOICE),
        ("image", "", reply.MEDIA),
        ("video", "", reply.MEDIA),
        ("shortvideo", "", reply.MEDIA),
        ("file", "", reply.MEDIA),
        ("location", "", reply.PLACE),
        ("link", "", reply.LINK),
        ("miniprogrampage", "", reply.UNKNOWN),
        ("event", "subscribe", reply.welcome(EXAMPLES)),
        ("event", "click", reply.EMPTY),
        ("event", "scancode_waitmsg", reply.SCAN),
        ("event", "unsubscribe", ""),
        ("event", "view", ""),
        ("event", "location", ""),
        ("event", "something_new", ""),
        ("event", "", ""),
        ("device_text", "", ""),
    ],
)
async def test_everything_else_gets_a_kind_word_or_silence(kind: str, event: str, text: str) -> None:
    """What asks nothing never reaches the answerer."""
    answerer = ScriptedAnswerer()
    assert (await react(_message(kind, event=event), answerer, "p", EXAMPLES)).text == text
    assert answerer.asked == []


async def test_an_endless_question_is_shortened() -> None:
    """The answerer gets at most the longest question."""
    answerer = ScriptedAnswerer()
    await react(_message("text", "学" * 5000), answerer, "p", ())
    assert len(answerer.asked[0][0]) == LONGEST_QUESTION


def test_labels_come_from_a_closed_set() -> None:
    """A made-up kind or event cannot make a new counter."""
    assert label(_message("text")) == "text"
    assert label(_message("made up")) == "other"
    assert label(_message("event", event="subscribe")) == "subscribe"
    assert label(_message("event", event="made up")) == "event"
