"""Sitemaps and their indexes."""

from knowledge.sites.sitemap import read
from tests.fakes.site import sitemap

URL = "http://a.cn/map/sitemap.xml"


def test_pages() -> None:
    """Pages come with their lastmod as stamp; a CDATA section or a relative address is no hindrance."""
    leaf = read(URL, sitemap([("http://a.cn/1.htm", "2024-05-01"), ("<![CDATA[/2.htm?a=1&b=2]]>", "")]))
    assert [(entry.url, entry.stamp) for entry in leaf.entries] == [
        ("http://a.cn/1.htm", "2024-05-01"),
        ("http://a.cn/2.htm?a=1&b=2", ""),
    ]
    assert (leaf.following, leaf.whole) == ((), True)


def test_index() -> None:
    """An index names further sitemaps; what names nothing is passed over."""
    leaf = read(URL, "<sitemapindex><sitemap><loc>b.xml</loc></sitemap><sitemap><loc></loc></sitemap></sitemapindex>")
    assert (leaf.entries, leaf.following) == ((), ("http://a.cn/map/b.xml",))


def test_entities_and_damage() -> None:
    """Entities of the document's own are not expanded, and a cut sitemap gives what it has."""
    text = '<!DOCTYPE a [<!ENTITY x "y">]><urlset><url><loc>http://a.cn/&x;.htm</loc></url><url><loc>http://a.cn/2'
    assert next(entry.url for entry in read(URL, text).entries).startswith("http://a.cn/&")
