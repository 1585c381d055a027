"""What can go wrong in the loop, classed by what the caller does next; all are BotErrors.

LoopError
├── FileUnusable   the data folder must be mended
├── Unknown        there is no such gap or request: list them
├── NotNow         the state does not allow the step; the line says which does
└── FormInvalid    the person must mend the form; `faults` by field
"""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import BotError


class LoopError(BotError):
    """Root of the loop's errors; `str()` is one clear line for a person, without personal data."""


class FileUnusable(LoopError):
    """A file of the loop cannot be read or written."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"the file {path} cannot be used: {reason}; run `gongkai doctor`")
        self.path = path


class Unknown(LoopError):
    """A gap or request that does not exist."""

    def __init__(self, what: str, key: object, lists: str) -> None:
        super().__init__(f"there is no {what} {key}; `{lists}` lists them")


class NotNow(LoopError):
    """A step that the state does not allow."""

    def __init__(self, what: str, state: str, advice: str) -> None:
        super().__init__(f"{what} is {state}; {advice}")
        self.state = state


class FormInvalid(LoopError):
    """A form that cannot be taken; `faults` says by field, in Chinese, what was expected."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = dict(faults)
