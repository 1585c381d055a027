"""What a pin must be to be kept, what staff should look at again, and whether it answers today; CLI and console share it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.errors import PinRefused
from bot.pins.board import UNPINNABLE, asked_by
from bot.pins.match import signature
from bot.pins.pin import Pin, Pinning
from bot.pins.reply import PinState, hinders
from bot.understanding.understand import understand
from index.corpus import Corpus
from knowledge.standing import State
from knowledge.store import KnowledgeStore

LONGEST = 400
"""Characters of staff's own words: a reply has 1,800 bytes, and the source must stand in it."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a pin does today: the day from or until which it does not answer, what its notice is, whether that has changed."""

    state: PinState
    day: date | None = None
    notice: State | None = None
    has_changed: bool = False


def check(wanted: Pinning, pins: Sequence[Pin], store: KnowledgeStore, today: date) -> None:
    """Refuses a pin that could never answer, or that another one answers already. Raises PinRefused, UnknownNotice."""
    starts, ends = wanted.valid_from, wanted.valid_until
    if starts and ends and ends < starts:
        raise PinRefused(f"its last day, {ends}, is before its first, {starts}", "最后一天在第一天之前。")
    if len(wanted.text) > LONGEST:
        raise PinRefused(
            f"the answer has {len(wanted.text)} characters; at most {LONGEST} fit into one reply",
            f"答案有 {len(wanted.text)} 字，最多 {LONGEST} 字才放得进一条消息。",
        )
    store.notice(wanted.notice_id)
    standing = store.standings([wanted.notice_id], today)[wanted.notice_id]
    if not standing.quotable:
        raise PinRefused(
            f"notice {wanted.notice_id!r} is {standing.state}: a pin must rest on one that may be quoted",
            f"通知“{wanted.notice_id}”现在不能引用，固定答案须依据已公开的通知。",
        )
    for question in wanted.questions:
        _check_question(question, pins, today)


def _check_question(question: str, pins: Sequence[Pin], today: date) -> None:
    understood = understand(question, today)
    if understood.intent in UNPINNABLE or not signature(understood).says_something:
        raise PinRefused(
            f"“{question}” cannot be pinned: it is read as {understood.intent}, not as a question",
            f"“{question}”不能固定：它没有问到具体的事，或者属于求助、打听个人。",
        )
    for pin in pins:
        if not pin.removed and any(own.is_same(signature(understood)) for own in asked_by(pin)):
            raise PinRefused(
                f"“{question}” is answered by pin {pin.id} already; `gongkai pins remove {pin.id}` frees it",
                f"“{question}”已由第 {pin.id} 条固定答案回答；先移除那一条。",
            )


def check_apart(restored: Pin, pins: Sequence[Pin]) -> None:
    """Refuses to bring back a pin whose question another one answers by now. Raises PinRefused."""
    for pin in pins:
        others = asked_by(pin) if pin.id != restored.id and not pin.removed else ()
        if any(own.is_same(other) for own in asked_by(restored) for other in others):
            raise PinRefused(
                f"pin {pin.id} answers the same question by now; `gongkai pins remove {pin.id}` frees it",
                f"现在由第 {pin.id} 条固定答案回答同一个问题；先移除那一条。",
            )


def missing_figures(wanted: Pinning, store: KnowledgeStore) -> tuple[str, ...]:
    """Figures of staff's own words that the notice does not have: they should be looked at again."""
    text = store.notice(wanted.notice_id).text
    return tuple(dict.fromkeys(figure for figure in _FIGURE.findall(wanted.text) if figure not in text))


def met(wanted: Pinning, questions: Iterable[str], today: date) -> tuple[str, ...]:
    """Which of `questions` the pin would answer, were it pinned today."""
    own = [signature(understand(question, today)) for question in wanted.questions]
    asked = ((question, signature(understand(question, today))) for question in questions)
    return tuple(question for question, found in asked if any(one.is_same(found) for one in own))


def effect(pin: Pin, store: KnowledgeStore, corpus: Corpus, today: date) -> Effect:
    """Whether a pin answers today, or what hinders it."""
    starts, ends = pin.pinning.valid_from, pin.pinning.valid_until
    if pin.removed:
        return Effect(PinState.REMOVED)
    if starts and today < starts:
        return Effect(PinState.UPCOMING, starts)
    if ends and ends < today:
        return Effect(PinState.OVER, ends)
    standing = store.standings([pin.pinning.notice_id], today).get(pin.pinning.notice_id)
    hindered = hinders(pin, corpus, standing)
    if hindered:
        return Effect(hindered, notice=standing.state if standing else None)
    changed = store.in_force(pin.pinning.notice_id)[0] != pin.pinning.revision
    return Effect(PinState.ANSWERS, has_changed=changed)
