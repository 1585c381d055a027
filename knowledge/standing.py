"""Whether a notice may be quoted today, and which status a saved notice takes.

The store fills a Standing for every candidate of a question at answer time, so a withdrawal needs no publish.
"""

from dataclasses import dataclass

from knowledge.notice import NoticeId, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice's state on one day.

    `expired`: the day is after `expires_at`, the last day on which the notice holds. `not_yet`: the day is before
    `effective_from`. `superseded_by`: the newest published notice, in effect on that day, that names this one in its
    `supersedes`.
    """

    status: Status
    expired: bool
    not_yet: bool
    superseded_by: NoticeId | None

    @property
    def quotable(self) -> bool:
        """Published, in effect and not expired; a superseded notice is quotable, and the answer says so."""
        return self.status is Status.PUBLISHED and not self.expired and not self.not_yet


def settle(current: Status, filed_before: Status, filed_now: Status) -> Status:
    """The status after a file is imported again: a three-way merge of the store's and the file's.

    `current` is the store's, `filed_before` what the file said at its last import, `filed_now` what it says now.
    A file that says the same as before changes nothing, so importing a folder again undoes no withdrawal and no
    restoration. A file that says something new is followed, except that a withdrawal by command holds until it is
    restored by command.
    """
    if filed_now is filed_before:
        return current
    if current is Status.WITHDRAWN and filed_before is not Status.WITHDRAWN:
        return Status.WITHDRAWN
    return filed_now
