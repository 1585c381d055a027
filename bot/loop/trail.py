"""Who did what to a gap or a request, when and why; written in the transaction of the step itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from knowledge.audit import Act, Actor


@dataclass(frozen=True, slots=True)
class Step:
    """One entry: `about` names the thing (`gap:3`), `what` the step; `at` is in UTC."""

    about: str
    at: datetime
    by: Actor
    what: str
    why: str


def table(metadata: sa.MetaData) -> sa.Table:
    """The trail of one file."""
    return sa.Table(
        "trail",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("about", sa.String, nullable=False, index=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
    )


def write(connection: sa.Connection, trail: sa.Table, about: str, what: str, act: Act) -> None:
    """Adds one entry."""
    values = {"about": about, "at": stamp(act.at), "by": act.by, "what": what, "why": act.reason}
    connection.execute(sa.insert(trail).values(values))


def read(connection: sa.Connection, trail: sa.Table, about: str) -> Sequence[Step]:
    """The entries about one thing, oldest first."""
    return _steps(connection, sa.select(trail).where(trail.c.about == about).order_by(trail.c.id))


def recent(connection: sa.Connection, trail: sa.Table, most: int) -> Sequence[Step]:
    """The newest entries about all things, newest first."""
    return _steps(connection, sa.select(trail).order_by(trail.c.id.desc()).limit(most))


def _steps(connection: sa.Connection, query: sa.Select[tuple[object, ...]]) -> Sequence[Step]:
    rows = connection.execute(query)
    return tuple(Step(row.about, datetime.fromisoformat(row.at), Actor(row.by), row.what, row.why) for row in rows)


def stamp(moment: datetime) -> str:
    """A moment as it is kept: UTC, to the second, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
