"""What one sync is: who follows which columns, when, where what is fetched is kept, and what stands for the world."""

import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from knowledge.audit import Actor
from knowledge.importer import Steps
from knowledge.sites.columns import Column, SyncSettings
from knowledge.sites.errors import SyncRunning, SyncStateUnavailable
from knowledge.sites.guard import Resolve
from knowledge.sites.originals import Originals
from knowledge.sites.pace import Seconds, Sleep
from knowledge.sites.wire import Transport, Wire

OnProgress = Callable[[str, int, int, str], None]


@dataclass(frozen=True, slots=True)
class World:
    """What a sync needs from outside, so that tests can replace it: the network, names, time."""

    transport: Transport = field(default_factory=Wire)
    resolve: Resolve | None = None
    seconds: Seconds = time.monotonic
    sleep: Sleep = time.sleep


@dataclass(frozen=True, slots=True)
class Place:
    """The folder `sites` of a data folder: the originals, and the state file."""

    folder: Path

    @property
    def state(self) -> Path:
        """The state file."""
        return self.folder / "state.sqlite3"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else syncs meanwhile; raises SyncRunning when somebody does."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            stream = (self.folder / ".lock").open("w")
        except OSError as error:
            raise SyncStateUnavailable(self.folder, error.strerror) from error
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise SyncRunning(self.folder) from None
            Originals(self.folder).sweep()
            yield


@dataclass(frozen=True, slots=True)
class Job:
    """Who syncs what, when, and as which version of gongkai."""

    settings: SyncSettings
    columns: Sequence[Column]
    by: Actor
    now: datetime
    version: str = "0"
    on_progress: OnProgress = lambda *_: None
    steps: Steps = field(default_factory=Steps)
