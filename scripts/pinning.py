"""What `gongkai pins` reads and tells of a pin; what a pin must be is bot/pins/checking.py's."""

from datetime import date, datetime
from pathlib import Path

import typer

from bot.pins.checking import effect
from bot.pins.pin import Pin
from bot.pins.reply import PinState
from index.bundle import CORPUS
from index.corpus import Corpus, read
from index.errors import RetrievalError
from index.shelf import Shelf
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from scripts.errors import CommandError


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


def state(pin: Pin, store: KnowledgeStore, corpus: Corpus, today: date) -> str:
    """Whether a pin answers today, or what hinders it; with a word where its notice has changed since."""
    found = effect(pin, store, corpus, today)
    match found.state:
        case PinState.UPCOMING:
            return f"{found.state} (from {found.day})"
        case PinState.OVER:
            return f"{found.state} (until {found.day})"
        case PinState.UNQUOTABLE if found.notice:
            return f"{found.state} ({found.notice})"
    return f"{found.state} (its notice has changed since: please check)" if found.has_changed else found.state


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
