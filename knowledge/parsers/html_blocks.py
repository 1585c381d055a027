"""Turns an element tree into blocks: headings, paragraphs, data tables; layout tables are read through."""

import re
from collections.abc import Iterator

from knowledge.clean import clean
from knowledge.document import Block, Heading, Paragraph, Table
from knowledge.grid import Cell, header_depth, rectangle
from knowledge.parsers.dom import Element

_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 hr html li main ol p pre "
    "section table tbody td tfoot th thead tr ul caption".split()
)
_HEADING_CLASS = re.compile(r"(?:^|[\s_-])(?:[a-z]*title[a-z]*|tit)(?:$|[\s_-])")
_NOT_HEADING_CLASS = re.compile(r"sub|list|small")
_LAYOUT_CELL = 300


def blocks(element: Element) -> tuple[Block, ...]:
    """The blocks below `element` in reading order, cleaned, without empty ones."""
    return tuple(_Walk().run(element))


class _Walk:
    """Gathers inline text until a block element ends the paragraph."""

    def __init__(self) -> None:
        self._inline: list[str] = []

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

    def _enter(self, element: Element) -> Iterator[Block]:
        heading = _heading(element)
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
        if is_block:
            yield from self._flush()
        for child in element.children:
            if isinstance(child, str):
                self._inline.append(child)
            elif child.tag == "br":
                self._inline.append("\x1f")
            else:
                yield from self._enter(child)
        if is_block:
            yield from self._flush()


def _heading(element: Element) -> Heading | None:
    """A heading by its tag, or by a class named title on a short element without block children of its own."""
    by_tag = re.fullmatch(r"h([1-6])", element.tag)
    marks = element.attributes.get("class", "").lower()
    by_class = _HEADING_CLASS.search(marks) and not _NOT_HEADING_CLASS.search(marks)
    if not by_tag and not (by_class and element.tag in {"p", "div", "span", "td"}):
        return None
    text = clean(element.text())
    if not text or len(text) > 80 or any(child.tag == "table" for child in element.walk()):
        return None
    return Heading(text, int(by_tag.group(1)) if by_tag else 1)


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
    rows = [[_cell(cell) for cell in row.children if isinstance(cell, Element) and cell.tag in {"td", "th"}] for row in _rows(table)]
    rows = [row for row in rows if row]
    grid = rectangle(rows)
    filled = [cell for row in grid for cell in row if cell]
    if not grid or len(grid[0]) < 2 or not filled:
        return None
    if len(grid) < 2 and max(map(len, filled)) > _LAYOUT_CELL // 4 or max(map(len, filled)) > _LAYOUT_CELL and len(filled) < 12:
        return None
    captions = [clean(child.text()) for child in table.children if isinstance(child, Element) and child.tag == "caption"]
    return Table(rows=grid, caption=" ".join(captions), header_rows=header_depth(rows))


def _cell(cell: Element) -> Cell:
    text = clean(_with_breaks(cell))
    return Cell(text, cell.span("rowspan"), cell.span("colspan"), header=cell.tag == "th")


def _with_breaks(element: Element) -> str:
    """A cell's text; a break inside a cell separates words, unless it splits a word of Chinese."""
    parts = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag == "br":
            parts.append(" ")
        else:
            parts.append(_with_breaks(child) + (" " if child.tag in {"p", "div", "li"} else ""))
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", "".join(parts))
