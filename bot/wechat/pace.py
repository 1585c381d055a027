"""Slows down whoever floods, so that nobody else notices; nobody is banned.

The generic cell rate algorithm: a burst is free, after it messages are spaced out, and what would have to wait too long
is answered at once with a line that says so. One process's count; several processes allow a person several times as much.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """`burst` messages at once, then one every `seconds`; a message waits at most `patience` seconds for its turn.

    The `most` people heard last are remembered. `clock` is monotonic, in seconds. Zero `seconds` slows nobody.
    """

    clock: Callable[[], float]
    burst: int = 20
    seconds: float = 2.0
    patience: float = 3.0
    most: int = 50_000
    _due: OrderedDict[str, float] = field(default_factory=OrderedDict)

    def wait(self, person: str) -> float | None:
        """How long the next message of `person` waits; None where that would be too long, and it does not count."""
        now = self.clock()
        due = max(self._due.get(person, now), now)
        wait = due - now - (self.burst - 1) * self.seconds
        if wait > self.patience:
            return None
        self._due[person] = due + self.seconds
        self._due.move_to_end(person)
        while len(self._due) > self.most:
            self._due.popitem(last=False)
        return max(0.0, wait)

    def forget(self, person: str) -> None:
        """Drops what is kept of a person."""
        self._due.pop(person, None)
