"""Opens the engine for one command, in this process; `ask`, `evaluate` and the benchmarks share it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot import offices
from bot.conversation import Conversations
from bot.engine import Engine
from bot.pins.board import Pinboard
from bot.pins.book import SqlitePinBook
from bot.place import Place, open_engine
from bot.understanding.own import OwnWords
from knowledge.store import KnowledgeStore
from scripts.sections import CHINA
from scripts.settings import Settings


def place(settings: Settings) -> Place:
    """What an answerer needs to know of the configuration."""
    return Place(
        data=settings.data.dir,
        store=settings.data.store,
        offices=offices.load(settings.offices.file),
        now=lambda: settings.clock.moment(datetime.now(UTC)).astimezone(CHINA),
        seconds=time.time,
        conversation_seconds=settings.conversation.minutes * 60,
        released=settings.privacy.released,
        ledger_days=settings.retention.days,
    )


@contextmanager
def engine(settings: Settings) -> Iterator[Engine]:
    """The engine over the live bundle. Raises RetrievalError."""
    where = place(settings)
    OwnWords(where.data).refresh()
    with KnowledgeStore.open(where.store) as store, SqlitePinBook.open(where.pins) as book:
        conversations = Conversations(where.conversation_seconds, where.seconds)
        yield open_engine(where, store, conversations, Pinboard(book))
