"""A notice's life: draft → checked (保密审查) → published → superseded, expired, withdrawn; and who decides what.

An information officer submits by importing; a reviewer checks and publishes (先审查、后公开); the store enforces it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.audit import Action
from knowledge.notice import Status


class Publishing(StrEnum):
    """What becomes of what a file says: answerable with the next publish, or a draft until it is approved."""

    DIRECTLY = "directly"
    AFTER_CHECK = "after-check"


class Reviewer(StrEnum):
    """Who may approve: anyone, or only another person than the one who submitted it."""

    ANYONE = "anyone"
    ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class Policy:
    """How a college lets notices in."""

    publish: Publishing = Publishing.DIRECTLY
    reviewer: Reviewer = Reviewer.ANYONE

    def first(self, filed: Status) -> Status:
        """The status of a notice whose file, new to the store, says `filed`: no file publishes before its check."""
        return Status.DRAFT if self.publish is Publishing.AFTER_CHECK and filed is Status.PUBLISHED else filed


AS_FILED = Policy()


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a life that a person takes: what it is called, from which states, and to which."""

    action: Action
    allowed: frozenset[Status]
    to: Status


CHECK = Move(Action.CHECKED, frozenset({Status.DRAFT}), Status.CHECKED)
PUBLISH = Move(Action.PUBLISHED, frozenset({Status.CHECKED}), Status.PUBLISHED)
REJECT = Move(Action.REJECTED, frozenset({Status.DRAFT, Status.CHECKED}), Status.WITHDRAWN)
WITHDRAW = Move(Action.WITHDRAWN, frozenset({Status.PUBLISHED}), Status.WITHDRAWN)

UNPUBLISHED = frozenset({Status.DRAFT, Status.CHECKED})
"""What waits for a person: to be checked, or to be published."""


def settle(current: Status, filed_before: Status, filed_now: Status) -> Status:
    """The status after a file is imported again: a three-way merge of the store's and the file's.

    `current` is the store's, `filed_before` what the file said at its last import, `filed_now` what it says now.
    A file that says the same as before changes nothing, so importing a folder again undoes no withdrawal and no
    restoration. A file that says something new is followed, except that a withdrawal by command holds until it is
    restored by command. A check holds for one text: a checked notice that changes is a draft again.
    """
    if filed_now is filed_before:
        return Status.DRAFT if current is Status.CHECKED else current
    if current is Status.WITHDRAWN and filed_before is not Status.WITHDRAWN:
        return Status.WITHDRAWN
    return filed_now


def last_day(current: date | None, filed_before: date | None, filed_now: date | None) -> date | None:
    """The last day after a file is imported again: what staff have set holds until the file says something new."""
    return current if filed_now == filed_before else filed_now
