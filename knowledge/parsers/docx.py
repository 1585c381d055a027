"""Word and WPS documents (.docx) to headings, paragraphs and tables, in reading order.

Headers, footers, comments and deleted text are left out; the text of a box follows the paragraph it hangs on.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import InvalidXmlError

from knowledge.clean import clean
from knowledge.document import Block, Document, Heading, Paragraph, Table
from knowledge.errors import UnreadableFile
from knowledge.parsers import captions, layout, titles, wordml, zipped
from knowledge.parsers.layout import Merge
from knowledge.parsers.numbering import Numbering
from knowledge.parsers.wordml import Node, Style, child, local, number, value

_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_SKIPPED = frozenset({"pPr", "rPr", "del", "moveFrom", "txbxContent", "Fallback"})
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CONTENTS_LINE = re.compile(r"\s\d{1,3}$")
_LONGEST_HEADING = 60
_MAX_SPAN = 200
_BROKEN = (
    OpcError, InvalidXmlError, zipfile.BadZipFile, zlib.error, SyntaxError, OSError, ValueError, LookupError,
    TypeError, AttributeError, NotImplementedError, RuntimeError, MemoryError,
)  # fmt: skip


def parse(path: Path, content: bytes) -> Document:
    """Headings by style or outline level, paragraphs with their automatic numbers, tables with merged cells spread.

    The title is the paragraph of style Title, else the first lines that read like one, else the first heading, else the
    file's own title property where it reads like one. Raises UnreadableFile for a damaged, locked or empty file.
    """
    zipped.check(path, content)
    try:
        reader, property_title = _open(content)
        blocks = list(reader.blocks)
    except _BROKEN as error:
        reason = f"expected a Word document, but it is damaged or locked: {error}"
        raise UnreadableFile(path, reason, "open it in Word or WPS, remove any password, and save it again") from error
    if not blocks:
        raise UnreadableFile(path, "the document holds no text", "if it is a scan, it needs text recognition first")
    return Document(_title(reader.marked_title, blocks, property_title), tuple(blocks))


def _title(marked: Sequence[str], blocks: Sequence[Block], property_title: str) -> str:
    if marked:
        return titles.tidy("".join(marked))
    first_heading = next((block.text for block in blocks[:3] if isinstance(block, Heading)), "")
    caption = blocks[0].caption if isinstance(blocks[0], Table) else ""
    fallback = property_title if titles.looks_like_title(property_title) else ""
    lines = [block.text for block in blocks if not isinstance(block, Table)]
    return titles.find(lines) or first_heading or titles.tidy(caption) or fallback


def _open(content: bytes) -> tuple["_Reader", str]:
    package = docx.Document(BytesIO(content))
    styles = wordml.read_styles(package.styles.element)
    parts = [relation.target_part for relation in package.part.rels.values() if relation.reltype.endswith("/numbering")]
    lists = wordml.read_lists(parts[0].element) if parts else {}
    reader = _Reader(styles, Numbering(lists))
    reader.read(package.element.body)
    return reader, clean(package.core_properties.title or "")


@dataclass(slots=True)
class _Reader:
    """Walks the body once, for the automatic numbers count in reading order."""

    styles: dict[str, Style]
    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    marked_title: list[str] = field(default_factory=list)

    def read(self, container: Node) -> None:
        for node in _content(container):
            if local(node) == "p":
                self._paragraph(node)
            elif local(node) == "tbl":
                self._table(node)

    def _paragraph(self, node: Node) -> None:
        style = self._style(node)
        lines = self._lines(node, style)
        is_contents = style.name.startswith("toc ") and all(_CONTENTS_LINE.search(line) for line in lines)
        for line in [] if is_contents else lines:
            if style.outline is not None and style.outline < 9 and len(line) <= _LONGEST_HEADING:
                self.blocks.append(Heading(line, style.outline + 1))
            else:
                self.blocks.append(Paragraph(line))
            if style.name == "title" and len(self.blocks) <= 4:
                self.marked_title.append(line)
        for box in _boxes(node):
            self.read(box)

    def _lines(self, node: Node, style: Style) -> list[str]:
        lines = [text for line in _text(node).split("\n") if (text := clean(line))]
        if lines and style.list_id:
            lines[0] = self.numbering.label(style.list_id, style.list_depth) + lines[0]
        return lines

    def _style(self, node: Node) -> Style:
        properties = child(node, "pPr")
        return wordml.own_style(properties, self.styles.get(value(properties, "pStyle") or "", wordml.PLAIN))

    def _table(self, node: Node) -> None:
        cells = _cells(node)
        if max((cell.right for cell in cells), default=0) == 0:
            for cell in cells:  # one column: a frame around running text
                self.read(cell.node)
            return
        height = max(cell.bottom for cell in cells) + 1
        rows = [[""] * (max(cell.right for cell in cells) + 1) for _ in range(height)]
        for cell in cells:
            rows[cell.top][cell.left] = self._cell_text(cell.node)
        merges = [Merge(cell.top, cell.left, cell.bottom, cell.right) for cell in cells]
        merges = [merge for merge in merges if (merge.top, merge.left) != (merge.bottom, merge.right)]
        laid = layout.lay_out(layout.spread(rows, merges), merges)
        for block in laid.blocks:
            self.blocks.append(captions.captioned(block, self.blocks) if isinstance(block, Table) else block)
        for cell in cells:
            for nested in _content(cell.node):
                if local(nested) == "tbl":
                    self._table(nested)

    def _cell_text(self, cell: Node) -> str:
        paragraphs = [node for node in _content(cell) if local(node) == "p"]
        return layout.cell_text([line for node in paragraphs for line in self._lines(node, self._style(node))])


@dataclass(slots=True)
class _Cell:
    """A cell with the range it covers; `bottom` grows while the cells below continue it."""

    node: Node
    top: int
    left: int
    bottom: int
    right: int


def _cells(table: Node) -> list[_Cell]:
    """The cells of a table that start a range, in reading order."""
    cells: list[_Cell] = []
    open_cells: dict[int, _Cell] = {}
    for top, row in enumerate(node for node in _content(table) if local(node) == "tr"):
        left = number(value(row, "trPr", "gridBefore")) or 0
        for node in (node for node in _content(row) if local(node) == "tc"):
            properties = child(node, "tcPr")
            width = min(max(number(value(properties, "gridSpan")) or 1, 1), _MAX_SPAN)
            above = open_cells.get(left)
            continues = child(properties, "vMerge") is not None and value(properties, "vMerge") != "restart"
            if continues and above is not None and above.bottom == top - 1:
                above.bottom = top
            else:
                open_cells[left] = _Cell(node, top, left, top, left + width - 1)
                cells.append(open_cells[left])
            left += width
    return cells


def _content(container: Node) -> Iterator[Node]:
    """Child elements, those inside content controls and tracked insertions included."""
    for node in container:
        if local(node) in _WRAPPERS:
            yield from _content(node)
        else:
            yield node


def _text(node: Node) -> str:
    """The text of a paragraph as shown, without that of its boxes; line feeds for breaks."""
    parts: list[str] = []
    for inner in node:
        name = local(inner)
        if name == "t":
            parts.append(inner.text or "")
        elif name in _BREAKS:
            parts.append(_BREAKS[name])
        elif name not in _SKIPPED and child(inner, "rPr", "vanish") is None:
            parts.append(_text(inner))
    return "".join(parts)


def _boxes(node: Node) -> Iterable[Node]:
    for inner in node:
        if local(inner) == "txbxContent":
            yield inner
        elif local(inner) != "Fallback":
            yield from _boxes(inner)
