"""Asks for one address politely: only what the guard admits and robots.txt allows, at the site's pace, if changed.

Follows redirects, each hop through the same checks, and tries once more after a server error or a timeout.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

from knowledge.sites.address import join
from knowledge.sites.errors import Refusal, Refused, Unreachable
from knowledge.sites.guard import Guard, Target
from knowledge.sites.pace import Pace
from knowledge.sites.robots import Robots
from knowledge.sites.wire import Answer, Limits, Transport

MAX_REDIRECTS = 5
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_GONE = frozenset([404, 410])
_BUSY = frozenset([429, *range(500, 600)])
_PAUSE_S = 2.0
_MAX_PAUSE_S = 60.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site gave to ask "has it changed since?"; "" where it gave nothing."""

    etag: str = ""
    modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.modified)

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request (RFC 9110, section 13.1)."""
        asked = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that came: where it was found in the end, its body, and what its headers say."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def validators(self) -> Validators:
        """What to ask with the next time."""
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""))

    @property
    def kind(self) -> str:
        """The content type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The site says that the page is as it was."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The site says that there is no such page (404, 410)."""

    status: int


Outcome = Fetched | NotModified | Gone


def user_agent(version: str, contact: str = "") -> str:
    """How gongkai introduces itself to a site."""
    return f"gongkai/{version} (college disclosure notices" + (f"; +{contact})" if contact else ")")


class Fetcher:
    """Asks the hosts of one column; without `robots` no robots.txt is looked at (it is itself read so)."""

    def __init__(
        self, guard: Guard, transport: Transport, pace: Pace, limits: Limits, agent: str, robots: Robots | None = None
    ) -> None:
        self._guard = guard
        self._transport = transport
        self._pace = pace
        self._limits = limits
        self._agent = agent
        self._robots = robots

    def get(self, url: str, validators: Validators = Validators()) -> Outcome:
        """The page at `url`, or that it is unchanged or gone. Raises Refused or Unreachable."""
        seen: list[str] = []
        here = url
        while True:
            target = self._guard.admit(here)
            if target.url in seen or len(seen) > MAX_REDIRECTS:
                raise Refused(url, Refusal.REDIRECTS, f"it redirects in a loop or more than {MAX_REDIRECTS} times")
            seen.append(target.url)
            answer = self._ask(target, validators)
            if answer.status not in _REDIRECTS:
                return _outcome(target.url, answer)
            here = _next(target.url, answer)

    def _ask(self, target: Target, validators: Validators) -> Answer:
        delay = self._robots.check(target.url) if self._robots else 0.0
        try:
            return self._once(target, validators, delay)
        except Unreachable as error:
            self._pace.rest(min(error.retry_after or _PAUSE_S, _MAX_PAUSE_S))
            return self._once(target, validators, delay)

    def _once(self, target: Target, validators: Validators, delay: float) -> Answer:
        self._pace.wait(target.authority.host, delay)
        headers = {"user-agent": self._agent, "accept": "*/*", "accept-encoding": "gzip", "connection": "close"}
        answer = self._transport.send(target, headers | validators.headers(), self._limits)
        if answer.status in _BUSY:
            raise Unreachable(target.url, f"the site answers {_shown(answer.status)}", _retry_after(answer))
        return answer


def _outcome(url: str, answer: Answer) -> Outcome:
    if answer.status == HTTPStatus.OK:
        return Fetched(url, answer.body, answer.headers)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return NotModified()
    if answer.status in _GONE:
        return Gone(answer.status)
    raise Refused(url, Refusal.STATUS, f"the site answers {_shown(answer.status)}")


def _next(url: str, answer: Answer) -> str:
    location = answer.headers.get("location", "")
    # servers send Chinese names as raw UTF-8, which HTTP libraries read as Latin-1
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    following = join(url, location)
    if not following:
        raise Refused(url, Refusal.REDIRECTS, f"it redirects to {location or 'nowhere'!r}, which is no web address")
    return following


def _retry_after(answer: Answer) -> float | None:
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdigit() else None


def _shown(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
