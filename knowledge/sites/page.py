"""A page of a site as the sync knows it, and what became of it in a run: the values that the state file is made of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from knowledge.notice import NoticeId
from knowledge.sites.fetch import Validators

# A list gives days; a page that changed twice on one day keeps its day.
_DAY = 10


NONE = NoticeId("")


class Outcome(StrEnum):
    """What became of a page when it was last looked at."""

    WAITING = "waiting"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"  # fetched, and says what it said
    NOT_MODIFIED = "not modified"  # the site answers that it is unchanged (304)
    NOT_FETCHED = "not fetched"  # the list shows that it is unchanged
    GONE = "gone"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"


SAME = frozenset([Outcome.UNCHANGED, Outcome.NOT_MODIFIED, Outcome.NOT_FETCHED])
GOOD = SAME | {Outcome.NEW, Outcome.CHANGED}


@dataclass(frozen=True, slots=True)
class Page:
    """One page, article or attachment: what the list says, what was fetched, and what became of it.

    `parent` is the article of an attachment, "" for an article. `kept` names the original in the folder of originals;
    `notice_id` is "" while no notice was made of it. `gone_since` is "" unless staff are asked whether to withdraw it;
    `kept_by` is who answered that it stays.
    """

    url: str
    column: str
    parent: str = ""
    position: int = 0
    title: str = ""
    published: date | None = None
    stamp: str = ""
    seen: int = 0
    checked: int = 0
    asked_at: str = ""
    asked_line: str = ""
    etag: str = ""
    modified: str = ""
    digest: str = ""
    kept: str = ""
    notice_id: NoticeId = NONE
    outcome: Outcome = Outcome.WAITING
    reason: str = ""
    advice: str = ""
    gone_since: str = ""
    gone_why: str = ""
    kept_by: str = ""

    @property
    def line(self) -> str:
        """What the list says of the page, as one text."""
        return "\n".join((self.title, str(self.published or ""), self.stamp))

    @property
    def validators(self) -> Validators:
        """What to ask with; nothing while there is no original to fall back on."""
        return Validators(self.etag, self.modified) if self.kept else Validators()

    def is_due(self, now: datetime, recheck: timedelta) -> bool:
        """Whether it was not asked for so long that what the list says no longer counts."""
        return not self.asked_at or now - datetime.fromisoformat(self.asked_at) >= recheck

    def is_shown_unchanged(self, now: datetime, recheck: timedelta) -> bool:
        """Whether the list's own words prove enough that the page need not be asked.

        They do where the site dates each state of the page, or where it has no cheaper way of telling; and only while
        they are the same as when it was asked, and that was not too long ago.
        """
        if self.outcome not in GOOD or self.line != self.asked_line or self.is_due(now, recheck):
            return False
        if self.stamp:
            # changed again on the very day on which it was asked: the day alone does not tell
            return self.stamp[:_DAY] < self.asked_at[:_DAY]
        return not self.validators


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a column; `resumed` when an earlier process began it, `listed` when its list was read already."""

    column: str
    number: int
    resumed: bool = False
    listed: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class LastRun:
    """When a column was last followed, and whether to its end."""

    started_at: datetime
    finished: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page as it was last fetched."""

    url: str
    base: str
    etag: str
    modified: str
    kept: str
    content_type: str

    @property
    def validators(self) -> Validators:
        """What to ask with."""
        return Validators(self.etag, self.modified)
