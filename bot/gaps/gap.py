"""A gap: what was asked and not answered, by subject, and how far it is on its way to an answer."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.loop.trail import Step
from knowledge.notice import NoticeId


class State(StrEnum):
    """Where a gap stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    NOTICE = "notice"
    CLOSED = "closed"

    @property
    def chinese(self) -> str:
        """As staff read it."""
        return _CHINESE[self]


_CHINESE = {
    State.OPEN: "待分派",
    State.ASSIGNED: "待答复",
    State.ANSWERED: "已答复",
    State.NOTICE: "已成通知",
    State.CLOSED: "已关闭",
}
UNDONE = frozenset({State.OPEN, State.ASSIGNED})
"""What waits for an office."""


class Signal(StrEnum):
    """Why a question is in the queue."""

    UNANSWERED = "unanswered"
    UNSURE = "unsure"
    USELESS = "useless"

    @property
    def chinese(self) -> str:
        """As staff read it."""
        return {"unanswered": "没有答案", "unsure": "把握不大", "useless": "评为没用"}[self.value]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One question that met the gap, masked. `source` names its row: `asked:12` in the ledger, `judged:…` a thumbs-down."""

    source: str
    at: datetime
    question: str
    signal: Signal
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Gap:
    """One subject. `due` is the last day for the answer; `times` counts sightings; days are China's."""

    id: int
    title: str
    subject: str
    item: int | None
    state: State
    office: str
    opened: date
    due: date
    times: int
    answer: str = ""
    answered: date | None = None
    notice_id: NoticeId | None = None
    reason: str = ""

    def is_overdue(self, today: date) -> bool:
        """Whether its office has let the last day pass."""
        return self.state in UNDONE and today > self.due


@dataclass(frozen=True, slots=True)
class Case:
    """A gap with all that is known of it; `waiting` is how many people are to be told."""

    gap: Gap
    sightings: tuple[Sighting, ...]
    waiting: int
    steps: tuple[Step, ...]
