"""The answerer of a running service: keeps the live bundle open, takes a new one within a second, drops no question.

Questions run in threads, one a core (bot/seats.py), so that the event loop never waits for an encoder.
"""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from bot import outgoing, replies, serving, taps
from bot.answer import Answer, Outcome
from bot.conversation import SharedConversations
from bot.engine import Engine
from bot.errors import VocabularyInvalid
from bot.journal import Journal
from bot.ledger import FILE, Asked, Judged, Ledger
from bot.logs import where
from bot.pins.board import Pinboard
from bot.pins.book import SqlitePinBook
from bot.place import Place, open_engine
from bot.seats import MOST_THREADS, Seats, give_way
from bot.taps import Tap, Tapped
from bot.understanding.own import OwnWords
from bot.understanding.understand import prepare
from bot.understanding.vocabulary import edition
from index.errors import RetrievalError
from index.shelf import Shelf
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore

_POLL_SECONDS = 0.5
# As gc.set_threshold has it: after so many objects that may be in a cycle, and every so many collections the older ones.
_COLLECTED = (20_000, 20, 50)
_PREPARING = "服务正在准备，请过一会儿再问。"


@dataclass(slots=True)
class LiveAnswerer:
    """Answers from whatever bundle is live at the moment of the question."""

    place: Place
    store: KnowledgeStore
    journal: Journal
    log: structlog.typing.FilteringBoundLogger
    seats: Seats
    conversations: SharedConversations
    pins: Pinboard
    words: OwnWords
    _engine: Engine | None = None
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
        tapped = taps.read(question)
        if tapped is not None and (tapped.question or tapped.tap is not Tap.MORE):
            return await self._tapped(engine, tapped, conversation)
        answer = await self._ask(engine, question, conversation)
        first = answer.citations[0].notice_id if answer.citations else ""
        self.journal.asked(
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
        self.journal.judged(Judged(self.place.now(), kept, useful, first, answer.bundle, conversation or ""))
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
        await self.journal.forget(conversation)

    async def follow(self) -> None:
        """Takes every new bundle, and writes the ledger, until it is cancelled."""
        while True:
            await asyncio.sleep(_POLL_SECONDS)
            self.read_words()
            await self.refresh()
            await self.journal.flush()
            await asyncio.get_running_loop().run_in_executor(None, self.conversations.prune)
            await self.journal.purge(self.place.now())

    async def prepare(self) -> None:
        """Loads what few questions need, beside the first ones: for slips, pinyin, English, and how offices are reached."""
        await asyncio.sleep(_POLL_SECONDS)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, prepare)
        if self._engine is not None:
            await loop.run_in_executor(None, self._engine.directory)

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
        is_first = self._engine is None
        if not is_first:  # the service waits for its first one: what few questions need can come later
            await loop.run_in_executor(None, opened.directory)
        self._engine = opened
        _settle(is_first=is_first)
        self.log.info("bundle_live", bundle=opened.bundle, passages=opened.searcher.bundle.manifest.passages)

    def read_words(self) -> None:
        """Takes in the college's own words if they have changed; a file that cannot be used leaves those in use."""
        try:
            if self.words.refresh():
                self.log.info("vocabulary_read", edition=edition())
        except VocabularyInvalid as error:
            self.log.error("vocabulary_refused", reason=str(error))


def _settle(*, is_first: bool) -> None:
    """Spares the garbage collector what a bundle holds: it lives as long as the bundle, and would be looked at all the time.

    A question leaves hardly a cycle behind, so the collector need not run several times in each.
    """
    if not is_first:  # the bundle before is to go
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)


@asynccontextmanager
async def live_answerer(
    place: Place, log: structlog.typing.FilteringBoundLogger, workers: int = 0
) -> AsyncIterator[LiveAnswerer]:
    """Opens an answerer over a data folder and closes it after the last answer; `workers` questions at a time, 0: one a core."""
    with (
        ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="question", initializer=give_way) as pool,
        KnowledgeStore.open(place.store) as store,
        SqlitePinBook.open(place.pins) as book,
    ):
        ledger = Ledger.open(place.data / FILE)
        shared = serving.ServingFile.open(place.data / serving.FILE)
        conversations = SharedConversations(shared, place.conversation_seconds, place.seconds)
        seats = Seats(pool, workers or os.cpu_count() or 1)
        journal = Journal(ledger, log, place.ledger_days)
        answerer = LiveAnswerer(place, store, journal, log, seats, conversations, Pinboard(book), OwnWords(place.data))
        answerer.read_words()
        await answerer.refresh()
        beside = [asyncio.create_task(answerer.follow()), asyncio.create_task(answerer.prepare())]
        try:
            yield answerer
        finally:
            for task in beside:
                task.cancel()
            await asyncio.wait(beside)
            await answerer.journal.flush()
            ledger.close()
            shared.close()
