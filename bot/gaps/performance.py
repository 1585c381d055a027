"""How the offices answer: reply rate and working days, per office (the college promises a hundred per cent)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from bot.gaps.gap import UNDONE, Gap, State
from knowledge.workdays import workdays_between

_REPLIED = frozenset({State.ANSWERED, State.NOTICE})


@dataclass(frozen=True, slots=True)
class Office:
    """One office's gaps, those closed without an answer left out of the rate; days are working days.

    `answer_days` is the mean from opening to answer, `open_days` the mean age of what is undone; None where there is none.
    """

    name: str
    gaps: tuple[int, ...]
    replied: tuple[int, ...]
    undone: tuple[int, ...]
    overdue: tuple[int, ...]
    closed: tuple[int, ...]
    notices: tuple[int, ...]
    answer_days: float | None
    open_days: float | None

    @property
    def rate(self) -> float | None:
        """Replied of those that ask for a reply, 0-1; None where none does."""
        due = len(self.gaps) - len(self.closed)
        return len(self.replied) / due if due else None


def by_office(gaps: Iterable[Gap], today: date) -> tuple[Office, ...]:
    """One line an office, by name; "" is what nobody was given."""
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(gap.office, []).append(gap)
    return tuple(_office(name, found[name], today) for name in sorted(found))


def _office(name: str, gaps: list[Gap], today: date) -> Office:
    undone = [gap for gap in gaps if gap.state in UNDONE]
    replied = [gap for gap in gaps if gap.state in _REPLIED]
    taken = [workdays_between(gap.opened, gap.answered) for gap in replied if gap.answered]
    ages = [workdays_between(gap.opened, today) for gap in undone]
    return Office(
        name=name,
        gaps=_ids(gaps),
        replied=_ids(replied),
        undone=_ids(undone),
        overdue=_ids(gap for gap in undone if gap.is_overdue(today)),
        closed=_ids(gap for gap in gaps if gap.state is State.CLOSED),
        notices=_ids(gap for gap in gaps if gap.state is State.NOTICE),
        answer_days=fmean(taken) if taken else None,
        open_days=fmean(ages) if ages else None,
    )


def _ids(gaps: Iterable[Gap]) -> tuple[int, ...]:
    return tuple(gap.id for gap in gaps)
