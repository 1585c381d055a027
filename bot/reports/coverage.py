"""Coverage of the disclosure list: each of the fifty items, whether it applies, where and when disclosed, overdue, asked for.

What has been made or obtained is to be disclosed within twenty working days (教办函〔2014〕23号), changes likewise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.ledger import Entry
from bot.reports.demand import Demand, by_item
from bot.reports.period import CHINA, Period
from knowledge.audit import Action, AuditEntry
from knowledge.classify import Item, disclosure_list
from knowledge.notice import Notice, NoticeId, Status
from knowledge.store import KnowledgeStore
from knowledge.workdays import nth_workday

_SETTLED = frozenset({Action.PUBLISHED, Action.REJECTED, Action.WITHDRAWN})


class Coverage(StrEnum):
    """What can be said of one item."""

    NOT_APPLICABLE = "not_applicable"
    DISCLOSED = "disclosed"
    OVERDUE = "overdue"
    WAITING = "waiting"
    MISSING = "missing"

    @property
    def chinese(self) -> str:
        """As reports say it."""
        return _CHINESE[self]


_CHINESE = {
    Coverage.NOT_APPLICABLE: "不适用",
    Coverage.DISCLOSED: "已公开",
    Coverage.OVERDUE: "逾期",
    Coverage.WAITING: "待公开",
    Coverage.MISSING: "未公开",
}


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A disclosed notice: what, by whom, when and where."""

    id: NoticeId
    title: str
    department: str
    published_at: date | None
    channel: str
    url: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What the college has and has not disclosed yet: a notice that waits, or an answer that only its asker was told.

    `reference` names it (`notice:…`, `gap:3`); it was there on the day `since` and is to be disclosed by `due`.
    """

    reference: str
    title: str
    item: int | None
    since: date
    due: date

    def is_overdue(self, today: date) -> bool:
        """Whether its last day has passed."""
        return today > self.due


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the list."""

    item: Item
    applies: bool
    disclosed: tuple[Disclosed, ...]
    owed: tuple[Owed, ...]
    overdue: tuple[Owed, ...]
    demand: Demand

    @property
    def state(self) -> Coverage:
        """Overdue before anything else; an item that does not apply is disclosed all the same if it has notices."""
        if self.overdue:
            return Coverage.OVERDUE
        if self.disclosed:
            return Coverage.DISCLOSED
        if not self.applies:
            return Coverage.NOT_APPLICABLE
        return Coverage.WAITING if self.owed else Coverage.MISSING

    @property
    def latest(self) -> Disclosed | None:
        """The notice disclosed last."""
        return self.disclosed[0] if self.disclosed else None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the college has decided: the items that do not apply, and within how many working days it discloses."""

    inapplicable: frozenset[int]
    workdays: int = 20


@dataclass(frozen=True, slots=True)
class Report:
    """The whole list on one day.

    `unlisted` are disclosed notices under no item, `other` the questions about none, `loose` what is owed under none.
    """

    today: date
    rows: tuple[Row, ...]
    unlisted: tuple[Disclosed, ...]
    other: Demand
    loose: tuple[Owed, ...] = ()

    @property
    def late(self) -> tuple[Owed, ...]:
        """What is overdue under no item."""
        return tuple(one for one in self.loose if one.is_overdue(self.today))

    def count(self, state: Coverage) -> int:
        """How many items are in that state."""
        return sum(row.state is state for row in self.rows)


def cover(
    store: KnowledgeStore, entries: Iterable[Entry], rules: Rules, today: date, answers: Sequence[Owed] = ()
) -> Report:
    """The report of `today`; `entries` are the questions to count, `answers` what offices owe beside notices."""
    notices = store.notices()
    disclosed = _disclosed(notices)
    owed = [*_waiting(store, notices, rules, today), *answers]
    demand = by_item(entries, {notice.id: notice.item for notice in notices})
    rows = tuple(_row(item, disclosed, owed, demand, rules, today) for item in disclosure_list().values())
    loose = tuple(one for one in owed if one.item is None)
    return Report(today, rows, tuple(disclosed.get(None, ())), demand.get(None, Demand()), loose)


def as_disclosed(notice: Notice) -> Disclosed:
    """What a report says of a notice."""
    return Disclosed(notice.id, notice.title, notice.department, notice.published_at, notice.channel, notice.source_url)


def within(notices: Iterable[Notice], period: Period) -> tuple[Notice, ...]:
    """The notices that were disclosed in a period, by their own date."""
    return tuple(one for one in notices if one.status is Status.PUBLISHED and period.holds(one.published_at))


def _row(
    item: Item,
    disclosed: Mapping[int | None, Sequence[Disclosed]],
    owed: Iterable[Owed],
    demand: Mapping[int | None, Demand],
    rules: Rules,
    today: date,
) -> Row:
    own = tuple(one for one in owed if one.item == item.number)
    return Row(
        item=item,
        applies=item.number not in rules.inapplicable,
        disclosed=tuple(disclosed.get(item.number, ())),
        owed=own,
        overdue=tuple(one for one in own if one.is_overdue(today)),
        demand=demand.get(item.number, Demand()),
    )


def _disclosed(notices: Iterable[Notice]) -> dict[int | None, list[Disclosed]]:
    """Published notices by item, the newest first."""
    found: dict[int | None, list[Disclosed]] = {}
    for notice in notices:
        if notice.status is Status.PUBLISHED:
            found.setdefault(notice.item, []).append(as_disclosed(notice))
    for same in found.values():
        same.sort(key=lambda one: one.published_at or date.min, reverse=True)
    return found


def _waiting(store: KnowledgeStore, notices: Sequence[Notice], rules: Rules, today: date) -> list[Owed]:
    """What was given in and is not published: drafts, checked ones, and changed texts beside a published notice."""
    waits = {card.id: card.changed is not None for card in store.cards(today) if card.waits}
    received = _received(store.audit(), waits)
    found = []
    for notice in notices:
        if notice.id in received:
            since = received[notice.id].astimezone(CHINA).date()
            due = nth_workday(since, rules.workdays, inclusive=False)
            found.append(Owed(f"notice:{notice.id}", notice.title, notice.item, since, due))
    return found


def _received(trail: Iterable[AuditEntry], waits: Mapping[NoticeId, bool]) -> dict[NoticeId, datetime]:
    """When what waits of each was given in: a draft by its first entry since it was settled, a change by its first change."""
    received: dict[NoticeId, datetime] = {}
    for entry in trail:
        if entry.action in _SETTLED:
            received.pop(entry.notice_id, None)
        elif entry.notice_id in waits and (entry.action is Action.CHANGED or not waits[entry.notice_id]):
            received.setdefault(entry.notice_id, entry.at)
    return received
