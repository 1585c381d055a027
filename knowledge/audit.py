"""Who did what to a notice, when and why: the values that the store's trail is made of.

Written by knowledge/store/store.py with every change; read by the staff commands and the console.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from knowledge.notice import Notice, NoticeId

Actor = NewType("Actor", str)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something to a notice, when and why."""

    by: Actor
    at: datetime
    reason: str


class Change(StrEnum):
    """What saving a notice came to."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Action(StrEnum):
    """What an entry of the trail records."""

    ADDED = "added"
    CHANGED = "changed"
    CHECKED = "checked"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change: `what` names the fields that differ, `revision` is the one that the change made; `at` is in UTC."""

    notice_id: NoticeId
    revision: int
    at: datetime
    by: Actor
    action: Action
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A notice after one change; numbers count from 1 for each notice; `at` is in UTC.

    It carries its own status: a changed text that waits for its check is a draft, while the published revision holds.
    """

    number: int
    at: datetime
    by: Actor
    notice: Notice
