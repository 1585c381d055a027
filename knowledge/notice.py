"""A notice (信息公开的一件), as it lives in the store: what it says, of when, and in which state."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

NoticeId = NewType("NoticeId", str)


class Status(StrEnum):
    """Where a notice stands in its life; expiry and supersession are dates and links, not states.

    CHECKED: the review before disclosure (保密审查) has passed, and it is not published yet; no file can say so.
    """

    DRAFT = "draft"
    CHECKED = "checked"
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


class Place(StrEnum):
    """Where in a file the words stood that decided a field of its notice."""

    TITLE = "title"
    BYLINE = "byline"  # 发布时间：… 来源：… of a web page
    HEAD = "head"  # letterhead, document number and what else stands around the title
    TEXT = "text"
    END = "end"  # the signature
    ADDRESS = "address"  # the notice's URL
    FILE_NAME = "file name"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was recognised of a notice, and the words that decided it.

    `field` is the name of a field of Notice, `value` what it was taken for, as text. `is_sure` False asks staff to look:
    the words allow another reading, or say too little.
    """

    field: str
    value: str
    words: str
    place: Place
    is_sure: bool = True


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
    document_number: str = ""
    deadline: date | None = None
    applies_to: tuple[Period, ...] = ()
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A disclosed notice in its current revision.

    `text` is the canonical text: the spans of its passages, in order, rejoin to exactly it.
    `path` is where the file stood, relative to the imported folder. `item` is the number (1-50) of the
    disclosure list (清单事项) and `item_cues` the words that decided it. `document_number` is the 发文字号 (校发〔2024〕12号),
    `deadline` the last day to apply or to hand in (截止), `evidence` the words behind every field that no one gave.
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
    document_number: str = ""
    deadline: date | None = None
    evidence: tuple[Evidence, ...] = ()
