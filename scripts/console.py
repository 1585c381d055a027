"""How commands speak: people read standard error, programs and pipes read standard output."""

import json
import sys

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

# a pipe has no width: rich would take 80 columns and cut names off
_PIPE = 200

OUT = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE)
ERR = Console(stderr=True, highlight=False)


def progress() -> Progress:
    """A progress bar with the time that remains, on standard error; it vanishes when done and off a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal)


def say(text: str) -> None:
    """One line for a person, unwrapped; `text` is taken literally."""
    ERR.print(escape(text), soft_wrap=True)


def write_json(value: object) -> None:
    """`value` as JSON on standard output, Chinese left readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
