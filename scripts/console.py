"""How commands speak: people read standard error, programs and pipes read standard output."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

# a pipe has no width: rich would take 80 columns and cut names off
_PIPE = 200
_QUIET_SECONDS = 30.0

OUT = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE)
ERR = Console(stderr=True, highlight=False)


def progress() -> Progress:
    """A progress bar with the time that remains, on standard error; it vanishes when done and off a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal)


@dataclass(slots=True)
class Lines:
    """Progress where there is no terminal, as in a log: a line every half minute, none for what is done sooner."""

    what: str
    monotonic: Callable[[], float] = time.monotonic
    is_terminal: bool = ERR.is_terminal
    _started: float = 0.0
    _told: float = 0.0

    def __post_init__(self) -> None:
        self._started = self._told = self.monotonic()

    def tell(self, done: int, total: int) -> None:
        """How far it is, and how long the rest takes if it goes on as it went."""
        now = self.monotonic()
        if self.is_terminal or now - self._told < _QUIET_SECONDS or done >= total:
            return
        self._told = now
        left = (now - self._started) / done * (total - done)
        shown = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
        say(f"{done} of {total} {self.what}, about {shown} left")


def say(text: str) -> None:
    """One line for a person, unwrapped; `text` is taken literally."""
    ERR.print(escape(text), soft_wrap=True)


def write_json(value: object) -> None:
    """`value` as JSON on standard output, Chinese left readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
