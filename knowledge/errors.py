"""What can go wrong in knowledge, classed by what the caller does next.

KnowledgeError
├── UnreadableFile      report the file by name and go on with the others
│   └── UnsupportedFormat   the same; a later version may read it
├── InvalidMetadata     the front matter or side file must be mended
├── UnknownNotice       the id is wrong: list the notices
├── ForbiddenTransition the notice's state does not allow the action
└── StoreUnavailable    the data folder cannot be opened
"""

from pathlib import Path


class KnowledgeError(Exception):
    """Root of all errors of this package; `str()` is one clear line for a person."""


class UnreadableFile(KnowledgeError):
    """A file that cannot be turned into a notice, with the reason and what staff can do."""

    def __init__(self, path: Path, reason: str, advice: str = "") -> None:
        super().__init__(f"{path.name}: {reason}" + (f" ({advice})" if advice else ""))
        self.path = path
        self.reason = reason
        self.advice = advice


class UnsupportedFormat(UnreadableFile):
    """A file of a kind that no parser takes."""


class InvalidMetadata(UnreadableFile):
    """Front matter or a side file with an unknown key or a value of the wrong kind."""


class UnknownNotice(KnowledgeError):
    """No notice has this id."""

    def __init__(self, notice_id: str) -> None:
        super().__init__(f"no notice has the id {notice_id!r}; `gongkai notices list` shows them all")
        self.notice_id = notice_id


class ForbiddenTransition(KnowledgeError):
    """The notice's present state does not allow the action."""

    def __init__(self, notice_id: str, state: str, action: str) -> None:
        super().__init__(f"notice {notice_id!r} is {state}, so it cannot be {action}")
        self.notice_id = notice_id
        self.state = state
        self.action = action


class StoreUnavailable(KnowledgeError):
    """The knowledge store cannot be opened or is of another version."""
