"""RSS and Atom."""

from datetime import date

import pytest

from knowledge.sites.errors import ListUnreadable
from knowledge.sites.feeds import read
from tests.fakes.site import feed

URL = "http://a.cn/rss.xml"


def test_rss() -> None:
    """Entries have address, title and day in China; RSS says nothing of changes, and shows the newest only."""
    leaf = read(URL, feed([("/info/1.htm", "通知&amp;公告"), ("http://b.cn/2.htm", "二")]))
    assert [entry.url for entry in leaf.entries] == ["http://a.cn/info/1.htm", "http://b.cn/2.htm"]
    assert (leaf.entries[0].title, leaf.entries[0].published, leaf.entries[0].stamp) == (
        "通知&公告",
        date(2024, 5, 1),
        "",
    )
    assert not leaf.whole


def test_the_day_is_that_of_china() -> None:
    """A moment late in the day of Greenwich is the next day in China; one that cannot be is none."""
    item = "<rss><channel><item><title>x</title><link>/1</link><pubDate>{}</pubDate></item></channel></rss>"
    assert read(URL, item.format("Mon, 06 Sep 2021 20:01:00 GMT")).entries[0].published == date(2021, 9, 7)
    assert read(URL, item.format("soon")).entries[0].published is None
    assert read(URL, item.format("Fri, 31 Dec 9999 23:00:00 GMT")).entries[0].published is None


def test_atom() -> None:
    """Atom says when an entry was updated; an entry without link is left out."""
    leaf = read(
        URL,
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>通知</title><link href="/1.htm"/>'
        "<updated>2024-05-02T08:00:00Z</updated></entry><entry><title>无链接</title></entry></feed>",
    )
    assert [(entry.url, entry.stamp) for entry in leaf.entries] == [("http://a.cn/1.htm", "2024-05-02T08:00:00Z")]


def test_entities_are_not_expanded() -> None:
    """A feed that defines entities within entities stays small."""
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title><link>/1</link>'
    assert "aaaa" not in read(URL, f"{bomb}</item></channel></rss>").entries[0].title


def test_damaged() -> None:
    """A feed broken before its first entry cannot be read."""
    with pytest.raises(ListUnreadable, match="damaged"):
        read(URL, "<rss><chan")
