"""Opens the loop of one data folder for a running service: its two files, its services, and the rounds that keep them."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from aiohttp import web

from bot.alive import foremost
from bot.chat import feedback
from bot.chat.feedback import Feedback
from bot.gaps.collecting import Sources, tend
from bot.gaps.intake import Intake, Rules
from bot.ledger import Ledger
from bot.logs import Log
from bot.loop import file as loop_file
from bot.loop import topics
from bot.loop.attending import Rounds
from bot.loop.circle import Circle
from bot.loop.file import LoopFile, opened
from bot.loop.news import News
from bot.loop.notes import NoteBox
from bot.loop.outbox import Closed, Outbox
from bot.loop.saying import Sayings
from bot.loop.settings import LoopSettings
from bot.loop.subscriptions import Subscriptions
from bot.offices import Offices
from bot.requests import tables as requests_file
from bot.requests.counter import Counter, Terms
from bot.requests.guard import Guard
from bot.requests.page import Facts, RequestPages
from bot.requests.register import Upkeep
from bot.requests.sealing import load_seal
from bot.requests.voices import Voices
from knowledge.store import KnowledgeStore

_LOCK = "rounds.lock"


@dataclass(frozen=True, slots=True)
class LoopPlace:
    """Where the loop finds what it needs; `key` makes pseudonyms (bot/identity.py), `now` is aware of its zone.

    `seconds` is Unix time that runs, also where `now` stands still for a demonstration: forms are paced by it.
    `question_days` is how long the words of a question are kept.
    """

    data: Path
    store: Path
    offices: Offices
    settings: LoopSettings
    key: bytes
    now: Callable[[], datetime]
    released: frozenset[str] = frozenset()
    seconds: Callable[[], float] = time.time
    question_days: int = 180


@asynccontextmanager
async def open_loop(place: LoopPlace, log: Log, outbox: Outbox | None = None) -> AsyncIterator[tuple[Circle, Rounds]]:
    """The loop's services, closed at the end; without an `outbox` everything waits for the next contact."""
    with ExitStack() as stack:
        file = stack.enter_context(opened(place.data / loop_file.NAME))
        requests = stack.enter_context(opened(place.data / requests_file.NAME, requests_file.METADATA))
        store = stack.enter_context(KnowledgeStore.open(place.store))
        ledger = Ledger.open(place.data / "ledger.db")
        stack.callback(ledger.close)
        judged = Feedback.open(place.data / feedback.FILE, place.seconds)
        stack.callback(judged.close)
        circle = _circle(place, file, requests, store)
        fill = partial(
            _fill, Sources(ledger, store, judged), circle, _news(place, file, store), place.settings.unsure_below
        )
        upkeep = Upkeep(requests, place.settings.request_days, place.settings.request_workdays)
        is_mine = stack.enter_context(foremost(place.data / _LOCK))
        daily = partial(_daily, circle, upkeep, place.question_days)
        yield circle, Rounds(circle, outbox or Closed(), fill, daily, log, is_mine)


def rules(settings: LoopSettings) -> Rules:
    """The college's rules for the gap queue."""
    return Rules(settings.gap_workdays, settings.unsure_below, settings.note_days)


def terms(settings: LoopSettings) -> Terms:
    """The college's terms for requests."""
    return Terms(settings.request_workdays, settings.extension_workdays, settings.requests_per_hour)


def _circle(place: LoopPlace, file: LoopFile, requests: LoopFile, store: KnowledgeStore) -> Circle:
    seal = load_seal(place.settings.requests_key.get_secret_value(), place.data)
    return Circle(
        file=file,
        intake=Intake(file, place.offices, rules(place.settings)),
        notes=NoteBox(file),
        subscriptions=Subscriptions(file),
        topics=topics.load(place.settings.topics),
        standings=store,
        progress=Counter(requests, seal, terms(place.settings)),
        sayings=Sayings(place.settings.request_url),
        key=place.key,
        now=place.now,
        released=place.released,
    )


def _news(place: LoopPlace, file: LoopFile, store: KnowledgeStore) -> News:
    return News(file, store, topics.load(place.settings.topics), place.settings.note_days)


def _fill(sources: Sources, circle: Circle, news: News, unsure_below: float) -> None:
    now = circle.now()
    tend(sources, circle.intake, unsure_below, now)
    news.sweep(now)


def _daily(circle: Circle, upkeep: Upkeep, question_days: int) -> None:
    circle.purge()
    # After the ledger's own: what it still holds may be read once more.
    circle.intake.erase(circle.now() - timedelta(days=question_days + 2))
    upkeep.lapse(circle.now())
    upkeep.purge(circle.now())


@contextmanager
def request_pages(place: LoopPlace) -> Iterator[RequestPages]:
    """The pages of requests over the data folder's file of requests, closed at the end."""
    with opened(place.data / requests_file.NAME, requests_file.METADATA) as file:
        seal = load_seal(place.settings.requests_key.get_secret_value(), place.data)
        guard = Guard(seal.derive("forms"), place.seconds)
        facts = Facts(place.settings.school, place.settings.request_workdays, place.settings.request_days)
        yield RequestPages(Counter(file, seal, terms(place.settings)), Voices(file, seal), guard, place.now, facts)


def serve_requests(app: web.Application, place: LoopPlace) -> None:
    """Adds the pages of requests to an application; their file is closed after its last reply."""
    stack = ExitStack()
    app.add_routes(stack.enter_context(request_pages(place)).routes())

    async def close(_: web.Application) -> None:
        stack.close()

    app.on_cleanup.append(close)
