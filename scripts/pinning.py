"""What a pin must be to be kept, what staff are told of it, and whether it answers today; scripts/pins.py speaks the words."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import typer

from bot.pins.board import UNPINNABLE, asked_by
from bot.pins.match import signature
from bot.pins.pin import Pin, Pinning
from bot.pins.reply import PinState, hinders
from bot.understanding.understand import understand
from index.bundle import CORPUS
from index.corpus import Corpus, read
from index.errors import RetrievalError
from index.shelf import Shelf
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from scripts.errors import CommandError

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
# A reply has 1,800 bytes, and the source must stand in it.
_LONGEST = 400


def day(written: str, option: str) -> date | None:
    """The day that an option gives; None where it is not given."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise typer.BadParameter(f"expected a day such as 2026-08-31, got {written!r}", param_hint=option) from None


def passage(store: KnowledgeStore, notice_id: NoticeId, passage_id: str) -> str:
    """The text of one passage of a notice. Raises UnknownNotice, or CommandError for a passage that it has not."""
    texts = {piece.id: piece.text.strip() for piece in store.passages(notice_id)}
    for known, text in texts.items():
        if known == passage_id:
            return text
    raise CommandError(
        f"notice {notice_id!r} has no passage {passage_id!r}; `gongkai notices show {notice_id} --passages` shows them"
    )


def check(wanted: Pinning, pins: Sequence[Pin], store: KnowledgeStore, today: date) -> None:
    """Refuses a pin that could never answer, or that another one answers already. Raises CommandError."""
    starts, ends = wanted.valid_from, wanted.valid_until
    if starts and ends and ends < starts:
        raise CommandError(f"its last day, {ends}, is before its first, {starts}")
    if len(wanted.text) > _LONGEST:
        raise CommandError(f"the answer has {len(wanted.text)} characters; at most {_LONGEST} fit into one reply")
    standing = store.standings([wanted.notice_id], today)[wanted.notice_id]
    if not standing.quotable:
        raise CommandError(
            f"notice {wanted.notice_id!r} is {standing.state}: a pin must rest on one that may be quoted"
        )
    for question in wanted.questions:
        understood = understand(question, today)
        if understood.intent in UNPINNABLE or not signature(understood).says_something:
            raise CommandError(f"“{question}” cannot be pinned: it is read as {understood.intent}, not as a question")
        for pin in pins:
            if not pin.removed and any(own.is_same(signature(understood)) for own in asked_by(pin)):
                raise CommandError(
                    f"“{question}” is answered by pin {pin.id} already; `gongkai pins remove {pin.id}` frees it"
                )


def check_apart(restored: Pin, pins: Sequence[Pin]) -> None:
    """Refuses to bring back a pin whose question another one answers by now. Raises CommandError."""
    for pin in pins:
        others = asked_by(pin) if pin.id != restored.id and not pin.removed else ()
        if any(own.is_same(other) for own in asked_by(restored) for other in others):
            raise CommandError(
                f"pin {pin.id} answers the same question by now; `gongkai pins remove {pin.id}` frees it"
            )


def doubts(wanted: Pinning, store: KnowledgeStore) -> Iterator[str]:
    """What staff should look at again: figures of their own words that the notice does not have."""
    text = store.notice(wanted.notice_id).text
    missing = [figure for figure in _FIGURE.findall(wanted.text) if figure not in text]
    if missing:
        yield f"the notice does not have the figures {'、'.join(dict.fromkeys(missing))}"


def state(pin: Pin, store: KnowledgeStore, corpus: Corpus, today: date) -> str:
    """Whether a pin answers today, or what hinders it; with a word where its notice has changed since."""
    starts, ends = pin.pinning.valid_from, pin.pinning.valid_until
    if pin.removed:
        return PinState.REMOVED
    if starts and today < starts:
        return f"{PinState.UPCOMING} (from {starts})"
    if ends and ends < today:
        return f"{PinState.OVER} (until {ends})"
    standing = store.standings([pin.pinning.notice_id], today).get(pin.pinning.notice_id)
    hindered = hinders(pin, corpus, standing)
    if hindered is PinState.UNQUOTABLE and standing:
        return f"{hindered} ({standing.state})"
    if hindered:
        return hindered
    has_changed = store.in_force(pin.pinning.notice_id)[0] != pin.pinning.revision
    return f"{PinState.ANSWERS} (its notice has changed since: please check)" if has_changed else PinState.ANSWERS


def to_json(pin: Pin, told: str) -> dict[str, object]:
    """A pin for programs."""
    own = pin.pinning
    return {
        "id": pin.id,
        "questions": list(own.questions),
        "notice_id": own.notice_id,
        "passage": own.passage,
        "text": own.text,
        "valid_from": _iso(own.valid_from),
        "valid_until": _iso(own.valid_until),
        "state": told,
        "by": pin.by,
        "at": _iso(pin.at),
        "reason": pin.reason,
    }


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def live(data: Path) -> Corpus:
    """The corpus of the live bundle; an empty one where there is none."""
    try:
        return read(Shelf(data).live() / CORPUS)
    except RetrievalError:
        return Corpus((), ())
