"""A college's loop for tests: its offices, a file, and questions as the ledger has them."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.answer import Outcome
from bot.gaps.gap import Sighting, Signal
from bot.gaps.intake import Intake, Rules
from bot.ledger import Asked, Ledger
from bot.loop.file import NAME, LoopFile
from bot.offices import Office, Offices
from knowledge.audit import Act, Actor

CHINA = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 9, 14, 10, tzinfo=CHINA)
OFFICES = Offices(
    (
        Office(name="党政办公室", default=True),
        Office(name="后勤保障处", phone="0000-8801600", topics=("健身房", "食堂", "宿舍")),
        Office(name="就业指导中心", topics=("就业",)),
    )
)


def act(by: str = "王老师", at: datetime = MONDAY, reason: str = "") -> Act:
    return Act(Actor(by), at, reason)


def sighting(number: int, question: str, at: datetime = MONDAY, signal: Signal = Signal.UNANSWERED) -> Sighting:
    return Sighting(f"asked:{number}", at, question, signal)


def asked(question: str, outcome: Outcome = Outcome.NOT_FOUND, at: datetime = MONDAY, **given: object) -> Asked:
    values: dict[str, object] = {"confidence": 0.05, "notice_id": "", "bundle": "b1"} | given
    return Asked(at, question, outcome, **values)  # type: ignore[arg-type]  # fields by name


def open_file(folder: Path) -> LoopFile:
    return LoopFile.open(folder / NAME)


def intake(file: LoopFile, offices: Offices = OFFICES, **rules: object) -> Intake:
    return Intake(file, offices, Rules(**rules))  # type: ignore[arg-type]  # fields by name


def fill(folder: Path, *entries: Asked) -> None:
    ledger = Ledger.open(folder / "ledger.db")
    ledger.record(entries)
    ledger.close()
