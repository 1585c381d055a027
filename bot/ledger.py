"""The ledger of questions: what was asked and what became of it; unanswered ones are the list of what to disclose next.

Questions are masked before they come here and nobody who asked is named. Written in batches, away from the question path.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from bot.answer import Outcome
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
    """One question, masked, with its outcome and the first notice cited ("" if none)."""

    at: datetime
    question: str
    outcome: Outcome
    confidence: float
    notice_id: str
    bundle: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its number in the ledger, by which a report names what it counts."""

    id: int
    asked: Asked


def _asked(row: sa.Row[tuple[object, ...]]) -> Asked:
    return Asked(
        at=datetime.fromisoformat(row.at),
        question=row.question,
        outcome=Outcome(row.outcome),
        confidence=row.confidence,
        notice_id=row.notice_id,
        bundle=row.bundle,
    )


class Ledger:
    """Questions kept in a SQLite file of the data folder."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens the file, made if it is new."""
        engine = sqlite.connect(path)
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

    def entries(self, since: datetime, until: datetime, after: int = 0) -> tuple[Entry, ...]:
        """All questions from `since` to before `until` whose number is above `after`, oldest first."""
        # Moments are kept in the zone in which they were told: text can only be compared by day, with a day to spare.
        day = (since - timedelta(days=2)).date().isoformat()
        query = sa.select(_ASKED).where(_ASKED.c.at >= day, _ASKED.c.id > after).order_by(_ASKED.c.id)
        with self._engine.connect() as connection:
            found = [Entry(row.id, _asked(row)) for row in connection.execute(query)]
        return tuple(entry for entry in found if since <= entry.asked.at < until)

    def gaps(self, since: datetime) -> tuple[Asked, ...]:
        """Questions since then that got no answer, oldest first."""
        unanswered = (Outcome.NOT_FOUND.value, Outcome.CANDIDATES.value)
        query = (
            sa.select(_ASKED)
            .where(_ASKED.c.at >= since.isoformat(timespec="seconds"), _ASKED.c.outcome.in_(unanswered))
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

    def purge(self, before: datetime) -> None:
        """Deletes what is older than `before`."""
        moment = before.isoformat(timespec="seconds")
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_ASKED).where(_ASKED.c.at < moment))
            connection.execute(sa.delete(_JUDGED).where(_JUDGED.c.at < moment))

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise LedgerUnwritable(str(self._engine.url.database), str(error.orig)) from error
