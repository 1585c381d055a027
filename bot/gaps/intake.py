"""What comes into the gap queue by itself: questions from the ledger, who waits for an answer, notices that were published."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.answer import UNANSWERED, Outcome
from bot.gaps.gap import Sighting, Signal, State
from bot.gaps.subject import Subject, subject
from bot.gaps.tables import ASKERS, GAPS, SIGHTINGS, TRAIL, gap_of
from bot.gaps.telling import answer_note
from bot.ledger import Entry
from bot.loop import notes, trail
from bot.loop.file import LoopFile
from bot.loop.trail import stamp
from bot.offices import Offices
from bot.reports.demand import item_of
from bot.reports.period import CHINA
from knowledge.audit import Act, Actor
from knowledge.notice import NoticeId
from knowledge.workdays import nth_workday

ERASED = "［原文已按期删除］"
SERVICE = Actor("gongkai")
"""Who acts where no person does."""
_LATE = timedelta(days=1)
# Questions that are taken in one transaction: whoever waits for an answer meanwhile is noted after a moment.
_AT_ONCE = 250


class Judgement(Protocol):
    """有用 or 没用 to an answer, as the ledger keeps it: the question masked, the person a keyed hash or ""."""

    @property
    def at(self) -> datetime:
        """When it was said."""
        ...

    @property
    def question(self) -> str:
        """The question, masked."""
        ...

    @property
    def useful(self) -> bool:
        """Whether the answer was of use."""
        ...

    @property
    def person(self) -> str:
        """Who said it, as a keyed hash."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """Within how many working days an office answers, which answers are doubtful, how long a person is waited for."""

    workdays: int = 5
    unsure_below: float = 0.5
    note_days: int = 60


def from_ledger(entries: Iterable[Entry], unsure_below: float) -> tuple[Sighting, ...]:
    """Those of the ledger's questions that belong into the queue; not those whose words were deleted before it saw them."""
    return tuple(
        Sighting(f"asked:{entry.id}", entry.asked.at, entry.asked.question, signal, entry.asked.confidence)
        for entry in entries
        if entry.asked.question and (signal := _signal(entry, unsure_below)) is not None
    )


def from_judgements(judgements: Iterable[Judgement]) -> tuple[Sighting, ...]:
    """The thumbs-down among judgements; the same one read twice is one."""
    return tuple(
        Sighting(f"judged:{stamp(one.at)}:{one.question}", one.at, one.question, Signal.USELESS)
        for one in judgements
        if not one.useful
    )


class Intake:
    """Fills the queue; every verb may be repeated, by several processes at once, and changes nothing the second time."""

    def __init__(self, file: LoopFile, offices: Offices, rules: Rules) -> None:
        self._file = file
        self._offices = offices
        self._rules = rules

    def seen(self) -> int:
        """The number of the last question of the ledger that was looked at."""
        number = sa.func.max(sa.cast(sa.func.substr(SIGHTINGS.c.source, 7), sa.Integer))
        with self._file.reading() as connection:
            return connection.scalar(sa.select(number).where(SIGHTINGS.c.source.startswith("asked:"))) or 0

    def judged_since(self, earliest: datetime) -> datetime:
        """From when on judgements have to be looked at: a day before the last one taken, for they may come late."""
        latest = sa.select(sa.func.max(SIGHTINGS.c.at)).where(SIGHTINGS.c.source.startswith("judged:"))
        with self._file.reading() as connection:
            last = connection.scalar(latest)
        return max(earliest, datetime.fromisoformat(last) - _LATE) if last else earliest

    def take(self, sightings: Sequence[Sighting], now: datetime) -> int:
        """Puts questions into the gaps of their subjects, new gaps to their office; how many were new."""
        known = [(one, found) for one in sightings if (found := subject(one.question, _day(one.at))) is not None]
        return sum(self._take(known[start : start + _AT_ONCE], now) for start in range(0, len(known), _AT_ONCE))

    def expect(self, person: str, question: str, now: datetime) -> None:
        """Notes that a person waits for the answer to a question (masked); if an office has given it, they are told next."""
        found = subject(question, _day(now))
        if found is None:
            return
        with self._file.writing() as connection:
            gap = gap_of(connection, found.key)
            key = gap.key if gap is not None else found.key
            values = {"key": key, "person": person, "question": question, "at": stamp(now)}
            connection.execute(insert(ASKERS).values(values).on_conflict_do_nothing())
            if gap is not None and gap.state == State.ANSWERED:
                tell(connection, gap, now + timedelta(days=self._rules.note_days))

    def settle(self, published: Collection[NoticeId], now: datetime) -> int:
        """Marks answered gaps whose draft is published now; how many."""
        is_ready = (GAPS.c.state == State.ANSWERED, GAPS.c.notice_id.in_(published))
        with self._file.writing() as connection:
            ready = connection.execute(sa.select(GAPS.c.id, GAPS.c.notice_id).where(*is_ready)).all()
            for row in ready:
                connection.execute(sa.update(GAPS).where(GAPS.c.id == row.id).values(state=State.NOTICE))
                trail.write(connection, TRAIL, f"gap:{row.id}", "became a notice", Act(SERVICE, now, row.notice_id))
        return len(ready)

    def forget(self, person: str) -> None:
        """Deletes that a person waits: they have gone."""
        with self._file.writing() as connection:
            connection.execute(sa.delete(ASKERS).where(ASKERS.c.person == person))

    def purge(self, now: datetime) -> int:
        """Deletes who has waited longer than anybody is waited for; how many."""
        before = stamp(now - timedelta(days=self._rules.note_days))
        with self._file.writing() as connection:
            return connection.execute(sa.delete(ASKERS).where(ASKERS.c.at < before)).rowcount

    def erase(self, before: datetime) -> int:
        """Deletes the words of single questions older than `before`; the gap keeps its title, and its count. How many."""
        is_old = (SIGHTINGS.c.at < stamp(before), SIGHTINGS.c.question != ERASED)
        # A judgement is told apart by its words: here by its row.
        source = sa.case(
            (SIGHTINGS.c.source.startswith("judged:"), sa.literal("judged:") + sa.cast(sa.text("rowid"), sa.String)),
            else_=SIGHTINGS.c.source,
        )
        with self._file.writing() as connection:
            changed = sa.update(SIGHTINGS).where(*is_old).values(question=ERASED, source=source)
            return connection.execute(changed).rowcount

    def _take(self, known: Sequence[tuple[Sighting, Subject]], now: datetime) -> int:
        with self._file.writing() as connection:
            sources = sa.select(SIGHTINGS.c.source).where(SIGHTINGS.c.source.in_([one.source for one, _ in known]))
            old = set(connection.scalars(sources))
            new = {one.source: (one, found) for one, found in known if one.source not in old}
            by_key: dict[str, list[tuple[Sighting, Subject]]] = {}
            for one, found in new.values():
                by_key.setdefault(found.key, []).append((one, found))
            for key, same in by_key.items():
                self._gather(connection, key, same, now)
        return len(new)

    def _gather(
        self, connection: sa.Connection, key: str, same: Sequence[tuple[Sighting, Subject]], now: datetime
    ) -> None:
        """Puts new questions of one subject into its gap."""
        gap = gap_of(connection, key)
        number = gap.id if gap is not None else self._opened(connection, *same[0], now)
        rows = [
            {"source": one.source, "gap": number, "at": stamp(one.at), "question": one.question}
            | {"signal": one.signal, "confidence": one.confidence}
            for one, _ in same
        ]
        connection.execute(sa.insert(SIGHTINGS), rows)
        if gap is not None and gap.state == State.NOTICE:
            self._reopen(connection, number, now)

    def _opened(self, connection: sa.Connection, one: Sighting, found: Subject, now: datetime) -> int:
        office = self._offices.responsible(found.words)
        state = State.ASSIGNED if office is not None else State.OPEN
        values = {"key": found.key, "title": one.question, "subject": found.name, "item": item_of(one.question)}
        values |= {"state": state, "office": office.name if office else ""}
        statement = sa.insert(GAPS).values(values | self._dates(min(one.at, now))).returning(GAPS.c.id)
        number = int(connection.execute(statement).scalar_one())
        what = f"opened, assigned to {office.name}" if office else "opened"
        trail.write(connection, TRAIL, f"gap:{number}", what, Act(SERVICE, now, one.signal))
        return number

    def _reopen(self, connection: sa.Connection, number: int, now: datetime) -> None:
        """A notice is there and the question still finds no answer: the office looks again."""
        changed = {"state": State.ASSIGNED, "notice_id": None, **self._dates(now)}
        connection.execute(sa.update(GAPS).where(GAPS.c.id == number).values(changed))
        trail.write(connection, TRAIL, f"gap:{number}", "reopened", Act(SERVICE, now, "asked again, not found"))

    def _dates(self, now: datetime) -> dict[str, date]:
        today = _day(now)
        return {"opened": today, "due": nth_workday(today, self._rules.workdays, inclusive=False)}


def tell(connection: sa.Connection, gap: sa.Row[tuple[object, ...]], until: datetime) -> int:
    """Leaves a note for each who waits for the answer of `gap`; how many."""
    waiting = connection.execute(sa.select(ASKERS).where(ASKERS.c.key == gap.key)).all()
    for one in waiting:
        notes.put(connection, one.person, answer_note(gap.id, one.question, gap.office, gap.answer), until)
    connection.execute(sa.delete(ASKERS).where(ASKERS.c.key == gap.key))
    return len(waiting)


def _signal(entry: Entry, unsure_below: float) -> Signal | None:
    if entry.asked.outcome in UNANSWERED:
        return Signal.UNANSWERED
    is_unsure = entry.asked.outcome is Outcome.ANSWERED and entry.asked.confidence < unsure_below
    return Signal.UNSURE if is_unsure else None


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
