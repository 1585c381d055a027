"""The staff's side of requests: list, show, reply, extend; and the upkeep that deletes what may be kept no longer."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.loop.errors import FormInvalid, NotNow
from bot.loop.file import LoopFile
from bot.reports.period import CHINA
from bot.requests.request import Reply, Request, State
from bot.requests.sealing import Seal
from bot.requests.tables import REQUESTS, VOICES, load, step, to_request
from knowledge.audit import Act, Actor
from knowledge.workdays import nth_workday

SERVICE = Actor("gongkai")
LONGEST_REPLY = 2000
"""Characters."""


class Register:
    """Every step is kept with who, when and why. Verbs about one request raise Unknown, steps NotNow."""

    def __init__(self, file: LoopFile, seal: Seal, extension: int = 15) -> None:
        self._file = file
        self._seal = seal
        self._extension = extension

    def list(self, states: Collection[State] = tuple(State)) -> Sequence[Request]:
        """The requests in these states; those due first."""
        query = sa.select(REQUESTS).where(REQUESTS.c.state.in_(states)).order_by(REQUESTS.c.due, REQUESTS.c.number)
        with self._file.reading() as connection:
            return tuple(to_request(row, self._seal) for row in connection.execute(query))

    def show(self, number: str) -> Request:
        """One request with who did what."""
        with self._file.reading() as connection:
            return load(connection, number.upper(), self._seal)

    def reply(self, number: str, kind: Reply, text: str, act: Act) -> Request:
        """The college's reply; an unclear request waits for its applicant, all other kinds end it."""
        said = text.strip()
        if not 1 <= len(said) <= LONGEST_REPLY:
            raise FormInvalid({"text": f"答复应为 1 到 {LONGEST_REPLY} 字，现在是 {len(said)} 字"})
        state = State.UNCLEAR if kind is Reply.UNCLEAR else State.REPLIED
        changed = {"state": state, "reply": kind, "replied": _day(act.at), "text": self._seal.close({"text": said})}
        return self._step(number, changed, f"replied: {kind}", act)

    def extend(self, number: str, act: Act) -> Request:
        """Extends the term once, by fifteen working days from its last; the reason is for the applicant too."""
        if not act.reason.strip():
            raise FormInvalid({"reason": "请写明延期的理由，并告知申请人"})
        found = self.show(number)
        if found.extended:
            raise NotNow(f"request {found.number}", "extended already", "the law allows it once; reply to it")
        due = nth_workday(found.due, self._extension, inclusive=False)
        return self._step(number, {"due": due, "extended": True}, f"extended to {due}", act)

    def _step(self, number: str, changed: dict[str, object], what: str, act: Act) -> Request:
        number = number.upper()
        with self._file.writing() as connection:
            found = load(connection, number, self._seal)
            if found.state is not State.RECEIVED:
                raise NotNow(f"request {number}", found.state, "this step needs received")
            step(connection, number, changed, what, act)
            return load(connection, number, self._seal)


class Upkeep:
    """What is done every day without anybody: unclear requests lapse, and personal data are deleted on time."""

    def __init__(self, file: LoopFile, days: int, workdays: int = 15) -> None:
        self._file = file
        self._days = days
        self._workdays = workdays

    def lapse(self, now: datetime) -> int:
        """Takes unclear requests for abandoned that nobody has added to within their working days; how many."""
        today, lapsed = _day(now), 0
        unclear = sa.select(REQUESTS.c.number, REQUESTS.c.replied).where(REQUESTS.c.state == State.UNCLEAR)
        with self._file.writing() as connection:
            for number, replied in connection.execute(unclear).all():
                if today > nth_workday(replied, self._workdays, inclusive=False):
                    changed = {"state": State.ABANDONED}
                    step(connection, number, changed, "abandoned", Act(SERVICE, now, "逾期未补充"))
                    lapsed += 1
        return lapsed

    def purge(self, now: datetime) -> int:
        """Deletes forms, replies and voices whose time is over; the rows stay, to be counted. How many were emptied."""
        before = _day(now) - timedelta(days=self._days)
        done = REQUESTS.c.state.in_((State.REPLIED, State.ABANDONED)) & (REQUESTS.c.replied < before)
        old = sa.select(REQUESTS.c.number).where(done, REQUESTS.c.form.is_not(None))
        with self._file.writing() as connection:
            numbers = connection.scalars(old).all()
            for number in numbers:
                step(connection, number, {"form": None, "text": None}, "data deleted", Act(SERVICE, now, "保存期已满"))
            voices = (VOICES.c.settled < before) | ((VOICES.c.kind == "appraisal") & (VOICES.c.day < before))
            emptied = sa.update(VOICES).where(voices, VOICES.c.text.is_not(None)).values(text=None, result="")
            return len(numbers) + connection.execute(emptied).rowcount


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
