"""What can go wrong in knowledge, classed by what the caller does next.

KnowledgeError
├── UnreadableFile      report the file by name and go on with the others
│   └── UnsupportedFormat   the same; a later version may read it
├── InvalidMetadata     the front matter or side file must be mended
├── UnknownNotice       the id is wrong: list the notices
├── UnknownRevision     the number is wrong: read the notice's history
├── ForbiddenTransition the notice's state does not allow the action
├── SameReviewer        another person has to approve
├── ReviewedUnseen      the text has changed since it was looked at: look again
├── NotKept             the revision cannot be brought back: import its file again
└── StoreUnavailable    the data folder cannot be opened
"""

from pathlib import Path

from knowledge.filename import readable


class KnowledgeError(Exception):
    """Root of all errors of this package; `str()` is one clear line for a person."""


class UnreadableFile(KnowledgeError):
    """A file that cannot be turned into a notice, with the reason and what staff can do."""

    def __init__(self, path: Path, reason: str, advice: str = "") -> None:
        super().__init__(f"{readable(path.name)}: {reason}" + (f" ({advice})" if advice else ""))
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


class UnknownRevision(KnowledgeError):
    """The notice has no revision of this number."""

    def __init__(self, notice_id: str, number: int, newest: int) -> None:
        super().__init__(
            f"notice {notice_id!r} has the revisions 1 to {newest}, none with the number {number}; "
            f"`gongkai notices history {notice_id}` shows them"
        )
        self.notice_id = notice_id
        self.number = number


class ForbiddenTransition(KnowledgeError):
    """The notice's present state does not allow the action; `advice` says what it does allow."""

    def __init__(self, notice_id: str, state: str, action: str, advice: str = "") -> None:
        super().__init__(
            f"notice {notice_id!r} is {state}, so it cannot be {action}" + (f"; {advice}" if advice else "")
        )
        self.notice_id = notice_id
        self.state = state
        self.action = action
        self.advice = advice


class SameReviewer(KnowledgeError):
    """Who submitted a text may not approve it, by the college's own setting."""

    def __init__(self, notice_id: str, submitter: str) -> None:
        super().__init__(
            f"notice {notice_id!r} was submitted by {submitter}, so another person has to approve it "
            '(the setting `import.reviewer` is "another")'
        )
        self.notice_id = notice_id
        self.submitter = submitter


class ReviewedUnseen(KnowledgeError):
    """What waits is not the revision that was looked at."""

    def __init__(self, notice_id: str, seen: int, waiting: int) -> None:
        super().__init__(
            f"revision {waiting} of notice {notice_id!r} waits, not revision {seen}; "
            f"`gongkai notices diff {notice_id}` shows what has changed"
        )
        self.notice_id = notice_id
        self.seen = seen
        self.waiting = waiting


class NotKept(KnowledgeError):
    """An older gongkai kept the text of a revision, but not how it was cut into passages."""

    def __init__(self, notice_id: str, number: int) -> None:
        super().__init__(
            f"revision {number} of notice {notice_id!r} is from an older gongkai, which kept no passages of it; "
            "import the file that it came from again"
        )
        self.notice_id = notice_id
        self.number = number


class StoreUnavailable(KnowledgeError):
    """The knowledge store cannot be opened or is of another version."""
