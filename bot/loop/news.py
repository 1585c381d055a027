"""New notices for subscribers: looks what was published since the last time, and leaves a note for each who wants it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.loop.file import METADATA, LoopFile
from bot.loop.notes import Note, NoteBox
from bot.loop.subscriptions import Subscriptions
from bot.loop.topics import Topics
from bot.loop.trail import stamp
from bot.reports.period import CHINA
from knowledge.notice import Notice, NoticeId
from knowledge.store import KnowledgeStore

ABOUT = "notice:"
_ANNOUNCED = sa.Table(
    "announced",
    METADATA,
    sa.Column("notice_id", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
)
# An archive that is imported is no news.
_NEWS_DAYS = 30


@dataclass(slots=True)
class News:
    """What tells subscribers; several processes may sweep at once, and each notice is announced once."""

    file: LoopFile
    store: KnowledgeStore
    topics: Topics
    note_days: int = 60
    _version: int = field(default=-1)

    def sweep(self, now: datetime) -> int:
        """Leaves notes for what is new; how many. The first sweep of a data folder takes everything for known."""
        version = self.store.version()
        if version == self._version:
            return 0
        cards = self.store.cards(now.astimezone(CHINA).date())
        found = self._new([card.id for card in cards if card.standing.quotable], now)
        self._version = version
        return sum(self._tell(self.store.notice(notice_id), now) for notice_id in found)

    def _new(self, published: Sequence[NoticeId], now: datetime) -> Sequence[NoticeId]:
        if not published:
            return ()
        with self.file.writing() as connection:
            known = set(connection.scalars(sa.select(_ANNOUNCED.c.notice_id)))
            fresh = [notice_id for notice_id in published if notice_id not in known]
            rows = [{"notice_id": notice_id, "at": stamp(now)} for notice_id in fresh]
            if rows:
                connection.execute(insert(_ANNOUNCED).on_conflict_do_nothing(), rows)
        return fresh if known else ()

    def _tell(self, notice: Notice, now: datetime) -> int:
        oldest = now.astimezone(CHINA).date() - timedelta(days=_NEWS_DAYS)
        if notice.published_at is not None and notice.published_at < oldest:
            return 0
        people = Subscriptions(self.file).people([topic.name for topic in self.topics.of(notice)])
        box, until = NoteBox(self.file), now + timedelta(days=self.note_days)
        for person, topic in people.items():
            box.leave(person, Note(f"{ABOUT}{notice.id}", _line(topic, notice)), until)
        return len(people)


def _line(topic: str, notice: Notice) -> str:
    source = "，".join(str(part) for part in (notice.department, notice.published_at) if part)
    link = f"\n{notice.source_url}" if notice.source_url.startswith(("https://", "http://")) else ""
    return f"您订阅的“{topic}”有新通知：《{notice.title}》{f'（{source}）' if source else ''}{link}"
