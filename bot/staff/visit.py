"""One request to the console as its pages see it, and what they give back; pages are plain functions from one to the other."""

import hmac
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Protocol, runtime_checkable

from bot.engine import Engine
from bot.staff.account import Account, Role
from bot.staff.console import Console
from bot.staff.door import Caller

ANYBODY: frozenset[Role] = frozenset()
"""What a page says that needs no sign-in; it has to be said, nothing is open by omission."""
EVERYBODY = frozenset(Role)
"""Whoever is signed in."""


@runtime_checkable
class Explains(Protocol):
    """An answerer that lends its engine to the page that explains an answer."""

    @property
    def engine(self) -> Engine | None:
        """The engine in use, None while nothing is published."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form: the name that the browser gave, and where its content stands until the page is done."""

    name: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A request: who, what of, and what was sent. `token` is what every form must send back (CSRF)."""

    console: Console
    address: str
    token: str
    caller: Caller
    session: str = ""
    account: Account | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    upload: Upload | None = None
    engine: Engine | None = None

    @property
    def who(self) -> Account:
        """The person who is signed in, on a page that asks for it."""
        if self.account is None:
            raise ValueError("this page needs a sign-in; its entry in the table of pages must say so")
        return self.account


@dataclass(frozen=True, slots=True)
class Reply:
    """A page, or with `location` the way to one. `session` "" ends the session in the browser, None leaves it."""

    body: str = ""
    status: int = 200
    location: str = ""
    session: str | None = None
    device: str = ""
    content_type: str = "text/html"
    keep_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """An entry of the table of pages: the path below /staff, who may call it (ANYBODY, EVERYBODY or some roles)."""

    method: str
    path: str
    needs: Collection[Role]
    show: Callable[[Visit], Reply]
    takes_file: bool = False


def see(location: str) -> Reply:
    """To another page, by GET, so that going back does not send a form again."""
    return Reply(status=303, location=location)


def form_token(cookie: str) -> str:
    """What a form must send back to show that it came from a page of ours: only that page knows the cookie."""
    return hmac.new(cookie.encode("utf-8", "surrogatepass"), b"a form of the console", sha256).hexdigest()
