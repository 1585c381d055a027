"""Reads HTML into a small tree of our own, so that selectolax stays in this file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

# What never holds a notice's text.
SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "iframe",
        "object",
        "svg",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "template",
        "head",
        "meta",
        "link",
        "nav",
        "footer",
    ]
)
# Broken pages nest without end; deeper text is kept, flattened into its ancestor.
_MAX_DEPTH = 150
# What no page closes by itself, so that it nests: the time that a parser takes grows with the square of its depth.
_NESTING = re.compile(
    r"<(/?)(?:div|span|font|b|i|u|em|strong|center|section|article|ul|ol|dl|table|a|form)\b", re.IGNORECASE
)
_TOO_DEEP = 4_000


def depth(markup: str) -> int:
    """How deep elements nest at the most, counted by their tags alone."""
    steps = (-1 if closes else 1 for closes in _NESTING.findall(markup))
    return max(accumulate(steps), default=0)


def is_too_deep(markup: str) -> bool:
    """Whether `markup` nests so deep that reading it would take minutes; no page that a person made does."""
    return depth(markup) > _TOO_DEEP


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes (names in lower case) and its children in order, text as str."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "tuple[Element | str, ...]" = ()

    def marks(self) -> str:
        """Id and classes in lower case, for matching page layouts."""
        if not self.attributes:
            return ""
        return f"{self.attributes.get('id', '')} {self.attributes.get('class', '')}".lower().strip()

    def walk(self) -> "Iterator[Element]":
        """The element itself and all below it, in document order."""
        found: list[Element] = []
        _gather(self, found)
        return iter(found)

    def text(self) -> str:
        """All text below, unclean, as it stands."""
        pieces: list[str] = []
        _gather_text(self, pieces)
        return "".join(pieces)

    def span(self, name: str) -> int:
        """A rowspan or colspan; 1 where it is missing or unreadable."""
        if name not in self.attributes:
            return 1
        digits = self.attributes[name].strip()
        return max(int(digits), 1) if digits.isascii() and digits.isdigit() else 1


def _gather(element: Element, found: list[Element]) -> None:
    found.append(element)
    for child in element.children:
        if not isinstance(child, str):
            _gather(child, found)


def _gather_text(element: Element, pieces: list[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child)
        else:
            _gather_text(child, pieces)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its body, the content of <title>, and named meta entries in lower case."""

    body: Element
    title: str
    meta: dict[str, str]


def read(markup: str, skipped: frozenset[str] = SKIPPED) -> Page:
    """The tree of `markup`, without the elements `skipped`; never raises, as browsers do not."""
    tree = LexborHTMLParser(markup)
    title = tree.css_first("title")
    meta = {
        (node.attributes.get("name") or node.attributes.get("property") or "").lower(): node.attributes.get("content")
        or ""
        for node in tree.css("meta")
    }
    body = tree.body
    return Page(
        body=_element(body, 0, skipped) if body is not None else Element("body"),
        title=title.text() if title is not None else "",
        meta=meta,
    )


def _element(node: LexborNode, depth: int, skipped: frozenset[str]) -> Element:
    if depth >= _MAX_DEPTH:
        return Element(node.tag or "", {}, (node.text(deep=True),))
    children: list[Element | str] = []
    for child in node.iter(include_text=True):
        if child.is_text_node:
            children.append(child.text_content or "")
        elif child.is_element_node and child.tag not in skipped:
            children.append(_element(child, depth + 1, skipped))
    attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
    return Element(node.tag or "", attributes, tuple(children))
