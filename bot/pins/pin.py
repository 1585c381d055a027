"""A pinned answer, the trail of what was done to it, and the contract of the book that keeps them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, Protocol

from knowledge.audit import Act, Actor
from knowledge.notice import NoticeId

PinId = NewType("PinId", int)


@dataclass(frozen=True, slots=True)
class Pinning:
    """What staff pin: to which questions, out of which notice, and for how long (both days inclusive, None for no end).

    `passage` is taken literally from the notice, "" for the one that fits the question best; `text` is what staff say
    themselves in front of the source, "" for the passage. `revision` is the notice's when it was pinned.
    """

    questions: tuple[str, ...]
    notice_id: NoticeId
    passage: str = ""
    text: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinning as it is kept; `at`, `by` and `reason` are of the act that made it."""

    id: PinId
    pinning: Pinning
    at: datetime
    by: Actor
    reason: str
    removed: bool = False

    def holds_on(self, today: date) -> bool:
        """Whether it is not removed and the day is between its dates."""
        starts, ends = self.pinning.valid_from, self.pinning.valid_until
        return not self.removed and (starts is None or starts <= today) and (ends is None or today <= ends)


class PinAction(StrEnum):
    """What an entry of the trail records."""

    ADDED = "added"
    REMOVED = "removed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class PinEntry:
    """One act on a pin; `at` is in UTC."""

    pin_id: PinId
    at: datetime
    by: Actor
    action: PinAction
    reason: str


class PinBook(Protocol):
    """Where pins are kept. Nothing is deleted; every verb is one transaction, safe from several threads and processes."""

    def add(self, pinning: Pinning, act: Act) -> Pin:
        """Keeps a new pin."""
        ...

    def remove(self, pin_id: PinId, act: Act) -> None:
        """Takes a pin out of use. Raises UnknownPin, or PinUnchanged where it is out of use already."""
        ...

    def restore(self, pin_id: PinId, act: Act) -> None:
        """Brings a removed pin back. Raises UnknownPin, or PinUnchanged where it is in use."""
        ...

    def pins(self) -> tuple[Pin, ...]:
        """All pins, removed ones too, oldest first."""
        ...

    def trail(self, pin_id: PinId) -> tuple[PinEntry, ...]:
        """What was done to a pin, oldest first. Raises UnknownPin."""
        ...

    def version(self) -> int:
        """A number that every change makes another; asked on the path of every question, so some microseconds at most."""
        ...
