"""The parts of WordprocessingML (ECMA-376 part 1, §17) that say what a paragraph is: its style, outline level and list.

Reads the elements that docx.py takes out of a package; knows no library, only the shape of an XML element.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from knowledge.parsers.numbering import Level

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST_STYLE = 12


class Node(Protocol):
    """An XML element, as lxml and the standard library have it."""

    @property
    def tag(self) -> object:
        """The name, `{namespace}local`; no string for comments and processing instructions."""

    @property
    def text(self) -> str | None:
        """The text before the first child."""

    def get(self, key: str) -> str | None:
        """The attribute `key`, or None."""

    def __iter__(self) -> Iterator[Self]: ...


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, its ancestors' word included; `outline` is 0-based, None for body text."""

    name: str
    outline: int | None
    list_id: int | None
    list_depth: int


PLAIN = Style("", None, None, 0)


def local(node: Node) -> str:
    """The element's name without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Node | None, *path: str) -> Node | None:
    """The first descendant along `path`, one local name a step."""
    for name in path:
        node = next((inner for inner in node if local(inner) == name), None) if node is not None else None
    return node


def value(node: Node | None, *path: str) -> str | None:
    """The `w:val` of the descendant along `path`."""
    found = child(node, *path)
    return None if found is None else found.get(f"{_W}val")


def number(text: str | None) -> int | None:
    """A whole number, None for anything else."""
    return int(text) if text is not None and text.strip().lstrip("-").isdecimal() else None


def own_style(properties: Node | None, inherited: Style) -> Style:
    """What paragraph properties say over the style they are based on."""
    outline = number(value(properties, "outlineLvl"))
    list_id = number(value(properties, "numPr", "numId"))
    depth = number(value(properties, "numPr", "ilvl"))
    return Style(
        inherited.name,
        inherited.outline if outline is None else outline,
        inherited.list_id if list_id is None else list_id,
        inherited.list_depth if depth is None else depth,
    )


def read_styles(root: Node) -> dict[str, Style]:
    """Paragraph styles by id, of a `w:styles` element."""
    nodes = {node.get(f"{_W}styleId") or "": node for node in root if local(node) == "style"}
    return {style_id: _resolve(nodes, style_id, _DEEPEST_STYLE) for style_id in nodes}


def _resolve(nodes: Mapping[str, Node], style_id: str, depth: int) -> Style:
    node = nodes.get(style_id)
    if node is None or depth == 0:
        return PLAIN
    parent = _resolve(nodes, value(node, "basedOn") or "", depth - 1)
    own = own_style(child(node, "pPr"), parent)
    return Style((value(node, "name") or "").lower(), own.outline, own.list_id, own.list_depth)


def read_lists(root: Node) -> dict[int, tuple[str, Mapping[int, Level]]]:
    """Lists by id, of a `w:numbering` element: the counter each shares with others, and its levels."""
    abstract = {node.get(f"{_W}abstractNumId"): _levels(node) for node in root if local(node) == "abstractNum"}
    lists: dict[int, tuple[str, Mapping[int, Level]]] = {}
    for node in (node for node in root if local(node) == "num"):
        list_id, counter = number(node.get(f"{_W}numId")), value(node, "abstractNumId")
        overrides = [inner for inner in node if local(inner) == "lvlOverride"]
        levels = {**abstract.get(counter, {}), **_overridden(abstract.get(counter, {}), overrides)}
        if list_id is not None:
            # A list that restarts counts for itself.
            lists[list_id] = (f"own {list_id}" if overrides else f"shared {counter}", levels)
    return lists


def _levels(node: Node) -> dict[int, Level]:
    return {
        number(level.get(f"{_W}ilvl")) or 0: Level(
            number(value(level, "start")) or 1, value(level, "numFmt") or "decimal", value(level, "lvlText") or ""
        )
        for level in node
        if local(level) == "lvl"
    }


def _overridden(levels: Mapping[int, Level], overrides: Iterable[Node]) -> dict[int, Level]:
    changed: dict[int, Level] = {}
    for override in overrides:
        depth = number(override.get(f"{_W}ilvl")) or 0
        changed.update(_levels(override))
        base, start = changed.get(depth, levels.get(depth)), number(value(override, "startOverride"))
        if base is not None and start is not None:
            changed[depth] = Level(start, base.format, base.pattern)
    return changed
