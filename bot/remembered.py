"""Answers given lately, so that a question that many ask at once is searched for once.

An answer holds for its day and for the state of the knowledge store in which it was made: any change of a notice (a withdrawal
above all) makes the store another one, and the question is asked anew.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date

from bot.answer import Answer
from bot.understanding.understand import Understood

_MOST = 4096


@dataclass(frozen=True, slots=True)
class Asking:
    """What an answer depends on beside the bundle.

    The words without personal numbers, what was asked before ("" if nothing), the day, the versions of the
    notices, of the pinned answers and of the vocabulary, and whether the person is warned not to send such numbers.
    """

    question: str
    before: str
    today: date
    versions: tuple[int, int, int]
    warns: bool = False


@dataclass(slots=True)
class Remembered:
    """The last 4,096 answers, for one open bundle. Safe between threads."""

    _kept: OrderedDict[Asking, tuple[Understood, Answer]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, asking: Asking) -> tuple[Understood, Answer] | None:
        """What was understood and answered; None where it is not remembered."""
        with self._lock:
            found = self._kept.get(asking)
            if found is not None:
                self._kept.move_to_end(asking)
            return found

    def keep(self, asking: Asking, understood: Understood, answer: Answer) -> None:
        """Remembers an answer, and forgets the one not asked for longest where there are too many."""
        with self._lock:
            self._kept[asking] = (understood, answer)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
