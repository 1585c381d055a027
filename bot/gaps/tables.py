"""The tables of the gap queue, and a row of them as the value that it holds."""

from datetime import UTC, datetime

import sqlalchemy as sa

from bot.gaps.gap import Gap, Sighting, Signal, State
from bot.loop import trail
from bot.loop.file import METADATA
from knowledge.notice import NoticeId

GAPS = sa.Table(
    "gaps",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("item", sa.Integer),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("office", sa.String, nullable=False),
    sa.Column("opened", sa.Date, nullable=False),
    sa.Column("due", sa.Date, nullable=False),
    sa.Column("answer", sa.String, nullable=False, server_default=""),
    sa.Column("answered", sa.Date),
    sa.Column("notice_id", sa.String),
    sa.Column("reason", sa.String, nullable=False, server_default=""),
)
SIGHTINGS = sa.Table(
    "sightings",
    METADATA,
    sa.Column("source", sa.String, primary_key=True),
    sa.Column("gap", sa.ForeignKey("gaps.id"), nullable=False, index=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("signal", sa.String, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
)
# Who is to be told: a keyed hash, deleted when told or when its time is over.
ASKERS = sa.Table(
    "askers",
    METADATA,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("person", sa.String, primary_key=True, index=True),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)
# Gaps that staff have joined: questions with this key belong to that gap.
ALIASES = sa.Table(
    "aliases",
    METADATA,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("gap", sa.ForeignKey("gaps.id"), nullable=False),
)
TRAIL = trail.table(METADATA)
COUNTED = (
    sa.select(GAPS, sa.func.count(SIGHTINGS.c.source).label("times"))
    .join(SIGHTINGS, SIGHTINGS.c.gap == GAPS.c.id, isouter=True)
    .group_by(GAPS.c.id)
)

_KEY: sa.BindParameter[str] = sa.bindparam("key")
_JOINED = sa.select(GAPS).join(ALIASES, ALIASES.c.gap == GAPS.c.id).where(ALIASES.c.key == _KEY)
_OWN = sa.select(GAPS).where(GAPS.c.key == _KEY)


def gap_of(connection: sa.Connection, key: str) -> sa.Row[tuple[object, ...]] | None:
    """The row of GAPS to which questions with this key belong, joined gaps followed; None where there is none."""
    given = {"key": key}
    return connection.execute(_JOINED, given).first() or connection.execute(_OWN, given).first()


def to_gap(row: sa.Row[tuple[object, ...]]) -> Gap:
    """A row of COUNTED."""
    return Gap(
        id=row.id,
        title=row.title,
        subject=row.subject,
        item=row.item,
        state=State(row.state),
        office=row.office,
        opened=row.opened,
        due=row.due,
        times=row.times,
        answer=row.answer,
        answered=row.answered,
        notice_id=NoticeId(row.notice_id) if row.notice_id else None,
        reason=row.reason,
    )


def to_sighting(row: sa.Row[tuple[object, ...]]) -> Sighting:
    """A row of SIGHTINGS."""
    at = datetime.fromisoformat(row.at).astimezone(UTC)
    return Sighting(row.source, at, row.question, Signal(row.signal), row.confidence)
