"""The applicant's side of requests: hands one in, sees how far it is, and adds what was unclear."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.loop import trail
from bot.loop.errors import FormInvalid, NotNow
from bot.loop.file import LoopFile
from bot.loop.trail import stamp
from bot.reports.demand import item_of
from bot.reports.period import CHINA
from bot.requests.request import Form, Receipt, Request, State
from bot.requests.sealing import Seal
from bot.requests.tables import REQUESTS, TRAIL, day_of, load, step
from knowledge.audit import Act, Actor
from knowledge.workdays import nth_workday

APPLICANT = Actor("申请人")
_LONGEST_ADDITION = 1000


@dataclass(frozen=True, slots=True)
class Terms:
    """Within how many working days a reply is due, and how many requests are taken in an hour from all together."""

    workdays: int = 15
    extension: int = 15
    per_hour: int = 30


class Counter:
    """Takes requests; `file` is the file of requests alone."""

    def __init__(self, file: LoopFile, seal: Seal, terms: Terms) -> None:
        self._file = file
        self._seal = seal
        self._terms = terms

    def receive(self, form: Form, channel: str, now: datetime) -> Receipt:
        """Takes a request on the day of `now`. Raises FormInvalid where more come in an hour than anybody could mean."""
        day = _day(now)
        due = nth_workday(day, self._terms.workdays, inclusive=False)
        secret = self._seal.new_secret()
        with self._file.writing() as connection:
            self._refuse_flood(connection, now)
            number = _next(connection, day)
            values = {"number": number, "mark": self._seal.mark(number, secret), "applicant": form.applicant}
            values |= {"channel": channel, "at": stamp(now), "state": State.RECEIVED}
            facts = {"received": day, "due": due, "extended": False, "item": item_of(form.content)}
            connection.execute(sa.insert(REQUESTS).values({**values, **facts, "form": self._seal.close(asdict(form))}))
            trail.write(connection, TRAIL, f"request:{number}", f"received ({channel})", Act(APPLICANT, now, ""))
        return Receipt(number, secret, due)

    def look_up(self, number: str, secret: str) -> Request | None:
        """The request, to who knows its secret; None to anyone else, whatever the reason."""
        number = number.strip().upper()
        with self._file.reading() as connection:
            mark = connection.scalar(sa.select(REQUESTS.c.mark).where(REQUESTS.c.number == number))
            # An unknown number takes as long as a wrong secret.
            if not self._seal.knows(number, secret, mark or "") or mark is None:
                return None
            return load(connection, number, self._seal)

    def progress(self, number: str, secret: str) -> str:
        """The same in words, "" for None: state, last day, reply; nothing of what the applicant wrote."""
        found = self.look_up(number, secret)
        return "" if found is None else "\n".join(lines(found))

    def supplement(self, number: str, secret: str, text: str, now: datetime) -> Request | None:
        """Adds what was unclear; the fifteen days begin again. None as `look_up`; raises NotNow and FormInvalid."""
        found = self.look_up(number, secret)
        if found is None:
            return None
        if found.state is not State.UNCLEAR or found.form is None:
            raise NotNow("这件申请", found.state.chinese, "现在不需要补充")
        added = text.strip()
        if not 2 <= len(added) <= _LONGEST_ADDITION:
            raise FormInvalid({"addition": f"请写明补充的内容，不超过 {_LONGEST_ADDITION} 字"})
        form: Mapping[str, object] = asdict(found.form) | {"content": f"{found.form.content}\n补充：{added}"}
        due = nth_workday(_day(now), self._terms.workdays, inclusive=False)
        changed = {"state": State.RECEIVED, "due": due, "reply": None, "replied": None, "form": self._seal.close(form)}
        with self._file.writing() as connection:
            step(connection, found.number, changed, "supplemented", Act(APPLICANT, now, ""))
            return load(connection, found.number, self._seal)

    def _refuse_flood(self, connection: sa.Connection, now: datetime) -> None:
        lately = REQUESTS.c.at > stamp(now - timedelta(hours=1))
        count = connection.scalar(sa.select(sa.func.count()).select_from(REQUESTS).where(lately)) or 0
        if count >= self._terms.per_hour:
            raise FormInvalid({"form": "现在提交的人太多，请过一小时再试，或者到党政办公室当面提交"})


def lines(request: Request) -> list[str]:
    """What an applicant is told of a request."""
    told = [f"受理编号 {request.number}：{request.state.chinese}", f"收到日期：{day_of(request.received)}"]
    if request.state is State.RECEIVED:
        extended = "（已延期一次）" if request.extended else ""
        told.append(f"答复期限：{day_of(request.due)}{extended}")
    if request.reply is not None:
        told.append(f"答复：{request.reply.chinese}")
    return [*told, request.text] if request.text else told


def _next(connection: sa.Connection, day: date) -> str:
    """The next number of the year: YSQ-2026-0007."""
    begins = f"YSQ-{day.year}-"
    last = connection.scalar(
        sa.select(sa.func.max(REQUESTS.c.number)).where(REQUESTS.c.number.startswith(begins, autoescape=True))
    )
    return f"{begins}{int(last.removeprefix(begins)) + 1 if last else 1:04d}"


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
