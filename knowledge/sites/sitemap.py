"""Sitemaps (sitemaps.org 0.9) and indexes of them, read with the forgiving reader of pages: many are not quite XML."""

import re

from knowledge.clean import clean
from knowledge.parsers import dom
from knowledge.sites.address import join
from knowledge.sites.entry import Entry, Leaf

_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
# entities of a document's own: none is needed here, and they can be made to grow without end
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL | re.IGNORECASE)


def read(url: str, markup: str) -> Leaf:
    """The pages that a sitemap names, or the sitemaps that an index does."""
    body = dom.read(_CDATA.sub(r"\1", _DOCTYPE.sub("", markup)), frozenset()).body
    entries: list[Entry] = []
    following: list[str] = []
    for element in body.walk():
        if element.tag not in ("url", "sitemap"):
            continue
        said = {child.tag: clean(child.text()) for child in element.children if isinstance(child, dom.Element)}
        address = join(url, said.get("loc", ""))
        if address and element.tag == "url":
            entries.append(Entry(address, stamp=said.get("lastmod", "")))
        elif address:
            following.append(address)
    return Leaf(tuple(entries), tuple(following))
