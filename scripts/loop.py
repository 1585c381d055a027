"""Opens what the commands of the loop share: its file, its services and the ledger, under the college's settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from bot import offices
from bot.gaps.collecting import Sources, tend
from bot.gaps.intake import Intake, Rules
from bot.ledger import Entry, Ledger
from bot.loop.file import NAME, LoopFile
from bot.reports.period import Period
from knowledge.store import KnowledgeStore
from scripts.settings import CHINA, Settings


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


def asked(settings: Settings, period: Period) -> tuple[Entry, ...]:
    """The questions of a period."""
    with ledger(settings) as opened:
        return opened.entries(period.since, period.until)


@contextmanager
def opened(settings: Settings) -> Iterator[LoopFile]:
    """The loop's file of the data folder, made if it is new."""
    file = LoopFile.open(settings.data.dir / NAME)
    try:
        yield file
    finally:
        file.close()


def intake(settings: Settings, file: LoopFile) -> Intake:
    """What fills the gap queue, under the college's rules."""
    rules = Rules(settings.loop.gap_workdays, settings.loop.unsure_below, settings.loop.note_days)
    return Intake(file, offices.load(settings.offices.file), rules)


def collect(settings: Settings, file: LoopFile) -> None:
    """Takes the ledger's new questions into the queue, and settles gaps whose notice is published."""
    moment = now(settings)
    with ledger(settings) as opened_ledger, KnowledgeStore.open(settings.data.store) as store:
        tend(Sources(opened_ledger, store), intake(settings, file), settings.loop.unsure_below, moment)
