"""What was asked and what was thought of it, on the way into the ledger: a full disk holds up no answer and loses no entry."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import LedgerUnwritable
from bot.ledger import Asked, Judged, Ledger
from bot.logs import where
from bot.reports.demand import item_of

# What was asked while the disk was full; some megabytes.
_MOST_UNWRITTEN = 20_000


@dataclass(slots=True)
class Journal:
    """Entries that wait for the ledger, whose words are kept for `days`. Of one event loop; only `flush` and the like wait."""

    ledger: Ledger
    log: structlog.typing.FilteringBoundLogger
    days: int
    _asked: list[Asked] = field(default_factory=list)
    _judged: list[Judged] = field(default_factory=list)
    _is_unwritten: bool = False
    _purged: date | None = None

    def asked(self, entry: Asked) -> None:
        """Takes down a question that was answered."""
        self._asked.append(entry)

    def judged(self, entry: Judged) -> None:
        """Takes down what somebody thought of an answer."""
        self._judged.append(entry)

    async def flush(self) -> None:
        """Writes what came since the last time into the ledger; what cannot be written now is kept for the next time."""
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

    async def forget(self, conversation: str) -> None:
        """What a person thought of answers stays, and is nobody's."""
        self._judged = [replace(one, person="") if one.person == conversation else one for one in self._judged]
        try:
            await asyncio.get_running_loop().run_in_executor(None, self.ledger.forget, conversation)
        except SQLAlchemyError as error:
            self.log.error("forget_failed", error=where(error), user=conversation)

    async def purge(self, now: datetime) -> None:
        """Once a day, and at the start: deletes of the ledger what it has held for longer than it may."""
        if now.date() == self._purged:
            return
        self._purged = now.date()
        try:
            await asyncio.get_running_loop().run_in_executor(
                None, self.ledger.purge, now - timedelta(days=self.days), item_of
            )
        except SQLAlchemyError as error:
            self.log.error("purge_failed", error=where(error))

    def _write(self, entries: list[Asked], judgements: list[Judged]) -> None:
        """All of it; a second try may write a judgement again, of which the last counts."""
        self.ledger.record(entries)
        entries.clear()
        for judgement in judgements:
            self.ledger.judge(judgement)
