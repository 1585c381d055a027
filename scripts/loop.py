"""Opens what the commands of the loop share: its file, its services and the ledger, under the college's settings."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime

from bot import offices
from bot.chat import feedback
from bot.chat.feedback import Feedback
from bot.gaps.collecting import Sources, tend
from bot.gaps.intake import Intake
from bot.identity import identity_key
from bot.ledger import Entry, Ledger
from bot.loop import file
from bot.loop.file import LoopFile
from bot.loop.opening import LoopPlace, rules
from bot.reports.period import Period
from bot.understanding.own import OwnWords
from knowledge.store import KnowledgeStore
from scripts.sections import CHINA
from scripts.settings import Settings


def now(settings: Settings) -> datetime:
    """The moment, in China's time."""
    return settings.clock.moment(datetime.now(UTC)).astimezone(CHINA)


def today(settings: Settings) -> date:
    """The day in China."""
    return now(settings).date()


@contextmanager
def ledger(settings: Settings) -> Iterator[Ledger]:
    """The ledger of the data folder, empty where nothing was asked yet."""
    opened = Ledger.open(settings.data.dir / "ledger.db")
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def judged(settings: Settings) -> Iterator[Feedback]:
    """What was judged on the chat page, as far as the data folder has it."""
    opened = Feedback.open(settings.data.dir / feedback.FILE, time.time)
    try:
        yield opened
    finally:
        opened.close()


def asked(settings: Settings, period: Period) -> tuple[Entry, ...]:
    """The questions of a period."""
    with ledger(settings) as opened:
        return opened.entries(period.since, period.until)


def opened(settings: Settings) -> AbstractContextManager[LoopFile]:
    """The loop's file of the data folder, made if it is new."""
    return file.opened(settings.data.dir / file.NAME)


def intake(settings: Settings, loop_file: LoopFile) -> Intake:
    """What fills the gap queue, under the college's rules and with its own words."""
    OwnWords(settings.data.dir).refresh()
    return Intake(loop_file, offices.load(settings.offices.file), rules(settings.loop))


def collect(settings: Settings, loop_file: LoopFile) -> None:
    """Takes the ledger's new questions, and what was judged 没用, into the queue, and settles gaps whose notice is published."""
    moment = now(settings)
    with ledger(settings) as questions, KnowledgeStore.open(settings.data.store) as store, judged(settings) as thumbs:
        tend(Sources(questions, store, thumbs), intake(settings, loop_file), settings.loop.unsure_below, moment)


def place(settings: Settings) -> LoopPlace:
    """What a running service needs to know for the loop."""
    return LoopPlace(
        data=settings.data.dir,
        store=settings.data.store,
        offices=offices.load(settings.offices.file),
        settings=settings.loop,
        key=identity_key(settings.wechat),
        now=lambda: now(settings),
        released=settings.privacy.released,
        question_days=settings.retention.days,
    )
