"""What was just asked in each conversation, so that a follow-up can be read with it; forgotten after some minutes."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.dialects.sqlite import insert

from bot.errors import ServingUnavailable
from bot.serving import CONVERSATIONS, ServingFile, Statement
from bot.understanding.understand import Understood

_MOST = 50_000


class Memory(Protocol):
    """The last question of each conversation, for a time; safe between threads. A conversation of None is none."""

    def before(self, conversation: str | None) -> Understood | None:
        """What was asked last in `conversation`; None where nothing was, or too long ago."""
        ...

    def page(self, conversation: str | None) -> int:
        """How many times 更多 was asked of the last question of `conversation`."""
        ...

    def remember(self, conversation: str | None, understood: Understood, page: int = 0) -> None:
        """Keeps `understood` as the last question of `conversation`, and how far 更多 has come."""
        ...

    def forget(self, conversation: str) -> None:
        """Drops what is kept of `conversation`."""
        ...


@dataclass(slots=True)
class Conversations:
    """Conversations in the memory of this process, for `seconds`; `clock` is in seconds."""

    seconds: float
    clock: Callable[[], float]
    _kept: OrderedDict[str, tuple[float, Understood, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def before(self, conversation: str | None) -> Understood | None:
        """As the protocol says."""
        if conversation is None:
            return None
        with self._lock:
            kept = self._kept.get(conversation)
        return kept[1] if kept and self.clock() - kept[0] <= self.seconds else None

    def page(self, conversation: str | None) -> int:
        """As the protocol says."""
        with self._lock:
            kept = self._kept.get(conversation) if conversation is not None else None
        return kept[2] if kept else 0

    def remember(self, conversation: str | None, understood: Understood, page: int = 0) -> None:
        """As the protocol says."""
        if conversation is None:
            return
        with self._lock:
            self._kept[conversation] = (self.clock(), understood, page)
            self._kept.move_to_end(conversation)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    def forget(self, conversation: str) -> None:
        """As the protocol says."""
        with self._lock:
            self._kept.pop(conversation, None)


_STORED: TypeAdapter[Understood] = TypeAdapter(Understood)
_LAST = Statement(
    sa.select(CONVERSATIONS.c.understood, CONVERSATIONS.c.page).where(
        CONVERSATIONS.c.key == sa.bindparam("key"), CONVERSATIONS.c.at >= sa.bindparam("since")
    )
)
_INSERT = insert(CONVERSATIONS)
_REMEMBER = Statement(
    _INSERT.on_conflict_do_update(
        index_elements=["key"], set_={name: _INSERT.excluded[name] for name in ("at", "understood", "page")}
    )
)
_FORGET = Statement(sa.delete(CONVERSATIONS).where(CONVERSATIONS.c.key == sa.bindparam("k")))
_OLD = Statement(sa.delete(CONVERSATIONS).where(CONVERSATIONS.c.at < sa.bindparam("before")))


@dataclass(slots=True)
class SharedConversations:
    """Conversations that every worker process knows, and a restarted one, for `seconds`; `now` in Unix seconds.

    What cannot be written (the disk is full) is kept by this process alone, until it can be again.
    """

    file: ServingFile
    seconds: float
    now: Callable[[], float]
    _unwritten: Conversations = field(init=False)

    def __post_init__(self) -> None:
        self._unwritten = Conversations(self.seconds, self.now)

    def before(self, conversation: str | None) -> Understood | None:
        """As the protocol says."""
        last = self._last(conversation)
        return last[0] if last else None

    def page(self, conversation: str | None) -> int:
        """As the protocol says."""
        last = self._last(conversation)
        return last[1] if last else 0

    def remember(self, conversation: str | None, understood: Understood, page: int = 0) -> None:
        """As the protocol says."""
        if conversation is None:
            return
        stored = _STORED.dump_json(understood)
        try:
            self.file.run(_REMEMBER, key=_key(conversation), at=self.now(), understood=stored, page=page)
        except ServingUnavailable:
            self._unwritten.remember(conversation, understood, page)
        else:
            self._unwritten.forget(conversation)

    def forget(self, conversation: str) -> None:
        """As the protocol says. Raises ServingUnavailable when it could not be dropped from the disk."""
        self._unwritten.forget(conversation)
        self.file.run(_FORGET, k=_key(conversation))

    def prune(self) -> None:
        """Drops conversations that nobody can follow up any more."""
        with suppress(ServingUnavailable):  # a full disk; they are not read any more either way
            self.file.run(_OLD, before=self.now() - self.seconds)

    def _last(self, conversation: str | None) -> tuple[Understood, int] | None:
        if conversation is None:
            return None
        unwritten = self._unwritten.before(conversation)
        if unwritten is not None:
            return unwritten, self._unwritten.page(conversation)
        try:
            rows = self.file.run(_LAST, key=_key(conversation), since=self.now() - self.seconds)
            return (_STORED.validate_json(rows[0][0]), rows[0][1]) if rows else None
        except (ServingUnavailable, ValidationError):
            return None  # unreadable, or written by another version: as if nothing had been asked


def _key(conversation: str) -> str:
    return hashlib.blake2b(conversation.encode(), digest_size=16).hexdigest()
