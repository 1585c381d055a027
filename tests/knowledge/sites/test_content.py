"""Telling feeds, sitemaps and pages apart, and their bytes into text."""

import gzip

import pytest

from knowledge.sites.content import Kind, name, tell, text
from knowledge.sites.errors import ListUnreadable, Refused

URL = "http://a.cn/x/list.htm"


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<rss version='2.0'>", Kind.FEED),
        ('\ufeff<?xml version="1.0"?><!-- c -->\n<feed xmlns="http://www.w3.org/2005/Atom">', Kind.FEED),
        ("<rdf:RDF>", Kind.FEED),
        ("<?xml version='1.0'?><!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset>", Kind.SITEMAP),
        ("<sm:sitemapindex>", Kind.SITEMAP),
        ("<!DOCTYPE html><html><body>rss</body></html>", Kind.PAGE),
        ("", Kind.PAGE),
        ("no markup", Kind.PAGE),
    ],
)
def test_kinds(markup: str, kind: Kind) -> None:
    """The first element decides."""
    assert tell(markup) is kind


def test_text() -> None:
    """Text is decoded by what its bytes prove, then by header or declaration; gzip is unpacked."""
    assert text(URL, "通知公告，请查收".encode("gb18030"), "text/html; charset=utf-8", 999) == "通知公告，请查收"
    assert text(URL, gzip.compress("<urlset>通知</urlset>".encode()), "", 999) == "<urlset>通知</urlset>"


def test_unreadable() -> None:
    """Binary data and damaged gzip are no list; what unpacks too large is refused."""
    for body in (b"\0\1\2" * 100, gzip.compress(b"x" * 100)[:-9]):
        with pytest.raises(ListUnreadable):
            text(URL, body, "", 999)
    with pytest.raises(Refused, match="unpacked"):
        text(URL, gzip.compress(b"x" * 1000), "", 999)


def test_names() -> None:
    """The name of a page is the last part of its path."""
    assert (name(URL), name("http://a.cn/")) == ("list.htm", "")
