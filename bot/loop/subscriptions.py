"""Who wants to be told of new notices on which subject. People stand here by a keyed hash, and go when they say so."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.loop.file import METADATA, LoopFile
from bot.loop.trail import stamp

SUBSCRIPTIONS = sa.Table(
    "subscriptions",
    METADATA,
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("topic", sa.String, primary_key=True, index=True),
    sa.Column("since", sa.String, nullable=False),
)


class Subscriptions:
    """The subscriptions of all people; synchronous and quick."""

    def __init__(self, file: LoopFile) -> None:
        self._file = file

    def subscribe(self, person: str, topic: str, now: datetime) -> None:
        """Adds a subject; a second time changes nothing."""
        values = {"person": person, "topic": topic, "since": stamp(now)}
        with self._file.writing() as connection:
            connection.execute(insert(SUBSCRIPTIONS).values(values).on_conflict_do_nothing())

    def unsubscribe(self, person: str, topic: str = "") -> int:
        """Ends one subject, or all; how many there were."""
        mine = sa.delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.person == person)
        with self._file.writing() as connection:
            return connection.execute(mine.where(SUBSCRIPTIONS.c.topic == topic) if topic else mine).rowcount

    def topics(self, person: str) -> Sequence[str]:
        """What a person has subscribed to."""
        mine = sa.select(SUBSCRIPTIONS.c.topic).where(SUBSCRIPTIONS.c.person == person)
        with self._file.reading() as connection:
            return tuple(connection.scalars(mine.order_by(SUBSCRIPTIONS.c.since, SUBSCRIPTIONS.c.topic)))

    def people(self, topics: Collection[str]) -> Mapping[str, str]:
        """Everyone who has subscribed to one of `topics`, with the first of these by name."""
        wanted = sa.select(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.topic.in_(topics))
        with self._file.reading() as connection:
            rows = connection.execute(wanted.order_by(SUBSCRIPTIONS.c.topic.desc()))
            return {row.person: row.topic for row in rows}

    def counts(self) -> Mapping[str, int]:
        """How many people each subject has, and "" for how many people there are in all."""
        by_topic = sa.select(SUBSCRIPTIONS.c.topic, sa.func.count()).group_by(SUBSCRIPTIONS.c.topic)
        everyone = sa.select(sa.func.count(SUBSCRIPTIONS.c.person.distinct()))
        with self._file.reading() as connection:
            rows = connection.execute(by_topic.order_by(SUBSCRIPTIONS.c.topic)).all()
            return {str(row[0]): int(row[1]) for row in rows} | {"": connection.scalar(everyone) or 0}
