"""The ledger of questions: what was asked and what became of it; unanswered ones are the list of what to disclose next.

Questions are masked before they come here and nobody who asked is named. Written in batches, away from the question path.
Their words are deleted after a while; that they were asked stays, for the yearly report
(docs/decisions/0016-words-go-counts-stay.md).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.answer import UNANSWERED, Outcome
from bot.errors import LedgerUnwritable
from knowledge import sqlite

FILE = "ledger.db"
"""Its name in a data folder."""

_METADATA = sa.MetaData()
_ASKED = sa.Table(
    "asked",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.String, nullable=False, index=True),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("outcome", sa.String, nullable=False, index=True),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("notice_id", sa.String, nullable=False),
    sa.Column("bundle", sa.String, nullable=False),
)
# Questions whose words were deleted, with the item of the disclosure list that the words spoke for.
_ERASED = sa.Table(
    "erased",
    _METADATA,
    sa.Column("id", sa.ForeignKey("asked.id"), primary_key=True),
    sa.Column("item", sa.Integer),
)
_JUDGED = sa.Table(
    "judged",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.String, nullable=False, index=True),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("notice_id", sa.String, nullable=False),
    sa.Column("bundle", sa.String, nullable=False),
    # So that one person judges an answer once; emptied when that person goes.
    sa.Column("person", sa.String, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """有用 or 没用 to the answer to one question, masked, and the notice that it quoted; `person` is a pseudonym."""

    at: datetime
    question: str
    useful: bool
    notice_id: str
    bundle: str
    person: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, masked, with its outcome and the first notice cited ("" if none).

    Of one whose words were deleted `question` is "", `at` is noon of its day in China, and `item` is what the words spoke for.
    """

    at: datetime
    question: str
    outcome: Outcome
    confidence: float
    notice_id: str
    bundle: str
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its number in the ledger, by which a report names what it counts."""

    id: int
    asked: Asked


_KNOWN = sa.select(_ASKED, _ERASED.c.item).join(_ERASED, _ERASED.c.id == _ASKED.c.id, isouter=True)
_AT_A_TIME = 500
_CHINA = timezone(timedelta(hours=8))


def _noon(at: str) -> str:
    day = datetime.fromisoformat(at).astimezone(_CHINA)
    return day.replace(hour=12, minute=0, second=0, microsecond=0).isoformat(timespec="seconds")


def _asked(row: sa.Row[tuple[object, ...]]) -> Asked:
    return Asked(
        at=datetime.fromisoformat(row.at),
        question=row.question,
        outcome=Outcome(row.outcome),
        confidence=row.confidence,
        notice_id=row.notice_id,
        bundle=row.bundle,
        item=row.item,
    )


class Ledger:
    """Questions kept in a SQLite file of the data folder."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens the file, made if it is new."""
        engine = sqlite.connect(path, pragmas=(*sqlite.WAL, "secure_delete=ON"))
        sqlite.make(engine, _METADATA)
        return cls(engine)

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    def record(self, entries: Sequence[Asked]) -> None:
        """Adds entries in one transaction, all or none. Raises LedgerUnwritable."""
        rows = [
            {
                "at": entry.at.isoformat(timespec="seconds"),
                "question": entry.question,
                "outcome": entry.outcome.value,
                "confidence": entry.confidence,
                "notice_id": entry.notice_id,
                "bundle": entry.bundle,
            }
            for entry in entries
        ]
        if not rows:
            return
        with self._writing() as connection:
            connection.execute(sa.insert(_ASKED), rows)

    def entries(
        self, since: datetime, until: datetime, after: int = 0, unsure_below: float | None = None
    ) -> tuple[Entry, ...]:
        """Questions from `since` to before `until` whose number is above `after`, oldest first.

        With `unsure_below` only those that got no answer, or one that was less sure.
        """
        # Moments are kept in the zone in which they were told: text can only be compared by day, with a day to spare.
        day = (since - timedelta(days=2)).date().isoformat()
        query = _KNOWN.where(_ASKED.c.at >= day, _ASKED.c.id > after).order_by(_ASKED.c.id)
        if unsure_below is not None:
            query = query.where(_ASKED.c.outcome.in_(UNANSWERED) | (_ASKED.c.confidence < unsure_below))
        with self._engine.connect() as connection:
            found = [Entry(row.id, _asked(row)) for row in connection.execute(query)]
        return tuple(entry for entry in found if since <= entry.asked.at < until)

    def gaps(self, since: datetime) -> tuple[Asked, ...]:
        """Questions since then that got no answer and whose words are still known, oldest first."""
        query = (
            _KNOWN.where(_ASKED.c.at >= since.isoformat(timespec="seconds"), _ASKED.c.outcome.in_(UNANSWERED))
            .where(_ERASED.c.id.is_(None))
            .order_by(_ASKED.c.id)
        )
        with self._engine.connect() as connection:
            return tuple(map(_asked, connection.execute(query)))

    def judge(self, judged: Judged) -> None:
        """Notes what a person thought of an answer; their latest word on a question counts. Raises LedgerUnwritable."""
        same = (_JUDGED.c.person == judged.person, _JUDGED.c.question == judged.question)
        values = asdict(judged) | {"at": judged.at.isoformat(timespec="seconds")}
        with self._writing() as connection:
            if judged.person:
                connection.execute(sa.delete(_JUDGED).where(*same))
            connection.execute(sa.insert(_JUDGED).values(**values))

    def judged(self, since: datetime) -> tuple[Judged, ...]:
        """What was thought of answers since then, oldest first; nobody is named."""
        query = sa.select(_JUDGED).where(_JUDGED.c.at >= since.isoformat(timespec="seconds")).order_by(_JUDGED.c.id)
        with self._engine.connect() as connection:
            return tuple(
                Judged(datetime.fromisoformat(row.at), row.question, row.useful, row.notice_id, row.bundle)
                for row in connection.execute(query)
            )

    def forget(self, person: str) -> None:
        """Cuts every link to a person; what was thought stays, nobody's."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(_JUDGED).where(_JUDGED.c.person == person).values(person=""))

    def purge(self, before: datetime, item_of: Callable[[str], int | None]) -> None:
        """Deletes judgements older than `before`, and of questions the words and the time of day.

        `item_of` says of a question which item of the disclosure list it is about: that stays, since nobody can say it later.
        """
        moment = before.isoformat(timespec="seconds")
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_JUDGED).where(_JUDGED.c.at < moment))
        while self._erase(moment, item_of):
            pass

    def _erase(self, moment: str, item_of: Callable[[str], int | None]) -> int:
        """Does so for some hundreds of questions; how many."""
        old = _KNOWN.where(_ASKED.c.at < moment, _ERASED.c.id.is_(None)).order_by(_ASKED.c.id).limit(_AT_A_TIME)
        with self._engine.connect() as connection:
            found = connection.execute(old).all()
        erased = [{"id": row.id, "item": item_of(row.question)} for row in found]
        blanked = [{"number": row.id, "at": _noon(row.at), "question": ""} for row in found]
        if found:
            with self._engine.begin() as connection:
                connection.execute(insert(_ERASED).on_conflict_do_nothing(), erased)
                connection.execute(sa.update(_ASKED).where(_ASKED.c.id == sa.bindparam("number")), blanked)
        return len(found)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise LedgerUnwritable(str(self._engine.url.database), str(error.orig)) from error
