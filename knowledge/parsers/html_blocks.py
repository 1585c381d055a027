"""Turns an element tree into blocks: headings, paragraphs, data tables; layout tables are read through."""

import re
from collections.abc import Iterator

from knowledge.clean import clean
from knowledge.document import Block, Heading, Paragraph, Table
from knowledge.grid import Cell, header_depth, rectangle
from knowledge.parsers.captions import captioned
from knowledge.parsers.dom import Element

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_HEADING_CLASS = re.compile(r"(?:^|[\s_-])(?:[a-z]*title[a-z]*\d?|tit)(?:$|[\s_-])")
_NOT_HEADING_CLASS = re.compile(r"sub|list|small")
_LAYOUT_CELL = 300
# 最/低/分 and 录取/批次 are words set narrow; lines longer than this are words of their own.
_NARROW = 4
_LINKING = frozenset("与和及或的之")
_CHINESE_BREAK = re.compile("[\u4e00-\u9fff]{2}")


def blocks(element: Element) -> tuple[Block, ...]:
    """The blocks below `element` in reading order, cleaned, without empty ones."""
    found: list[Block] = []
    for block in _Walk().run(element):
        found.append(captioned(block, found) if isinstance(block, Table) else block)
    return tuple(found)


class _Walk:
    """Gathers inline text until a block element ends the paragraph."""

    def __init__(self) -> None:
        self._inline: list[str] = []
        self._in_list = False

    def run(self, element: Element) -> Iterator[Block]:
        yield from self._enter(element)
        yield from self._flush()

    def _flush(self) -> Iterator[Paragraph]:
        # <br> became a line feed: each line is a paragraph of its own.
        for line in "".join(self._inline).split("\x1f"):
            text = clean(line)
            if text:
                yield Paragraph(text)
        self._inline.clear()

    def _enter(self, element: Element, parent: Element | None = None) -> Iterator[Block]:
        heading = _tag_heading(element) or (None if self._in_list else _class_heading(element, parent))
        if heading is not None:
            yield from self._flush()
            yield heading
        elif element.tag == "table" and (table := _data_table(element)) is not None:
            yield from self._flush()
            yield table
        else:
            yield from self._children(element)

    def _children(self, element: Element) -> Iterator[Block]:
        is_block = element.tag in _BLOCKS
        outside, self._in_list = self._in_list, self._in_list or element.tag in {"li", "dd", "a"}
        if is_block:
            yield from self._flush()
        for child in element.children:
            if isinstance(child, str):
                self._inline.append(child)
            elif child.tag == "br":
                self._inline.append("\x1f")
            else:
                yield from self._enter(child, element)
        if is_block:
            yield from self._flush()
        self._in_list = outside


def _tag_heading(element: Element) -> Heading | None:
    found = re.fullmatch(r"h([1-6])", element.tag)
    return _heading(element, int(found.group(1))) if found else None


def _class_heading(element: Element, parent: Element | None) -> Heading | None:
    """A heading by a class named title, on a short element; a span only where it is all its parent holds."""
    marks = element.attributes.get("class", "").lower()
    if element.tag not in {"p", "div", "span"} or not _HEADING_CLASS.search(marks) or _NOT_HEADING_CLASS.search(marks):
        return None
    if element.tag == "span" and parent is not None and clean(parent.text()) != clean(element.text()):
        return None
    return _heading(element, 1)


def _heading(element: Element, level: int) -> Heading | None:
    text = clean(_with_breaks(element))
    if not text or len(text) > 80 or any(child.tag == "table" for child in element.walk()):
        return None
    return Heading(text, level)


def _rows(table: Element) -> list[Element]:
    """The rows of this table, not those of tables nested in it."""
    rows: list[Element] = []
    for child in table.children:
        if isinstance(child, Element):
            if child.tag == "tr":
                rows.append(child)
            elif child.tag in {"thead", "tbody", "tfoot"}:
                rows += [row for row in child.children if isinstance(row, Element) and row.tag == "tr"]
    return rows


def _data_table(table: Element) -> Table | None:
    """A table of data, or None for a layout table: one with a table inside, one column, or cells of running text."""
    if any(inner.tag == "table" for inner in table.walk() if inner is not table):
        return None
    rows = [
        [_cell(cell) for cell in row.children if isinstance(cell, Element) and cell.tag in {"td", "th"}]
        for row in _rows(table)
    ]
    rows = [row for row in rows if row]
    grid = rectangle(rows)
    filled = [cell for row in grid for cell in row if cell]
    if not grid or len(grid[0]) < 2 or not filled:
        return None
    if (len(grid) < 2 and max(map(len, filled)) > _LAYOUT_CELL // 4) or (
        max(map(len, filled)) > _LAYOUT_CELL and len(filled) < 12
    ):
        return None
    captions = [
        clean(child.text()) for child in table.children if isinstance(child, Element) and child.tag == "caption"
    ]
    return Table(rows=grid, caption=" ".join(captions), header_rows=header_depth(rows))


def _cell(cell: Element) -> Cell:
    return Cell(_with_breaks(cell), cell.span("rowspan"), cell.span("colspan"), header=cell.tag == "th")


def _with_breaks(element: Element) -> str:
    """A cell's text; a break inside a cell separates words, unless it splits a word of Chinese set narrow."""
    pieces: list[str] = []
    _break(element, pieces)
    whole = "".join(pieces)
    if "\x1f" not in whole:
        return clean(whole)
    lines = [clean(line) for line in whole.split("\x1f")]
    lines = [line for line in lines if line]
    is_narrow = all(len(line) <= _NARROW for line in lines)
    text = ""
    for line in lines:
        is_split = is_narrow or len(line) <= 2 or text[-1:] in _LINKING or line[0] in _LINKING
        joins = is_split and _CHINESE_BREAK.match(text[-1:] + line[:1])
        text += line if joins or not text else f" {line}"
    return text


def _break(element: Element, pieces: list[str]) -> None:
    """Adds the pieces of text below, and the mark of a break where a line ends."""
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child)
        elif child.tag == "br":
            pieces.append("\x1f")
        else:
            _break(child, pieces)
            if child.tag in {"p", "div", "li"}:
                pieces.append("\x1f")
