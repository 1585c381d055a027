"""The answerer of a running service: keeps the live bundle open, takes a new one within a second, drops no question.

Questions run in threads, one a core, so that the event loop never waits for an encoder.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

from bot import outgoing
from bot.answer import Answer, Outcome
from bot.conversation import Conversations
from bot.engine import Engine
from bot.ledger import Asked, Ledger
from bot.logs import where
from bot.offices import Offices
from bot.understanding.understand import understand
from index.bundle import Bundle, Manifest
from index.confidence import default_model
from index.encoder import OnnxEncoder
from index.errors import RetrievalError
from index.search import Searcher
from index.shelf import Shelf
from knowledge.store import KnowledgeStore

_POLL_SECONDS = 0.5
_WARM_UP = "請問學費shi多少"
_PREPARING = "服务正在准备，请过一会儿再问。"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answerer finds what it needs, and what time it is.

    `now` gives the moment, aware of its zone; `monotonic` seconds for the age of conversations; `released` are public
    telephone numbers and mailboxes, which no mask hides.
    """

    data: Path
    store: Path
    offices: Offices
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    conversation_seconds: float = 600.0
    released: frozenset[str] = frozenset()


def open_engine(place: Place, store: KnowledgeStore, conversations: Conversations) -> Engine:
    """The live bundle with its encoder, ready to answer. Raises RetrievalError."""
    folder = Shelf(place.data).live()
    encoder = OnnxEncoder.open(place.data / "encoders" / Manifest.read(folder).encoder)
    bundle = Bundle.open(folder, encoder.fingerprint)
    # The first question would otherwise wait for vocabulary and tables to load.
    encoder.encode_query(understand(_WARM_UP, place.now().date()).asked)
    return Engine(
        searcher=Searcher(bundle, encoder, default_model()),
        store=store,
        conversations=conversations,
        offices=place.offices,
        today=lambda: place.now().date(),
        released=place.released,
    )


@dataclass(slots=True)
class LiveAnswerer:
    """Answers from whatever bundle is live at the moment of the question."""

    place: Place
    store: KnowledgeStore
    ledger: Ledger
    log: structlog.typing.FilteringBoundLogger
    workers: ThreadPoolExecutor
    conversations: Conversations
    _engine: Engine | None = None
    _asked: list[Asked] = field(default_factory=list)
    _refused: str = ""

    @property
    def bundle(self) -> str | None:
        """The id of the bundle that answers, None while there is none."""
        return self._engine.bundle if self._engine else None

    @property
    def engine(self) -> Engine | None:
        """The engine that answers, for the page that explains an answer; None while there is none."""
        return self._engine

    async def answer(self, question: str, conversation: str | None) -> Answer:
        """The answer to any text, by the engine that is live when the question comes in."""
        engine = self._engine
        if engine is None:
            return Answer(Outcome.NOT_FOUND, _PREPARING)
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self.workers, engine.answer, question, conversation)
        first = answer.citations[0].notice_id if answer.citations else ""
        self._asked.append(
            Asked(
                self.place.now(),
                outgoing.kept(question, answer, self.place.released),
                answer.outcome,
                answer.confidence,
                first,
                answer.bundle,
            )
        )
        return answer

    async def follow(self) -> None:
        """Takes every new bundle, and writes the ledger, until it is cancelled."""
        while True:
            await self.refresh()
            await self.flush()
            await asyncio.sleep(_POLL_SECONDS)

    async def refresh(self) -> None:
        """Opens the live bundle if it is another than the one in use; one that does not open leaves that in use."""
        live = Shelf(self.place.data).history()[:1]
        if not live or live[0] in (self.bundle, self._refused):
            return
        loop = asyncio.get_running_loop()
        try:
            opened = await loop.run_in_executor(None, partial(open_engine, self.place, self.store, self.conversations))
        except RetrievalError as error:
            self._refused = live[0]
            self.log.error("bundle_refused", bundle=live[0], error=where(error), reason=str(error))
            return
        self._engine = opened
        self.log.info("bundle_live", bundle=opened.bundle, passages=opened.searcher.bundle.manifest.passages)

    async def flush(self) -> None:
        """Writes what was asked since the last time into the ledger."""
        entries, self._asked = self._asked, []
        if entries:
            await asyncio.get_running_loop().run_in_executor(None, self.ledger.record, entries)


@asynccontextmanager
async def live_answerer(
    place: Place, log: structlog.typing.FilteringBoundLogger, workers: int = 0
) -> AsyncIterator[LiveAnswerer]:
    """Opens an answerer over a data folder and closes it after the last answer; `workers` 0 means one a core."""
    with (
        ThreadPoolExecutor(workers or os.cpu_count() or 1, thread_name_prefix="question") as pool,
        KnowledgeStore.open(place.store) as store,
    ):
        ledger = Ledger.open(place.data / "ledger.db")
        conversations = Conversations(place.conversation_seconds, place.monotonic)
        answerer = LiveAnswerer(place, store, ledger, log, pool, conversations)
        await answerer.refresh()
        following = asyncio.create_task(answerer.follow())
        try:
            yield answerer
        finally:
            following.cancel()
            await asyncio.wait([following])
            await answerer.flush()
            ledger.close()
