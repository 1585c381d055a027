"""The answerer of a running service: keeps the live bundle open, takes a new one within a second, drops no question.

Questions run in threads, one a core (bot/seats.py), so that the event loop never waits for an encoder.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import outgoing, replies, serving, taps
from bot.answer import Answer, Outcome
from bot.conversation import Memory, SharedConversations
from bot.directory.directory import Directory
from bot.engine import Engine
from bot.errors import LedgerUnwritable, VocabularyInvalid
from bot.ledger import FILE, Asked, Judged, Ledger
from bot.logs import where
from bot.offices import Offices
from bot.pins.board import Pinboard
from bot.pins.book import SqlitePinBook
from bot.reports.demand import item_of
from bot.seats import MOST_THREADS, Seats
from bot.taps import Tap, Tapped
from bot.understanding.own import OwnWords
from bot.understanding.understand import prepare, understand
from bot.understanding.vocabulary import edition
from index.bundle import Bundle, Manifest
from index.confidence import default_model
from index.encoder import OnnxEncoder
from index.errors import RetrievalError
from index.search import Searcher
from index.shelf import Shelf
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore

_POLL_SECONDS = 0.5
# What was asked while the disk was full; some megabytes.
_MOST_UNWRITTEN = 20_000
# Plain words: what slips and pinyin need loads later, see `follow`.
_WARM_UP = "学费"
_PREPARING = "服务正在准备，请过一会儿再问。"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answerer finds what it needs, and what time it is.

    `now` gives the moment, aware of its zone; `seconds` Unix time, for the age of conversations; `released` are public
    telephone numbers and mailboxes, which no mask hides.
    """

    data: Path
    store: Path
    offices: Offices
    now: Callable[[], datetime]
    seconds: Callable[[], float]
    conversation_seconds: float = 600.0
    released: frozenset[str] = frozenset()
    ledger_days: int = 180

    @property
    def pins(self) -> Path:
        """The file of the pinned answers."""
        return self.data / "pins.db"


def open_engine(place: Place, store: KnowledgeStore, conversations: Memory, pins: Pinboard) -> Engine:
    """The live bundle with its encoder, ready to answer. Raises RetrievalError."""
    folder = Shelf(place.data).live()
    encoder = OnnxEncoder.open(place.data / "encoders" / Manifest.read(folder).encoder)
    bundle = Bundle.open(folder, encoder.fingerprint)
    # The first question would otherwise wait for the vocabulary to load.
    encoder.encode_query(understand(_WARM_UP, place.now().date()).asked)
    return Engine(
        searcher=Searcher(bundle, encoder, default_model()),
        store=store,
        conversations=conversations,
        offices=place.offices,
        today=lambda: place.now().date(),
        released=place.released,
        pins=pins,
        directory=Directory.of(bundle.corpus, place.offices),
    )


@dataclass(slots=True)
class LiveAnswerer:
    """Answers from whatever bundle is live at the moment of the question."""

    place: Place
    store: KnowledgeStore
    ledger: Ledger
    log: structlog.typing.FilteringBoundLogger
    seats: Seats
    conversations: SharedConversations
    pins: Pinboard
    words: OwnWords
    _engine: Engine | None = None
    _asked: list[Asked] = field(default_factory=list)
    _judged: list[Judged] = field(default_factory=list)
    _refused: str = ""
    _is_unwritten: bool = False
    _purged: date | None = None

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
        tapped = taps.read(question)
        if tapped is not None and (tapped.question or tapped.tap is not Tap.MORE):
            return await self._tapped(engine, tapped, conversation)
        answer = await self._ask(engine, question, conversation)
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

    async def _ask(self, engine: Engine, question: str, conversation: str | None) -> Answer:
        return await self.seats.run(partial(engine.answer, question, conversation))

    async def _tapped(self, engine: Engine, tapped: Tapped, conversation: str | None) -> Answer:
        """More of the answer that was tapped, or thanks for a judgement of it, which goes into the ledger."""
        before = self.conversations.before(conversation)
        last = before.asked if before else ""
        if tapped.tap is Tap.MORE:
            found = None if tapped.question == last else await self._ask(engine, tapped.question, conversation)
            return found if found and conversation is None else await self._ask(engine, Tap.MORE.value, conversation)
        about = outgoing.read(tapped.question or last, self.place.released).text
        if not about:
            return Answer(Outcome.CHAT, replies.JUDGED_NOTHING)
        answer = await self._ask(engine, about, None)
        first = answer.citations[0].notice_id if answer.citations else ""
        kept = outgoing.kept(about, answer, self.place.released)
        useful = tapped.tap is Tap.USEFUL
        self._judged.append(Judged(self.place.now(), kept, useful, first, answer.bundle, conversation or ""))
        text = replies.USEFUL if useful else replies.USELESS
        return Answer(Outcome.CHAT, text, suggestions=() if useful else ("人工",), confidence=1.0, bundle=answer.bundle)

    async def quotable(self, notices: Collection[str]) -> bool:
        """Whether all of these notices may be quoted today."""
        if not notices:
            return True
        known = await asyncio.get_running_loop().run_in_executor(
            None, self.store.standings, [NoticeId(one) for one in notices], self.place.now().date()
        )
        return len(known) == len(set(notices)) and all(standing.quotable for standing in known.values())

    async def owes(self, person: str) -> bool:
        """Nothing: answers are all that it knows."""
        del person
        return False

    async def forget(self, conversation: str) -> None:
        """Drops what is kept of whoever asks under this key."""
        self.conversations.forget(conversation)
        self._judged = [replace(one, person="") if one.person == conversation else one for one in self._judged]
        try:
            await asyncio.get_running_loop().run_in_executor(None, self.ledger.forget, conversation)
        except SQLAlchemyError as error:
            self.log.error("forget_failed", error=where(error), user=conversation)

    async def follow(self) -> None:
        """Takes every new bundle, and writes the ledger, until it is cancelled."""
        # What slips, pinyin and English need loads beside the first questions.
        await asyncio.get_running_loop().run_in_executor(None, prepare)
        while True:
            self.read_words()
            await self.refresh()
            await self.flush()
            await asyncio.get_running_loop().run_in_executor(None, self.conversations.prune)
            await self.purge()
            await asyncio.sleep(_POLL_SECONDS)

    async def refresh(self) -> None:
        """Opens the live bundle if it is another than the one in use; one that does not open leaves that in use."""
        live = Shelf(self.place.data).history()[:1]
        if not live or live[0] in (self.bundle, self._refused):
            return
        loop = asyncio.get_running_loop()
        try:
            opened = await loop.run_in_executor(
                None, partial(open_engine, self.place, self.store, self.conversations, self.pins)
            )
        except RetrievalError as error:
            self._refused = live[0]
            self.log.error("bundle_refused", bundle=live[0], error=where(error), reason=str(error))
            return
        self._engine = opened
        self.log.info("bundle_live", bundle=opened.bundle, passages=opened.searcher.bundle.manifest.passages)

    def read_words(self) -> None:
        """Takes in the college's own words if they have changed; a file that cannot be used leaves those in use."""
        try:
            if self.words.refresh():
                self.log.info("vocabulary_read", edition=edition())
        except VocabularyInvalid as error:
            self.log.error("vocabulary_refused", reason=str(error))

    async def flush(self) -> None:
        """Writes what was asked since the last time into the ledger; what cannot be written now is kept for the next time."""
        entries, self._asked = self._asked, []
        judgements, self._judged = self._judged, []
        try:
            await asyncio.get_running_loop().run_in_executor(None, self._write, entries, judgements)
        except LedgerUnwritable as error:
            if not self._is_unwritten:
                self.log.error("ledger_unwritten", questions=len(entries), reason=str(error))
            self._is_unwritten = True
            self._asked = [*entries, *self._asked][-_MOST_UNWRITTEN:]
            self._judged = [*judgements, *self._judged][-_MOST_UNWRITTEN:]
            return
        if self._is_unwritten:
            self.log.info("ledger_written_again", questions=len(entries))
        self._is_unwritten = False

    def _write(self, entries: list[Asked], judgements: list[Judged]) -> None:
        """All of it; a second try may write a judgement again, of which the last counts."""
        self.ledger.record(entries)
        entries.clear()
        for judgement in judgements:
            self.ledger.judge(judgement)

    async def purge(self) -> None:
        """Once a day, and at the start: deletes of the ledger what it has held for longer than it may."""
        today = self.place.now().date()
        if today == self._purged:
            return
        self._purged = today
        before = self.place.now() - timedelta(days=self.place.ledger_days)
        try:
            await asyncio.get_running_loop().run_in_executor(None, self.ledger.purge, before, item_of)
        except SQLAlchemyError as error:
            self.log.error("purge_failed", error=where(error))


@asynccontextmanager
async def live_answerer(
    place: Place, log: structlog.typing.FilteringBoundLogger, workers: int = 0
) -> AsyncIterator[LiveAnswerer]:
    """Opens an answerer over a data folder and closes it after the last answer; `workers` questions at a time, 0: one a core."""
    with (
        ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="question") as pool,
        KnowledgeStore.open(place.store) as store,
        SqlitePinBook.open(place.pins) as book,
    ):
        ledger = Ledger.open(place.data / FILE)
        shared = serving.ServingFile.open(place.data / serving.FILE)
        conversations = SharedConversations(shared, place.conversation_seconds, place.seconds)
        seats = Seats(pool, workers or os.cpu_count() or 1)
        answerer = LiveAnswerer(place, store, ledger, log, seats, conversations, Pinboard(book), OwnWords(place.data))
        answerer.read_words()
        await answerer.refresh()
        following = asyncio.create_task(answerer.follow())
        try:
            yield answerer
        finally:
            following.cancel()
            await asyncio.wait([following])
            await answerer.flush()
            ledger.close()
            shared.close()
