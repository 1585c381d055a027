"""List pages (栏目列表): finds the links to articles among all links of a page, with titles and days.

An article list is a row of siblings that each hold one link with a title-like text, mostly with a date beside it;
博达 VSB marks the siblings with ids (line_u10_3), 苏迪 webplus with classes (news n3), other builders with nothing. Menus
are rows of short texts, so the row that reads most like titles wins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.clean import clean
from knowledge.parsers import dom
from knowledge.sites import dates, paging
from knowledge.sites.address import join, normalise
from knowledge.sites.entry import Entry, Leaf

# Unlike for a notice's text, navigation counts here: paging stands in it.
_SKIPPED = dom.SKIPPED - {"nav", "footer"}
_BUILDER = re.compile(r"(?:^|\s)(?:line_?u\d*_\d+|news\s+n\d+)(?:$|\s)")
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|footer\w*|copyright|crumbs?|breadcrumbs?|friend\w*|pager?|pagination|wp_paging)(?:$|[\s_-])"
)
_CUT_SHORT = re.compile(r"(?:\.{3}|…+)$")
_MARK = re.compile(r"^[·•▪■●◆>»\-—\s]+")
_MIN_TITLE = 5
_LINKS_AN_ITEM = 4
_PIECES = frozenset(["ul", "ol", "dl", "table", "tbody", "div"])


@dataclass(frozen=True, slots=True)
class _Row:
    """The items of one element, and how much they read like a list of articles."""

    entries: tuple[Entry, ...]
    score: float


def read(url: str, markup: str) -> Leaf:
    """The articles that the list page at `url` names, in order, and the page where the list goes on.

    A page without a list of articles has no entries; nothing is raised.
    """
    page = dom.read(markup, _SKIPPED)
    base = _base(url, page.body, markup)
    rows = [row for element in _candidates(page.body) if (row := _row(base, element)).entries]
    best = max(rows, key=lambda row: row.score, default=None)
    following = paging.following(base, page.body)
    return Leaf(best.entries if best else (), (following,) if following and following != normalise(url) else ())


def _base(url: str, body: dom.Element, markup: str) -> str:
    """What relative links of the page start from: <base href>, if there is one, else the page itself."""
    inside = next((element.attributes.get("href", "") for element in body.walk() if element.tag == "base"), "")
    found = re.search(r"<base\s[^>]*href\s*=\s*[\"']?([^\"'\s>]+)", markup[:20_000], re.IGNORECASE)
    return join(url, inside or (found[1] if found else "")) or url


def _candidates(element: dom.Element) -> Iterator[dom.Element]:
    """Every element that may hold the list, less furniture; and like siblings as one, for lists cut into pieces."""
    if _FURNITURE.search(element.marks()) and element.tag not in ("body", "html"):
        return
    yield element
    inner = [child for child in element.children if isinstance(child, dom.Element)]
    for child in inner:
        yield from _candidates(child)
    alike: dict[tuple[str, str], list[dom.Element]] = {}
    for child in inner:
        alike.setdefault((child.tag, child.attributes.get("class", "")), []).append(child)
    for (tag, _), pieces in alike.items():
        if len(pieces) > 1 and tag in _PIECES:
            yield dom.Element(tag, {}, tuple(inner for piece in pieces for inner in piece.children))


def _row(base: str, parent: dom.Element) -> _Row:
    items = [child for child in parent.children if isinstance(child, dom.Element)]
    found: dict[str, Entry] = {}
    score = 0.0
    for item in items:
        entry = _entry(base, item)
        if entry is None or entry.url in found:
            continue
        found[entry.url] = entry
        # a title counts by its length, a date or a builder's mark like a title more
        score += min(len(entry.title), 30) / 10 + 2 * (entry.published is not None) + 2 * _is_marked(item)
    return _Row(tuple(found.values()), score if found and _is_list(items, found) else score / 10)


def _is_list(items: list[dom.Element], found: dict[str, Entry]) -> bool:
    """Whether most of the siblings are items: the blocks of a whole page each hold links too, but are no list."""
    return 2 * len(found) >= sum(bool(clean(item.text())) for item in items)


def _is_marked(item: dom.Element) -> bool:
    return bool(_BUILDER.search(item.marks()))


def _entry(base: str, item: dom.Element) -> Entry | None:
    """The article that an item names: its longest link, if it has few and one of them reads like a title."""
    titles: dict[str, str] = {}
    for link in item.walk():
        address = _address(base, link)
        title = _title(link) if address else ""
        if len(title) > len(titles.get(address, "")):
            titles[address] = title
        if len(titles) > _LINKS_AN_ITEM:
            return None
    url = max(titles, key=lambda address: len(titles[address]), default="")
    if len(titles.get(url, "")) < _MIN_TITLE and not (url and _is_marked(item)):
        return None
    beside = clean(_text_between(item)).replace(titles[url], " ")
    return Entry(url, titles[url], dates.near(beside))


def _address(base: str, link: dom.Element) -> str:
    href = link.attributes.get("href", "").strip() if link.tag == "a" else ""
    if not href or href.startswith("#") or re.match(r"(?:javascript|mailto|tel|data):", href, re.IGNORECASE):
        return ""
    return join(base, href)


def _title(link: dom.Element) -> str:
    """What the link says, or its `title` where the text is cut short; a date inside the link is not part of it."""
    heading = next((inner for inner in link.walk() if inner.tag in ("h2", "h3", "h4", "h5", "em", "strong")), link)
    shown = clean(_text_between(heading)) or clean(_text_between(link))
    hinted = clean(link.attributes.get("title", ""))
    fuller = hinted if _CUT_SHORT.sub("", shown)[:4] in hinted and len(hinted) > len(shown) - 12 else shown
    return _MARK.sub("", _without_date(fuller or hinted))


def _without_date(title: str) -> str:
    """A day printed at either end of the link's own text, as many lists do: [2024-05-01] 关于……"""
    return re.sub(
        r"^[\[（(【]?\s*(?:\d{1,2}\s+)?20\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?\s*[\]）)】]?\s*(?=\S)"
        r"|\s*[\[（(【]?\s*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s*[\]）)】]?$",
        "",
        title,
    )


def _text_between(element: dom.Element) -> str:
    """All text below, the pieces of different elements apart."""
    return " ".join(child if isinstance(child, str) else _text_between(child) for child in element.children)
