"""Follows a column from its address to everything it names: list pages by their paging, sitemaps by their index."""

import re
from collections.abc import Callable
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

_READERS: dict[Kind, Callable[[str, str], Leaf]] = {
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


def follow(column: Column, read: Callable[[str], Markup]) -> Listing:
    """The entries of a column; `read` fetches a list page, and raises SiteError.

    Raises what `read` does for the column's own address, and ListUnreadable when nothing to follow is found there. A
    failure further on ends the list, and is its `trouble`.
    """
    leaf = _leaf(column.url, read)
    if not leaf.entries and not leaf.following:
        raise ListUnreadable(column.url, "it names no articles")
    walk = _Walk(column, leaf)
    while walk.queue and not walk.trouble:
        walk.step(read)
    return Listing(tuple(walk.entries.values()), walk.whole and not walk.trouble, walk.trouble)


class _Walk:
    """The list pages still to be read, and what those read have named."""

    def __init__(self, column: Column, first: Leaf) -> None:
        self._column = column
        self._read = {column.url}
        self.queue: list[str] = []
        self.entries: dict[str, Entry] = {}
        self.whole = True
        self.trouble = ""
        self._take(first)

    def step(self, read: Callable[[str], Markup]) -> None:
        """Reads the next list page, or notes why not."""
        url = self.queue.pop(0)
        if len(self._read) >= self._column.pages:
            self.trouble = f"it goes on after {self._column.pages} list pages (`pages` of the column)"
            return
        self._read.add(url)
        try:
            leaf = _leaf(url, read)
        except SiteError as error:
            self.trouble = f"the list ends early: {error}"
            return
        self._take(leaf)

    def _take(self, leaf: Leaf) -> None:
        self.whole = self.whole and leaf.whole
        for entry in leaf.entries:
            if self._column.match in entry.url and not self._is_list(entry):
                self.entries.setdefault(entry.url, entry)
        self.queue += [url for url in leaf.following if url not in self._read and url not in self.queue]
        if len(self.entries) > MAX_ENTRIES:
            self.trouble = f"it names more than {MAX_ENTRIES} pages; `match` of the column can keep to some"

    def _is_list(self, entry: Entry) -> bool:
        """Whether an entry is a list page itself: named without a title, as sitemaps do, and called like one."""
        return entry.url in self._read or (not entry.title and bool(_LIST_PAGE.search(entry.url.partition("?")[0])))


def _leaf(url: str, read: Callable[[str], Markup]) -> Leaf:
    markup = read(url)
    kind = content.tell(markup.text)
    try:
        return _READERS[kind](markup.base, markup.text)
    except KnowledgeError:
        raise
    except Exception as error:  # a border: a library's fault on one page must not stop the other columns
        raise ListUnreadable(url, f"it could not be read ({type(error).__name__}: {error})") from error
