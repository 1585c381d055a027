"""Follows a column from its address to everything it names: list pages by their paging, sitemaps by their index."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knowledge.errors import KnowledgeError
from knowledge.sites import content, feeds, listing, sitemap
from knowledge.sites.columns import Column
from knowledge.sites.content import Kind
from knowledge.sites.entry import Entry, Leaf
from knowledge.sites.errors import ListUnreadable, SiteError

MAX_ENTRIES = 20_000
# pages of a sitemap that hold lists, not articles
_LIST_PAGE = re.compile(r"/(?:(?:index|list|main|default)\d*(?:\.(?:s?html?|jsp|aspx?|php))?)?$", re.IGNORECASE)

Readers = Mapping[Kind, Callable[[str, str], Leaf]]

READERS: Readers = {
    Kind.FEED: feeds.read,
    Kind.SITEMAP: sitemap.read,
    Kind.PAGE: listing.read,
}


@dataclass(frozen=True, slots=True)
class Markup:
    """A list as it came: the address that its relative links start from, and its text."""

    base: str
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a column names: in order, each page once.

    `whole` is True when the list was read to its end, so that what it no longer names is missing; `trouble` says what
    kept it from being so ("" when nothing did, or when the list itself never is).
    """

    entries: tuple[Entry, ...]
    whole: bool
    trouble: str = ""


def follow(
    column: Column, read: Callable[[str], Markup], most: int = MAX_ENTRIES, readers: Readers = READERS
) -> Listing:
    """The entries of a column, at most about `most`; `read` fetches a list page, and raises SiteError.

    Raises what `read` does for the column's own address, and ListUnreadable when nothing to follow is found there. A
    failure further on ends the list, and is its `trouble`.
    """
    walk = _Walk(column, most, lambda url: _leaf(url, read(url), readers))
    walk.start()
    while walk.queue and not walk.trouble:
        walk.step()
    return Listing(tuple(walk.entries.values()), walk.whole and not walk.trouble, walk.trouble)


class _Walk:
    """The list pages still to be read, and what those read have named."""

    def __init__(self, column: Column, most: int, read: Callable[[str], Leaf]) -> None:
        self._column = column
        self._most = most
        self._read = read
        self._done = {column.url}
        self.queue: list[str] = []
        self.entries: dict[str, Entry] = {}
        self.whole = True
        self.trouble = ""

    def start(self) -> None:
        """Reads the column's own address."""
        leaf = self._read(self._column.url)
        if not leaf.entries and not leaf.following:
            raise ListUnreadable(self._column.url, "it names no articles")
        self._take(leaf)

    def step(self) -> None:
        """Reads the next list page, or notes why not."""
        url = self.queue.pop(0)
        if len(self._done) >= self._column.pages:
            self.trouble = f"it goes on after {self._column.pages} list pages (`pages` of the column)"
            return
        self._done.add(url)
        try:
            self._take(self._read(url))
        except SiteError as error:
            self.trouble = f"the list ends early: {error}"

    def _take(self, leaf: Leaf) -> None:
        self.whole = self.whole and leaf.whole
        for entry in leaf.entries:
            if self._column.match in entry.url and not self._is_list(entry):
                self.entries.setdefault(entry.url, entry)
        self.queue += [url for url in leaf.following if url not in self._done and url not in self.queue]
        if len(self.entries) > self._most:
            self.trouble = f"it names more than {self._most} pages; `match` of the column can keep to some"

    def _is_list(self, entry: Entry) -> bool:
        """Whether an entry is a list page itself: named without a title, as sitemaps do, and called like one."""
        return entry.url in self._done or (not entry.title and bool(_LIST_PAGE.search(entry.url.partition("?")[0])))


def _leaf(url: str, markup: Markup, readers: Readers) -> Leaf:
    try:
        return readers[content.tell(markup.text)](markup.base, markup.text)
    except KnowledgeError:
        raise
    except Exception as error:  # a border: a library's fault on one page must not stop the other columns
        raise ListUnreadable(url, f"it could not be read ({type(error).__name__}: {error})") from error
