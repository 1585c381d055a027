"""RSS and Atom. The only file that knows feedparser."""

import calendar
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from time import struct_time
from typing import Any

import feedparser

from knowledge.clean import clean
from knowledge.sites.address import join
from knowledge.sites.entry import Entry, Leaf
from knowledge.sites.errors import ListUnreadable

_CHINA = timezone(timedelta(hours=8))


def read(url: str, markup: str) -> Leaf:
    """The entries of the feed at `url`; it shows the newest only, so it is never the whole column.

    Raises ListUnreadable for a feed that is damaged so that no entry is found.
    """
    # a stream, because feedparser would open what looks like the name of a file
    parsed: Any = feedparser.parse(
        BytesIO(markup.encode()), response_headers={"content-type": "application/xml; charset=utf-8"}
    )
    if parsed.bozo and not parsed.entries:
        raise ListUnreadable(url, f"it is a feed, but damaged: {parsed.get('bozo_exception', '')}")
    entries = (_entry(url, item) for item in parsed.entries)
    return Leaf(tuple(entry for entry in entries if entry.url), whole=False)


def _entry(url: str, item: Any) -> Entry:  # noqa: ANN401 - feedparser has no types
    return Entry(
        url=join(url, str(item.get("link", ""))),
        title=clean(str(item.get("title", ""))),
        published=_day(item.get("published_parsed")),
        # RSS says when an item was published, which does not change with it; Atom says when it was updated
        stamp=str(item["updated"]) if "updated" in item else "",
    )


def _day(moment: struct_time | None) -> date | None:
    """The day in China of a moment that feedparser has turned into UTC."""
    if moment is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC).astimezone(_CHINA).date()
    except (ValueError, OverflowError, OSError):
        return None
