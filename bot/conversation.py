"""What was just asked in each conversation, so that a follow-up can be read with it; forgotten after some minutes."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.understanding.understand import Understood

_MOST = 50_000


@dataclass(slots=True)
class Conversations:
    """The last question of each conversation, for `seconds`; `clock` is monotonic, in seconds. Safe between threads."""

    seconds: float
    clock: Callable[[], float]
    _kept: OrderedDict[str, tuple[float, Understood, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def before(self, conversation: str | None) -> Understood | None:
        """What was asked last in `conversation`; None where nothing was, or too long ago."""
        if conversation is None:
            return None
        with self._lock:
            kept = self._kept.get(conversation)
        return kept[1] if kept and self.clock() - kept[0] <= self.seconds else None

    def page(self, conversation: str | None) -> int:
        """How many times 更多 was asked of the last question of `conversation`."""
        with self._lock:
            kept = self._kept.get(conversation) if conversation is not None else None
        return kept[2] if kept else 0

    def remember(self, conversation: str | None, understood: Understood, page: int = 0) -> None:
        """Keeps `understood` as the last question of `conversation`, and how far 更多 has come."""
        if conversation is None:
            return
        with self._lock:
            self._kept[conversation] = (self.clock(), understood, page)
            self._kept.move_to_end(conversation)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    def forget(self, conversation: str) -> None:
        """Drops what is kept of `conversation`."""
        with self._lock:
            self._kept.pop(conversation, None)
