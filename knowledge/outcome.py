"""What an import made of the files: the values that its report is written from, for people, programs and colleagues.

Filled by knowledge/importer.py, shown by scripts/import_report.py.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.audit import Change
from knowledge.notice import Notice, NoticeId
from knowledge.privacy.findings import ScreenedNotice


class Doubt(StrEnum):
    """Why the item of the disclosure list that a notice was put under may be wrong."""

    NONE = ""
    NO_ITEM = "no item of the disclosure list fits"
    TEXT_ONLY = "only words of the text speak for the item, none of the title"


@dataclass(frozen=True, slots=True)
class Imported:
    """A file that is a notice in the store: what saving it came to, and what staff may want to look at.

    `fields` names what a changed file changed, `waits` whether it waits for its check; `cues` are the words that put it
    under `item` of the disclosure list. `unread` says what of the file is not in the notice, "" where nothing is missing.
    """

    path: Path
    id: NoticeId
    title: str
    change: Change
    fields: str
    waits: bool
    item: int | None
    cues: tuple[str, ...]
    doubt: Doubt
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that did not become a notice: why, and what staff can do ("" when nothing is known)."""

    path: Path
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every file, in the order of the walk."""

    notices: tuple[Imported, ...]
    unreadable: tuple[Unreadable, ...]
    seconds: float
    screened: tuple[ScreenedNotice, ...] = ()

    @property
    def added(self) -> tuple[NoticeId, ...]:
        """The notices that are new."""
        return self._of(Change.ADDED)

    @property
    def changed(self) -> tuple[NoticeId, ...]:
        """The notices whose file says something new."""
        return self._of(Change.CHANGED)

    @property
    def unchanged(self) -> tuple[NoticeId, ...]:
        """The notices whose file says what it said before."""
        return self._of(Change.UNCHANGED)

    @property
    def unsure(self) -> tuple[Imported, ...]:
        """The new and changed notices that were classified with low confidence."""
        return tuple(one for one in self.notices if one.doubt and one.change is not Change.UNCHANGED)

    @property
    def partly_read(self) -> tuple[Imported, ...]:
        """The notices of which a part of the file is missing, unchanged ones too."""
        return tuple(one for one in self.notices if one.unread)

    @property
    def waiting(self) -> tuple[NoticeId, ...]:
        """The new and changed notices that wait for their check."""
        return tuple(one.id for one in self.notices if one.waits and one.change is not Change.UNCHANGED)

    @property
    def imported(self) -> int:
        """How many files are in the store now."""
        return len(self.notices)

    def _of(self, change: Change) -> tuple[NoticeId, ...]:
        return tuple(one.id for one in self.notices if one.change is change)


def doubt(notice: Notice) -> Doubt:
    """Why a notice's item of the disclosure list may be wrong."""
    if notice.item is None:
        return Doubt.NO_ITEM
    unsure = {one.field for one in notice.evidence if not one.is_sure}
    return Doubt.TEXT_ONLY if "item" in unsure else Doubt.NONE
