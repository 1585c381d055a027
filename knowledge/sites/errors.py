"""What can go wrong on a web site, classed by what the caller does next.

SiteError               (a KnowledgeError)
├── Refused             report the address with the reason, never ask for it
├── Unreachable         report it, and try again at the next run
├── ListUnreadable      the column's address must be mended; other columns go on
├── SyncRunning         wait for the other run
├── UnknownColumn       name one that the configuration has
└── SyncStateUnavailable   the state file cannot be used: mend or remove it
"""

from enum import StrEnum
from pathlib import Path

from knowledge.errors import KnowledgeError


class Refusal(StrEnum):
    """Why an address is not asked, or its answer not taken."""

    SCHEME = "scheme"  # neither http nor https
    HOST = "host"  # not one of the column's hosts
    ADDRESS = "address"  # a private, local or metadata address
    ROBOTS = "robots"  # the site's robots.txt forbids it
    SIZE = "size"  # larger than the limit
    REDIRECTS = "redirects"  # in a loop, or too many
    KIND = "kind"  # a web page where a document was linked
    STATUS = "status"  # the site itself refuses: 401, 403 and the like


class SiteError(KnowledgeError):
    """Root of all errors of this package; `str()` is one clear line for a person."""


class Refused(SiteError):
    """An address that must not be asked, or whose answer must not be taken."""

    def __init__(self, url: str, reason: Refusal, detail: str) -> None:
        super().__init__(f"{url}: {detail}")
        self.url = url
        self.reason = reason
        self.detail = detail


class Unreachable(SiteError):
    """No answer, or none that can be used now; `retry_after` is the pause, in seconds, that the site asks for."""

    def __init__(self, url: str, detail: str, retry_after: float | None = None) -> None:
        super().__init__(f"{url}: {detail}")
        self.url = url
        self.detail = detail
        self.retry_after = retry_after


class ListUnreadable(SiteError):
    """A column's address answers, but nothing that can be followed is found there."""

    def __init__(self, url: str, detail: str) -> None:
        super().__init__(f"{url}: {detail}; expected a list page with links to articles, a sitemap, RSS or Atom")
        self.url = url


class SyncRunning(SiteError):
    """Another sync works on the same data folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another `gongkai sync` is at work in {folder}; wait until it has finished")


class UnknownColumn(SiteError):
    """No column of the configuration has this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        listed = ", ".join(known) or "none"
        super().__init__(f"no [[sync.columns]] has the name {name!r}; the configuration has: {listed}")


class SyncStateUnavailable(SiteError):
    """The file that remembers what was fetched cannot be opened."""

    def __init__(self, path: Path, reason: object) -> None:
        advice = "move it away to begin anew: every page is then fetched again, and no notice is lost"
        super().__init__(f"the sync state {path} cannot be used: {reason}; {advice}")
