"""What the pages of the console work with, opened once with the service."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from aiohttp import web

from bot.loop.opening import LoopPlace
from bot.settings import StaffSettings
from bot.staff.door import Door
from bot.staff.file import FILE, connect
from bot.staff.gongkai import Gongkai
from bot.staff.loop import LoopDesk, open_desk
from bot.staff.publishing import Publishing
from bot.staff.roster import Roster
from bot.staff.sessions import Sessions, SqlSessions
from knowledge.life import Policy
from knowledge.store import KnowledgeStore

PREFIX = "/staff"
"""Where all of its pages are."""
# Apart from the threads that answer questions: enough that nobody waits while others have their files read, which is
# done by processes of their own.
_WORKERS = 6


@dataclass(frozen=True, slots=True)
class Premises:
    """Where the console finds things: the data folder, the store's file and policy, `gongkai` with its options, the loop.

    `now` is the moment of a step, as the configuration has it; `seconds` the real time, for sessions; `offices` the
    names that an office can have.
    """

    data: Path
    store: Path
    policy: Policy
    command: Sequence[str]
    options: Sequence[str]
    settings: StaffSettings
    now: Callable[[], datetime]
    seconds: Callable[[], float]
    loop: LoopPlace
    offices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Console:
    """All of it, safe to use from several threads."""

    premises: Premises
    roster: Roster
    sessions: Sessions
    door: Door
    store: KnowledgeStore
    loop: LoopDesk
    gongkai: Gongkai
    publishing: Publishing
    workers: ThreadPoolExecutor

    @property
    def today(self) -> date:
        """The day in the college."""
        return self.premises.now().date()


CONSOLE: web.AppKey[Console] = web.AppKey("console")
"""The console of a running service."""


@contextmanager
def open_console(premises: Premises) -> Iterator[Console]:
    """Opens the console over a data folder and closes it; a publish that it began goes on by itself."""
    settings, seconds = premises.settings, premises.seconds
    engine = connect(premises.data / FILE)
    gongkai = Gongkai(premises.command, premises.options)
    with (
        ThreadPoolExecutor(_WORKERS, thread_name_prefix="staff") as workers,
        KnowledgeStore.open(premises.store, premises.policy) as store,
        open_desk(premises.loop) as loop,
    ):
        roster = Roster(engine, seconds)
        idle, longest = settings.idle_minutes * 60.0, settings.session_hours * 3600.0
        try:
            yield Console(
                premises=premises,
                roster=roster,
                sessions=SqlSessions(engine, seconds, idle, longest),
                door=Door(engine, seconds),
                store=store,
                loop=loop,
                gongkai=gongkai,
                publishing=Publishing(gongkai, premises.data, seconds),
                workers=workers,
            )
        finally:
            engine.dispose()
