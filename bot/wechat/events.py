"""What each kind of message and event gets: an answer, a kind word, or nothing (`success` alone)."""

from collections.abc import Sequence

from bot import outgoing
from bot.answer import Answer
from bot.answerer import Answerer
from bot.taps import after
from bot.wechat import reply
from bot.wechat.message import Message
from bot.wechat.reaction import Reaction

LONGEST_QUESTION = 2_000
"""Characters; what people type into WeChat is shorter, and what is longer is no question."""


NOTHING = Reaction("", "nothing")
TROUBLE = Reaction(reply.TROUBLE, "trouble")

_KIND_WORDS = {
    "voice": reply.VOICE,
    "image": reply.MEDIA,
    "video": reply.MEDIA,
    "shortvideo": reply.MEDIA,
    "file": reply.MEDIA,
    "location": reply.PLACE,
    "link": reply.LINK,
    "text": reply.EMPTY,
}
# The client shows "waiting for the message" after this one until something comes.
_EVENT_WORDS = {"scancode_waitmsg": reply.SCAN}
_COUNTED_EVENTS = frozenset({"subscribe", "unsubscribe", "click", "view", "scan", "location"})
_FORGETTING = frozenset(
    {"unsubscribe", "user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"}
)


def question_of(message: Message) -> str:
    """What the message asks: typed or recognised text, or the key of a menu button; "" when it asks nothing."""
    if message.kind in {"text", "voice"}:
        return message.content[:LONGEST_QUESTION]
    if message.kind == "event" and message.event == "click":
        return message.event_key[:LONGEST_QUESTION]
    return ""


def ends_all(message: Message) -> bool:
    """Whether what is kept of the sender must be deleted: they unfollowed, or took their consent back."""
    return message.kind == "event" and message.event in _FORGETTING


def label(message: Message) -> str:
    """One word of a closed set, for logs and counters: nobody can fill them by inventing kinds."""
    if message.kind == "event":
        return message.event if message.event in _COUNTED_EVENTS else "event"
    return message.kind if message.kind in _KIND_WORDS else "other"


async def react(message: Message, answerer: Answerer, conversation: str | None, examples: Sequence[str]) -> Reaction:
    """The reaction to one message; `conversation` is the sender's pseudonym, None for a message that may change nothing."""
    question = question_of(message)
    if question:
        answer = await answerer.answer(question, conversation)
        return _to_answer(question, answer)
    if message.kind == "event":
        return _to_event(message.event, examples)
    if message.kind.startswith("device_"):
        return NOTHING  # hardware reports, not a person
    return Reaction(_KIND_WORDS.get(message.kind, reply.UNKNOWN), "kind_word")


def _to_answer(question: str, answer: Answer) -> Reaction:
    taps = after(answer.asked or outgoing.read(question).text, answer)
    text = reply.compose(answer.text, answer.suggestions, taps)
    return Reaction(text, answer.outcome.value, tuple(citation.notice_id for citation in answer.citations))


def _to_event(event: str, examples: Sequence[str]) -> Reaction:
    if event == "subscribe":
        return Reaction(reply.welcome(examples), "welcome")
    if event == "click":
        return Reaction(reply.EMPTY, "kind_word")
    word = _EVENT_WORDS.get(event, "")
    return Reaction(word, "kind_word") if word else NOTHING
