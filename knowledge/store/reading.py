"""What is asked of many notices at once: their standings for a question, their cards for a list, the published ones.

Used by knowledge/store/store.py, inside its transactions.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from knowledge.notice import Notice, NoticeId, Status
from knowledge.passage import Passage
from knowledge.standing import Standing
from knowledge.store import record, statements
from knowledge.store.schema import NOTICES, PASSAGES, REVISIONS

# Driver statements, not built ones: the first runs for every question, and an expanding IN would be compiled each time.
_STANDING = """
  notices.id, notices.status, notices.effective_from, notices.expires_at,
  (SELECT newer.id FROM supersessions AS link JOIN notices AS newer ON newer.id = link.notice_id
   WHERE link.superseded = notices.id AND newer.id <> notices.id AND newer.status = 'published'
     AND coalesce(newer.effective_from, '') <= ?
     AND NOT EXISTS (SELECT 1 FROM upheld WHERE upheld.notice_id = notices.id AND upheld.against = newer.id)
   ORDER BY newer.published_at DESC, newer.id DESC LIMIT 1)
"""
STANDINGS = f"SELECT {_STANDING} FROM notices WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own text
_CARDS = f"""
SELECT {_STANDING}, title, department, published_at, path, source_url,
  (SELECT json_extract(body, '$.status') FROM revisions WHERE notice_id = notices.id AND number = notices.waiting)
FROM notices ORDER BY notices.id
"""  # noqa: S608 - our own text


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a notice, without its text.

    `changed` is the status of a changed text that waits beside the current one, None when nothing does.
    """

    id: NoticeId
    title: str
    department: str
    published_at: date | None
    path: str
    source_url: str
    standing: Standing
    changed: Status | None

    @property
    def waits(self) -> bool:
        """Whether a person has to check or publish something of it."""
        return self.changed is not None or self.standing.status in (Status.DRAFT, Status.CHECKED)


def asked(ids: Collection[NoticeId], today: date) -> tuple[str, str]:
    """What STANDINGS wants to know: the day, and the notices."""
    return today.isoformat(), json.dumps(list(ids))


def standings(rows: Iterable[Sequence[Any]], today: date) -> dict[NoticeId, Standing]:
    """The standing on `today` of each notice in the rows of STANDINGS."""
    return {NoticeId(row[0]): _standing(row, today.isoformat()) for row in rows}


def cards(connection: sa.Connection, today: date) -> tuple[Card, ...]:
    """The cards of all notices, in every status, ordered by id."""
    day = today.isoformat()
    return tuple(
        Card(
            id=NoticeId(row[0]),
            title=row[5],
            department=row[6],
            published_at=date.fromisoformat(row[7]) if row[7] else None,
            path=row[8],
            source_url=row[9],
            standing=_standing(row, day),
            changed=Status(row[10]) if row[10] else None,
        )
        for row in connection.exec_driver_sql(_CARDS, (day,))
    )


def holding(connection: sa.Connection, word: str) -> frozenset[NoticeId]:
    """The notices whose current text, table rows as they are read included, holds `word`; Latin letters of either case."""
    statement = (
        sa.select(NOTICES.c.id)
        .join(REVISIONS, statements.CURRENT)
        .join(PASSAGES, _OF_CURRENT)
        .where(PASSAGES.c.text.icontains(word, autoescape=True))
        .distinct()
    )
    return frozenset(NoticeId(one) for one in connection.scalars(statement))


def published(connection: sa.Connection) -> Iterator[tuple[Notice, tuple[Passage, ...]]]:
    """Each published notice with its passages, ordered by id, read as it is consumed."""
    is_published = NOTICES.c.status == Status.PUBLISHED
    current = sa.select(REVISIONS.c.body).join(NOTICES, statements.CURRENT)
    bodies = current.where(is_published).order_by(NOTICES.c.id)
    rows = (
        sa.select(PASSAGES)
        .join(REVISIONS, _OF_CURRENT)
        .join(NOTICES, statements.CURRENT)
        .where(is_published)
        .order_by(PASSAGES.c.notice_id, PASSAGES.c.content, PASSAGES.c.ordinal)
    )
    stream = connection.execution_options(yield_per=500)
    groups = groupby(stream.execute(rows), key=lambda row: row.notice_id)
    waiting = next(groups, None)
    for body in stream.scalars(bodies):
        notice = record.from_json(body)
        passages: tuple[Passage, ...] = ()
        if waiting is not None and waiting[0] == notice.id:
            passages = tuple(statements.to_passage(row) for row in waiting[1])
            waiting = next(groups, None)
        yield notice, passages


_OF_CURRENT = (PASSAGES.c.notice_id == REVISIONS.c.notice_id) & (PASSAGES.c.content == REVISIONS.c.content)


def _standing(row: Sequence[Any], day: str) -> Standing:
    _, status, effective_from, expires_at, newer = row[:5]
    return Standing(
        status=Status(status),
        expired=expires_at is not None and expires_at < day,
        not_yet=effective_from is not None and effective_from > day,
        superseded_by=NoticeId(newer) if newer else None,
    )
