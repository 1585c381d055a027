"""A notice (信息公开的一件), as it lives in the store: what it says, of when, and in which state."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

NoticeId = NewType("NoticeId", str)


class Status(StrEnum):
    """Where a notice stands in its life; expiry and supersession are dates and links, not states."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class PeriodKind(StrEnum):
    """What a year in a notice counts."""

    YEAR = "year"  # 2024年
    ACADEMIC_YEAR = "academic_year"  # 2024-2025学年, named by its first year
    COHORT = "cohort"  # 2024级: the year of entry
    CLASS_OF = "class_of"  # 2024届: the year of graduation


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One year that a notice or a question is about."""

    kind: PeriodKind
    year: int

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.ACADEMIC_YEAR:
                return f"{self.year}-{self.year + 1}学年"
            case PeriodKind.COHORT:
                return f"{self.year}级"
            case PeriodKind.CLASS_OF:
                return f"{self.year}届"
        return f"{self.year}年"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file's front matter or side file says of its notice; None and "" mean not said."""

    id: str = ""
    title: str = ""
    department: str = ""
    channel: str = ""
    category: str = ""
    published_at: date | None = None
    effective_from: date | None = None
    expires_at: date | None = None
    source_url: str = ""
    status: Status | None = None
    supersedes: tuple[NoticeId, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A disclosed notice in its current revision.

    `text` is the canonical text: the spans of its passages, in order, rejoin to exactly it.
    `path` is where the file stood, relative to the imported folder. `item` is the number (1-50) of the
    disclosure list (清单事项) and `item_cues` the words that decided it. `expiry_words` state the publicity period that
    `expires_at` was derived from, "" where it was given.
    """

    id: NoticeId
    title: str
    text: str
    department: str = ""
    channel: str = ""
    category: str = ""
    published_at: date | None = None
    effective_from: date | None = None
    expires_at: date | None = None
    source_url: str = ""
    status: Status = Status.PUBLISHED
    supersedes: tuple[NoticeId, ...] = ()
    path: str = ""
    periods: tuple[Period, ...] = ()
    item: int | None = None
    item_cues: tuple[str, ...] = ()
    expiry_words: str = ""
