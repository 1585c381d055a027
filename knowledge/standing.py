"""Whether a notice may be quoted today, and in which state it is.

The store fills a Standing for every candidate of a question at answer time, so a withdrawal needs no publish.
"""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.notice import NoticeId, Status


class State(StrEnum):
    """Where a notice stands in its life on one day, dates and links included."""

    DRAFT = "draft"
    CHECKED = "checked"
    UPCOMING = "upcoming"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice's state on one day.

    `expired`: the day is after `expires_at`, the last day on which the notice holds. `not_yet`: the day is before
    `effective_from`. `superseded_by`: the newest published notice, in effect on that day, that names this one in its
    `supersedes`, unless staff have said that this one holds beside it.
    """

    status: Status
    expired: bool
    not_yet: bool
    superseded_by: NoticeId | None

    @property
    def quotable(self) -> bool:
        """Published, in effect and not expired; a superseded notice is quotable, and the answer says so."""
        return self.status is Status.PUBLISHED and not self.expired and not self.not_yet

    @property
    def state(self) -> State:
        """The one word for it; a notice that is both expired and superseded is expired."""
        if self.status is not Status.PUBLISHED:
            return State(self.status)
        if self.expired:
            return State.EXPIRED
        if self.not_yet:
            return State.UPCOMING
        return State.SUPERSEDED if self.superseded_by else State.PUBLISHED
