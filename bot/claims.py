"""Which process answers a message: one claims it, the others wait for its answer, or take over when it has died.

WeChat sends a message up to three times, and each try may reach another worker; the answer must be one.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot import alive
from bot.errors import ServingUnavailable
from bot.logs import Log
from bot.serving import FILE, MESSAGES, ServingFile, Statement
from bot.wechat.reaction import Reaction

_SIGNS = "workers"
_FLUSH_SECONDS = 0.05
_PRUNE_SECONDS = 10.0
_MOST_UNWRITTEN = 10_000
KEPT_SECONDS = 300.0
"""How long a message is known. WeChat's last try comes ten seconds after the first; what comes again later is a replay."""

_STATE = (MESSAGES.c.owner, MESSAGES.c.tries, MESSAGES.c.text, MESSAGES.c.outcome, MESSAGES.c.notices)
_ARRIVAL = Statement(
    insert(MESSAGES)
    .values(tries=1, **{name: sa.bindparam(name) for name in ("key", "at", "owner")})
    .on_conflict_do_update(index_elements=["key"], set_={"tries": MESSAGES.c.tries + 1})
    .returning(*_STATE)
)
_LOOK = Statement(sa.select(*_STATE).where(MESSAGES.c.key == sa.bindparam("key")))
_TAKE = Statement(
    sa.update(MESSAGES)
    .where(MESSAGES.c.key == sa.bindparam("k"), MESSAGES.c.owner == sa.bindparam("dead"), MESSAGES.c.text.is_(None))
    .values(owner=sa.bindparam("me"))
    .returning(MESSAGES.c.key)
)
_SETTLE = Statement(
    sa.update(MESSAGES)
    .where(MESSAGES.c.key == sa.bindparam("k"))
    .values(text=sa.bindparam("t"), outcome=sa.bindparam("o"), notices=sa.bindparam("n"))
)
_OLD = Statement(sa.delete(MESSAGES).where(MESSAGES.c.at < sa.bindparam("before")))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A try of a message: which one it is over all workers, whether it is this process's to answer, what it got already."""

    tries: int
    is_mine: bool
    settled: Reaction | None = None


class Claims(Protocol):
    """Messages and whose they are; nothing here raises, whatever becomes of the disk."""

    def arrive(self, key: str) -> Arrival:
        """Counts a try of the message `key`; the first one makes it this process's."""
        ...

    def look(self, key: str) -> Arrival:
        """How it stands now with a message that is another's; it becomes this process's when the other has died."""
        ...

    def settle(self, key: str, settled: Reaction) -> None:
        """Tells the others what a message of this process got."""
        ...


@dataclass(frozen=True, slots=True)
class Alone:
    """For a process without others: every message is its own, and bot/inflight.py knows the tries."""

    def arrive(self, key: str) -> Arrival:
        """As the protocol says."""
        del key
        return Arrival(1, is_mine=True)

    look = arrive

    def settle(self, key: str, settled: Reaction) -> None:
        """As the protocol says."""


@dataclass(slots=True)
class SharedClaims:
    """Claims in the file of all workers; `now` in Unix seconds. Answers are written in batches, some 50 ms later.

    A message whose answer was not yet written when its worker died is answered anew by whoever gets the next try.
    """

    file: ServingFile
    signs: Path
    me: str
    log: Log
    now: Callable[[], float]
    _settled: dict[str, Reaction] = field(default_factory=dict)
    _has_failed: bool = False

    def arrive(self, key: str) -> Arrival:
        """As the protocol says."""
        try:
            (row,) = self.file.run(_ARRIVAL, key=key, at=self.now(), owner=self.me)
        except ServingUnavailable as error:
            return self._alone(error)
        return self._read(key, *row)

    def look(self, key: str) -> Arrival:
        """As the protocol says."""
        try:
            rows = self.file.run(_LOOK, key=key)
            if not rows:
                return Arrival(1, is_mine=True)
            found, owner = self._read(key, *rows[0]), rows[0][0]
            if found.is_mine or found.settled or alive.lives(self.signs, owner):
                return found
            taken = self.file.run(_TAKE, k=key, dead=owner, me=self.me)
        except ServingUnavailable as error:
            return self._alone(error)
        return Arrival(found.tries, is_mine=bool(taken))

    def settle(self, key: str, settled: Reaction) -> None:
        """As the protocol says."""
        self._settled[key] = settled

    def flush(self) -> None:
        """Writes what was settled since the last time."""
        settled, self._settled = self._settled, {}
        rows: list[dict[str, object]] = [
            {"k": key, "t": one.text, "o": one.outcome, "n": json.dumps(one.notices)} for key, one in settled.items()
        ]
        try:
            if rows:
                self.file.run_all(_SETTLE, rows)
        except ServingUnavailable as error:
            self._settled = settled | self._settled
            self._alone(error)
        else:
            self._has_failed = self._has_failed and not rows

    def prune(self) -> None:
        """Forgets old messages, and processes that are gone."""
        alive.clear(self.signs)
        if len(self._settled) > _MOST_UNWRITTEN:
            self._settled.clear()  # the disk has been full for minutes: nobody waits for these
        try:
            self.file.run(_OLD, before=self.now() - KEPT_SECONDS)
            self.file.checkpoint()
        except ServingUnavailable as error:
            self._alone(error)

    def _read(self, key: str, owner: str, tries: int, *told: str | None) -> Arrival:
        text, outcome, notices = told
        settled = self._settled.get(key)
        if settled is None and text is not None:
            settled = Reaction(text, outcome or "", tuple(json.loads(notices or "[]")))
        return Arrival(tries, is_mine=owner == self.me, settled=settled)

    def _alone(self, error: ServingUnavailable) -> Arrival:
        if not self._has_failed:
            self.log.error("claims_failed", reason=str(error))
        self._has_failed = True
        return Arrival(1, is_mine=True)


@asynccontextmanager
async def shared_claims(data: Path, log: Log, now: Callable[[], float]) -> AsyncIterator[SharedClaims]:
    """Claims of one of the processes over a data folder, kept up to date in the background until the context ends."""
    with alive.sign_of_life(data / _SIGNS) as me:
        claims = SharedClaims(ServingFile.open(data / FILE), data / _SIGNS, me, log, now)
        keeping = asyncio.create_task(_keep(claims))
        try:
            yield claims
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])
            claims.flush()
            claims.file.close()


async def _keep(claims: SharedClaims) -> None:
    rounds = 0
    while True:
        await asyncio.sleep(_FLUSH_SECONDS)
        claims.flush()
        rounds += 1
        if rounds * _FLUSH_SECONDS >= _PRUNE_SECONDS:
            rounds = 0
            await asyncio.get_running_loop().run_in_executor(None, claims.prune)
