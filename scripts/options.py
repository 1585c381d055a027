"""The options that several commands share, so that they read the same everywhere."""

import getpass
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from knowledge.audit import Actor

Config = Annotated[Path | None, typer.Option(metavar="FILE", help="Settings file [default: gongkai.toml, if there]")]
Data = Annotated[Path | None, typer.Option(metavar="DIR", help="Data folder [default: data]")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
By = Annotated[str, typer.Option(metavar="NAME", help="Who does it, for the audit trail [default: your user name]")]


def actor(by: str, user: Callable[[], str] = getpass.getuser) -> Actor:
    """`by`, or when it is "" the name under which the process runs, as `user` tells it."""
    if by.strip():
        return Actor(by.strip())
    try:
        return Actor(user())
    except (KeyError, OSError):
        # a container may run under a number that has no name
        return Actor(f"uid {os.getuid()}")


def given_options(given: Mapping[str, object]) -> list[str]:
    """Options as another command takes them; what is None is left out."""
    return [text for name, value in given.items() if value is not None for text in (name, str(value))]
