"""What a list, a feed or a sitemap says of one page: the value that all three yield."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """A page named by a list: its address in normal form, and what the list says of it.

    `stamp` is the site's own word for its state (lastmod of a sitemap, updated of a feed); while it stays the same the
    page need not be asked. "" and None mean not said.
    """

    url: str
    title: str = ""
    published: date | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One list page, feed or sitemap read: its entries in order, and the addresses where the list goes on.

    `whole` is False where the kind of list shows only its newest entries (a feed), so that what it no longer names
    proves nothing.
    """

    entries: tuple[Entry, ...]
    following: tuple[str, ...] = ()
    whole: bool = True
