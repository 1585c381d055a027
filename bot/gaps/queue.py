"""The gap queue as staff work on it: list, show, assign, answer, turn into a notice, close with a reason, reopen."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.gaps.gap import UNDONE, Case, Gap, State
from bot.gaps.intake import tell
from bot.gaps.tables import ALIASES, ASKERS, COUNTED, GAPS, SIGHTINGS, TRAIL, to_gap, to_sighting
from bot.gaps.telling import LONGEST_ANSWER
from bot.loop import notes, trail
from bot.loop.errors import FormInvalid, NotNow, Unknown
from bot.loop.file import LoopFile
from bot.reports.period import CHINA
from knowledge.audit import Act
from knowledge.notice import NoticeId
from knowledge.privacy import mask_outgoing
from knowledge.workdays import nth_workday

_LIST = "gongkai gaps list"
_ANSWERABLE = frozenset({State.OPEN, State.ASSIGNED, State.ANSWERED})


class GapQueue:
    """Every step is kept with who, when and why. Verbs about one gap raise Unknown, steps NotNow where its state forbids."""

    def __init__(self, file: LoopFile, note_days: int = 60, released: frozenset[str] = frozenset()) -> None:
        self._file = file
        self._note_days = note_days
        self._released = released

    def list(self, states: Collection[State] = tuple(State), office: str = "") -> Sequence[Gap]:
        """The gaps in these states, of offices whose name holds `office`; those due first, then the most asked."""
        query = COUNTED.where(GAPS.c.state.in_(states), GAPS.c.office.contains(office, autoescape=True))
        with self._file.reading() as connection:
            found = map(to_gap, connection.execute(query.order_by(GAPS.c.due, sa.desc("times"), GAPS.c.id)))
            return tuple(found)

    def show(self, number: int) -> Case:
        """One gap with its questions, oldest first, how many people wait, and who did what."""
        with self._file.reading() as connection:
            gap = _gap(connection, number)
            of_gap = sa.select(SIGHTINGS).where(SIGHTINGS.c.gap == number).order_by(SIGHTINGS.c.at)
            sightings = tuple(map(to_sighting, connection.execute(of_gap)))
            waiting = sa.select(sa.func.count()).select_from(ASKERS).join(GAPS, GAPS.c.key == ASKERS.c.key)
            count = connection.scalar(waiting.where(GAPS.c.id == number)) or 0
            return Case(gap, sightings, count, tuple(trail.read(connection, TRAIL, f"gap:{number}")))

    def waiting(self) -> Mapping[int, int]:
        """How many people wait for the answer of each gap; those for whom nobody waits are left out."""
        counted = sa.select(GAPS.c.id, sa.func.count()).join(ASKERS, ASKERS.c.key == GAPS.c.key).group_by(GAPS.c.id)
        with self._file.reading() as connection:
            return {int(row[0]): int(row[1]) for row in connection.execute(counted)}

    def assign(self, number: int, office: str, workdays: int, act: Act) -> Gap:
        """Gives an open or assigned gap to an office, due after `workdays` working days from today."""
        due = nth_workday(_day(act.at), workdays, inclusive=False)
        changed = {"state": State.ASSIGNED, "office": office.strip(), "due": due}
        if not office.strip():
            raise FormInvalid({"office": "请写明部门"})
        return self._step(
            number, frozenset({State.OPEN, State.ASSIGNED}), changed, f"assigned to {office.strip()}", act
        )

    def answer(self, number: int, text: str, act: Act) -> int:
        """The office's answer, without personal numbers; how many people will be told it. Answering again corrects it.

        Who was told the first answer is not told again; who has not come yet will be told the last one.
        """
        clean = mask_outgoing(" ".join(text.split()), self._released)
        if not 1 <= len(clean) <= LONGEST_ANSWER:
            raise FormInvalid(
                {"text": f"答复应为 1 到 {LONGEST_ANSWER} 字，现在是 {len(clean)} 字；更长的内容请写成通知"}
            )
        changed = {"state": State.ANSWERED, "answer": clean, "answered": _day(act.at)}
        until = act.at + timedelta(days=self._note_days)
        with self._file.writing() as connection:
            before = _gap(connection, number)
            _stepped(connection, number, _ANSWERABLE, changed, "answered", act)
            if before.state is State.ANSWERED:
                notes.amend(connection, f"gap:{number}", before.answer, clean)
            return tell(connection, connection.execute(sa.select(GAPS).where(GAPS.c.id == number)).one(), until)

    def drafted(self, number: int, notice_id: NoticeId, act: Act) -> Gap:
        """Notes that the answer is a draft notice; the gap is settled when that is published."""
        return self._step(number, frozenset({State.ANSWERED}), {"notice_id": notice_id}, f"drafted as {notice_id}", act)

    def close(self, number: int, reason: str, act: Act) -> Gap:
        """Closes a gap that needs no answer, such as 不属于学校信息; nobody is told."""
        if not reason.strip():
            raise FormInvalid({"reason": "请写明关闭的理由"})
        allowed = frozenset(State) - {State.CLOSED}
        return self._step(number, allowed, {"state": State.CLOSED, "reason": reason.strip()}, "closed", act)

    def reopen(self, number: int, workdays: int, act: Act) -> Gap:
        """Opens a closed gap again, due after `workdays` working days. NotNow for one that was joined into another."""
        due = nth_workday(_day(act.at), workdays, inclusive=False)
        with self._file.writing() as connection:
            gap = _gap(connection, number)
            joined = sa.select(ALIASES.c.gap).join(GAPS, GAPS.c.key == ALIASES.c.key).where(GAPS.c.id == number)
            into = connection.scalar(joined)
            if into is not None:
                raise NotNow(f"gap {number}", gap.state, f"its questions belong to gap {into} now")
            state = State.ASSIGNED if gap.office else State.OPEN
            _stepped(connection, number, {State.CLOSED}, {"state": state, "due": due, "reason": ""}, "reopened", act)
            return _gap(connection, number)

    def join(self, number: int, into: int, act: Act) -> Gap:
        """Joins gap `number` into another that one answer serves too: its questions, who waits, and what is asked later.

        Raises NotNow where either is answered or closed, or both are one.
        """
        with self._file.writing() as connection:
            gap, other = _gap(connection, number), _gap(connection, into)
            if number == into or gap.state not in UNDONE or other.state not in UNDONE:
                raise NotNow(
                    f"gap {number}", gap.state, f"only two gaps that wait can be joined; {into} is {other.state}"
                )
            _move(connection, number, into)
            changed = {"state": State.CLOSED, "reason": f"并入 {into}"}
            _stepped(connection, number, UNDONE, changed, f"joined into {into}", act)
            _stepped(connection, into, UNDONE, {"state": other.state}, f"took in {number}", act)
            return _gap(connection, into)

    def _step(self, number: int, allowed: Collection[State], changed: Mapping[str, object], what: str, act: Act) -> Gap:
        with self._file.writing() as connection:
            _stepped(connection, number, allowed, changed, what, act)
            return _gap(connection, number)


def _stepped(
    connection: sa.Connection,
    number: int,
    allowed: Collection[State],
    changed: Mapping[str, object],
    what: str,
    act: Act,
) -> None:
    gap = _gap(connection, number)
    if gap.state not in allowed:
        raise NotNow(f"gap {number}", gap.state, f"this step needs {' or '.join(sorted(allowed))}")
    connection.execute(sa.update(GAPS).where(GAPS.c.id == number).values(changed))
    trail.write(connection, TRAIL, f"gap:{number}", what, act)


def _move(connection: sa.Connection, number: int, into: int) -> None:
    """Gives what belongs to one gap to another."""
    key = sa.select(GAPS.c.key).where(GAPS.c.id == number).scalar_subquery()
    other = sa.select(GAPS.c.key).where(GAPS.c.id == into).scalar_subquery()
    connection.execute(sa.update(SIGHTINGS).where(SIGHTINGS.c.gap == number).values(gap=into))
    connection.execute(sa.update(ALIASES).where(ALIASES.c.gap == number).values(gap=into))
    connection.execute(sa.insert(ALIASES).values(key=key, gap=into))
    # Who waits for both waits once.
    waiting = sa.select(ASKERS.c.person).where(ASKERS.c.key == other)
    connection.execute(sa.delete(ASKERS).where(ASKERS.c.key == key, ASKERS.c.person.in_(waiting)))
    connection.execute(sa.update(ASKERS).where(ASKERS.c.key == key).values(key=other))


def _gap(connection: sa.Connection, number: int) -> Gap:
    row = connection.execute(COUNTED.where(GAPS.c.id == number)).first()
    if row is None:
        raise Unknown("gap", number, _LIST)
    return to_gap(row)


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
