"""The link from one list page to the next: 下页 of 博达 VSB, 下一页 of 苏迪 webplus, rel=next, or the next number."""

import re

from knowledge.clean import clean
from knowledge.parsers.dom import Element
from knowledge.sites.address import join

_NEXT = re.compile(r"^[\s>›»→\[【（(]*(?:下一?页|后一?页|下一頁|后页|next(?:\s*page)?)[\s>›»→\]】）)]*$", re.IGNORECASE)
_ARROW = re.compile(r"^(?:>|›|&gt;|→)$")
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-]|page)", re.IGNORECASE)
_PAGER = re.compile(
    r"(?:^|[\s_-])(?:pager?|pages|paging|pagination|pagebar|pb_sys\w*|wp_paging|fanye)(?:$|[\s_-])", re.IGNORECASE
)
_CURRENT = re.compile(r"(?:^|[\s_-])(?:current|active|cur|on|p_no_d|this)(?:$|[\s_-])", re.IGNORECASE)


def following(base: str, body: Element) -> str:
    """The address of the next page of the list, or "" on the last page and where there is no paging.

    Paging that only a script carries out (javascript:) has no address; such a list ends with its first page.
    """
    links = [element for element in body.walk() if element.tag == "a"]
    for is_next in (_says_next, _is_arrow):
        found = next((link for link in links if is_next(link)), None)
        if found is not None:
            return _address(base, found)
    return _next_number(base, body)


def _says_next(link: Element) -> bool:
    if "next" in link.attributes.get("rel", "").lower().split():
        return True
    said = clean(link.text()) or link.attributes.get("title", "")
    return bool(_NEXT.match(said) or _NEXT.match(link.attributes.get("title", "")))


def _is_arrow(link: Element) -> bool:
    return bool(_ARROW.match(clean(link.text())) or _NEXT_CLASS.search(link.marks()))


def _next_number(base: str, body: Element) -> str:
    """Of a pager that has only numbers: the link after the current one."""
    for pager in body.walk():
        if not _PAGER.search(pager.marks()):
            continue
        at = next((int(clean(e.text())) for e in pager.walk() if _CURRENT.search(e.marks()) and _is_number(e)), None)
        links = (e for e in pager.walk() if e.tag == "a" and _is_number(e) and int(clean(e.text())) - 1 == at)
        found = next(links, None)
        if found is not None:
            return _address(base, found)
    return ""


def _is_number(element: Element) -> bool:
    said = clean(element.text())
    return said.isascii() and said.isdigit() and len(said) < 6


def _address(base: str, link: Element) -> str:
    href = link.attributes.get("href", "").strip()
    return "" if not href or href.startswith("#") else join(base, href)
