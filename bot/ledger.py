"""The ledger of questions: what was asked and what became of it; unanswered ones are the list of what to disclose next.

Questions are masked before they come here and nobody who asked is named. Written in batches, away from the question path.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from bot.answer import Outcome

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
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(engine, "connect", _tune)
        _METADATA.create_all(engine)
        return cls(engine)

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    def record(self, entries: Sequence[Asked]) -> None:
        """Adds entries in one transaction."""
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
        if rows:
            with self._engine.begin() as connection:
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


def _tune(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
