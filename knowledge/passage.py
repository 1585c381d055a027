"""A passage: the smallest piece of a notice that is found, quoted and cited."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from knowledge.notice import NoticeId

PassageId = NewType("PassageId", str)


class PassageKind(StrEnum):
    """Running text, or one row of a table."""

    TEXT = "text"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a notice.

    `start` and `end` are offsets, in characters, into the notice's canonical text; the spans of all passages
    of a notice, in order, tile it without gap or overlap. For TEXT, `text` is that span stripped of outer white
    space; for ROW it is the row rendered with its caption, column names and units. `heading` is the path of headings above,
    `page` the 1-based page on which the passage begins, where its file has pages.
    """

    id: PassageId
    notice_id: NoticeId
    ordinal: int
    kind: PassageKind
    heading: str
    text: str
    start: int
    end: int
    page: int | None = None
