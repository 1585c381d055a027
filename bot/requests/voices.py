"""What people say of the disclosure itself: complaints (举报), appraisals (评议), reviews (复议) and lawsuits (诉讼)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from bot.loop import trail
from bot.loop.errors import FormInvalid, NotNow, Unknown
from bot.loop.file import LoopFile
from bot.loop.trail import stamp
from bot.reports.period import CHINA
from bot.requests.sealing import Seal
from bot.requests.tables import TRAIL, VOICES
from knowledge.audit import Act
from knowledge.privacy import mask_question

_LONGEST = 1000
_PER_HOUR = 60


class Kind(StrEnum):
    """What is said, and where."""

    COMPLAINT = "complaint"
    APPRAISAL = "appraisal"
    REVIEW = "review"
    LAWSUIT = "lawsuit"

    @property
    def chinese(self) -> str:
        """As reports say it."""
        return {"complaint": "举报", "appraisal": "评议", "review": "行政复议", "lawsuit": "行政诉讼"}[self.value]


OF_PEOPLE = (Kind.COMPLAINT, Kind.APPRAISAL)
"""What the page takes; reviews and lawsuits come on paper, and staff enter them."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One of them; `rating` from 1 (很不满意) to 5 (很满意) of an appraisal. `text` is "" once it was deleted."""

    id: int
    kind: Kind
    channel: str
    day: date
    rating: int | None
    text: str = field(repr=False)
    settled: date | None
    result: str = field(repr=False)


class Voices:
    """Takes and settles them; texts are masked and sealed."""

    def __init__(self, file: LoopFile, seal: Seal) -> None:
        self._file = file
        self._seal = seal

    def take(self, kind: Kind, text: str, rating: int | None, channel: str, now: datetime) -> int:
        """Takes one; its number. Raises FormInvalid."""
        said = mask_question(text.strip())
        if kind is Kind.APPRAISAL and rating not in range(1, 6):
            raise FormInvalid({"rating": "请选择 1 到 5 分"})
        if len(said) > _LONGEST or (kind is not Kind.APPRAISAL and len(said) < 5):
            raise FormInvalid({"text": f"请写明情况，5 到 {_LONGEST} 字"})
        values = {"kind": kind, "channel": channel, "at": stamp(now), "day": now.astimezone(CHINA).date()}
        values |= {"rating": rating if kind is Kind.APPRAISAL else None, "text": self._seal.close({"text": said})}
        with self._file.writing() as connection:
            self._refuse_flood(connection, now)
            return int(connection.execute(sa.insert(VOICES).values(values).returning(VOICES.c.id)).scalar_one())

    def list(self, kinds: Collection[Kind] = tuple(Kind)) -> Sequence[Voice]:
        """All of these kinds, oldest first."""
        query = sa.select(VOICES).where(VOICES.c.kind.in_(kinds)).order_by(VOICES.c.id)
        with self._file.reading() as connection:
            return tuple(self._voice(row) for row in connection.execute(query))

    def settle(self, number: int, result: str, act: Act) -> None:
        """What came of a complaint, a review or a lawsuit. Raises Unknown, NotNow, FormInvalid."""
        if not result.strip():
            raise FormInvalid({"result": "请写明处理结果"})
        with self._file.writing() as connection:
            row = connection.execute(sa.select(VOICES).where(VOICES.c.id == number)).first()
            if row is None:
                raise Unknown("complaint or appraisal", number, "gongkai requests voices")
            if row.settled is not None:
                raise NotNow(f"number {number}", f"settled on {row.settled}", "nothing is left to do")
            changed = {"settled": act.at.astimezone(CHINA).date(), "result": mask_question(result.strip())}
            connection.execute(sa.update(VOICES).where(VOICES.c.id == number).values(changed))
            trail.write(connection, TRAIL, f"voice:{number}", "settled", act)

    def _voice(self, row: sa.Row[tuple[object, ...]]) -> Voice:
        text = str(self._seal.open(row.text)["text"]) if row.text else ""
        return Voice(row.id, Kind(row.kind), row.channel, row.day, row.rating, text, row.settled, row.result)

    def _refuse_flood(self, connection: sa.Connection, now: datetime) -> None:
        lately = sa.select(sa.func.count()).select_from(VOICES).where(VOICES.c.at > stamp(now - timedelta(hours=1)))
        if (connection.scalar(lately) or 0) >= _PER_HOUR:
            raise FormInvalid({"form": "现在提交的人太多，请过一小时再试"})
