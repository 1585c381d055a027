"""The pins as the engine looks them up: read again only when the book has changed."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone

from bot.pins.match import Key, Signature, signature
from bot.pins.pin import Pin, PinBook
from bot.understanding.intent import Intent
from bot.understanding.understand import understand
from bot.understanding.understood import Understood
from bot.understanding.vocabulary import edition

_CHINA = timezone(timedelta(hours=8))
UNPINNABLE = frozenset({Intent.CRISIS, Intent.PRIVATE_PERSON, Intent.MORE, Intent.EMPTY})
"""What is never answered by a pin: help lines and other people's affairs come first."""


@dataclass(frozen=True, slots=True)
class _Pins:
    version: tuple[int, int] = (-1, -1)
    by_key: dict[Key, list[tuple[Signature, Pin]]] = field(default_factory=dict)


@dataclass(slots=True)
class Pinboard:
    """The pins of a book, found by what they ask; safe between threads."""

    book: PinBook
    _pins: _Pins = field(default_factory=_Pins)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def version(self) -> int:
        """The book's version."""
        return self.book.version()

    def find(self, understood: Understood, today: date, version: int | None = None) -> Pin | None:
        """The newest pin in use on that day to this very question; None where there is none.

        Who has just asked for the version gives it, so that it is not looked up again.
        """
        if understood.intent in UNPINNABLE:
            return None
        by_key = self._current(self.version() if version is None else version).by_key
        if not by_key:
            return None
        asked = signature(understood)
        found = (pin for own, pin in by_key.get(asked.key, ()) if own.is_same(asked) and pin.holds_on(today))
        return max(found, key=lambda pin: pin.id, default=None)

    def _current(self, version: int) -> _Pins:
        known = (version, edition())
        pins = self._pins
        if pins.version != known:
            with self._lock:
                pins = self._pins = _Pins(known, _by_key(self.book.pins()))
        return pins


def asked_by(pin: Pin) -> tuple[Signature, ...]:
    """What a pin's questions ask, 今年 being the year in which it was pinned."""
    day = pin.at.astimezone(_CHINA).date()
    return tuple(signature(understand(question, day)) for question in pin.pinning.questions)


def _by_key(pins: Iterable[Pin]) -> dict[Key, list[tuple[Signature, Pin]]]:
    found: dict[Key, list[tuple[Signature, Pin]]] = {}
    for pin in pins:
        if not pin.removed:
            for own in asked_by(pin):
                found.setdefault(own.key, []).append((own, pin))
    return found
