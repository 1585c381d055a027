"""Old Word and WPS documents (.doc, .wps) to headings, paragraphs and tables, read from their own binary format.

No outside program is called, so the same file gives the same notice on every machine.
"""

import re
import struct
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from knowledge.clean import clean
from knowledge.document import Block, Document, Heading, Paragraph, Table
from knowledge.errors import UnreadableFile
from knowledge.parsers import captions, layout, ole, titles, wordbinary
from knowledge.parsers.layout import Merge
from knowledge.parsers.wordbinary import CELL, WordParagraph

_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_TOLERANCE = 60  # twentieths of a point by which the borders of one column may differ from row to row
_LONGEST_HEADING = 60
_ADVICE = "open it in Word or WPS, remove any password, and save it again as .docx"
_BROKEN = (wordbinary.BrokenWordError, struct.error, LookupError, ValueError, OverflowError, MemoryError)


def parse(path: Path, content: bytes) -> Document:
    """Headings by built-in style or outline level, paragraphs, and tables with merged cells spread.

    Automatic numbers are not rendered. Headers, footers, notes and boxes are left out. Raises UnreadableFile for a
    damaged, locked or empty file, or one older than Word 97.
    """
    main = ole.read(path, content, "WordDocument")
    data = ole.read(path, content, "Data") if "Data" in ole.streams(path, content) else b""
    try:
        table = ole.read(path, content, wordbinary.table_stream(main))
        blocks = _blocks(wordbinary.paragraphs(main, table, data))
    except _BROKEN as error:
        raise UnreadableFile(path, f"expected an old Word document, but {error}", _ADVICE) from error
    if not blocks:
        raise UnreadableFile(path, "the document holds no text", "if it is a scan, it needs text recognition first")
    lines = [block.text for block in blocks if not isinstance(block, Table)]
    first_heading = next((block.text for block in blocks[:3] if isinstance(block, Heading)), "")
    return Document(titles.find(lines) or first_heading, tuple(blocks))


def _blocks(paragraphs: Iterable[WordParagraph]) -> list[Block]:
    blocks: list[Block] = []
    for in_table, group in groupby(paragraphs, key=lambda paragraph: paragraph.properties.in_table):
        if in_table:
            for block in _table(list(group)):
                blocks.append(captions.captioned(block, blocks) if isinstance(block, Table) else block)
        else:
            blocks.extend(block for paragraph in group for block in _running(paragraph))
    return blocks


def _running(paragraph: WordParagraph) -> list[Block]:
    level = paragraph.properties.level
    lines = _lines(paragraph.text)
    return [
        Paragraph(line) if level is None or len(line) > _LONGEST_HEADING else Heading(line, level) for line in lines
    ]


def _lines(text: str) -> list[str]:
    """The shown lines of a stretch of text: results of fields without their instructions."""
    text = _shown(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x1e", "-")
    return [line for part in re.split("[\r\n\x0b\x0c\x07]", text) if (line := clean(part))]


def _shown(text: str) -> str:
    """The text without the instructions of its fields, nor the fields nested in those ([MS-DOC] 2.8.25)."""
    shown: list[str] = []
    in_result: list[bool] = []
    for char in text:
        if char == _FIELD_BEGIN:
            in_result.append(False)
        elif char == _FIELD_RESULT:
            in_result[-1:] = [True]
        elif char == _FIELD_END:
            in_result[-1:] = []
        elif all(in_result):
            shown.append(char)
    return "".join(shown)


def _table(paragraphs: Sequence[WordParagraph]) -> tuple[Paragraph | Table, ...]:
    """The rows of a table from its cell and row marks, its columns from the borders that the rows give."""
    rows: list[tuple[list[str], WordParagraph]] = []
    cells, text = list[str](), ""
    for paragraph in paragraphs:
        if paragraph.properties.ends_row:
            rows.append((cells, paragraph))
            cells, text = [], ""
            continue
        text += paragraph.text
        if paragraph.text.endswith(CELL):
            cells.append(layout.cell_text(_lines(text)))
            text = ""
    grid, merges = _grid(rows)
    return layout.lay_out(layout.spread(grid, merges), merges).blocks


def _grid(rows: Sequence[tuple[list[str], WordParagraph]]) -> tuple[list[list[str]], list[Merge]]:
    """The cells in columns: a border that any row has makes a column for all."""
    starts: list[int] = []
    for edge in sorted(edge for _, end in rows for edge in end.properties.edges):
        if not starts or edge - starts[-1] > _TOLERANCE:
            starts.append(edge)
    width = max(len(starts) - 1, max((len(cells) for cells, _ in rows), default=0))
    grid = [[""] * width for _ in rows]
    merges: list[Merge] = []
    for top, (cells, end) in enumerate(rows):
        edges = end.properties.edges
        bounds = [_column(starts, edge) for edge in edges]
        fits = len(bounds) == len(cells) + 1 and all(left < right for left, right in pairwise(bounds))
        bounds = bounds if fits else list(range(len(cells) + 1))
        down = end.properties.down if fits else (False,) * len(cells)
        for index, text in enumerate(cells):
            left, right = bounds[index], bounds[index + 1] - 1
            if not (down[index] and _extend(merges, top, left)):
                grid[top][left] = text
                merges.append(Merge(top, left, top, right))
    return grid, [merge for merge in merges if (merge.top, merge.left) != (merge.bottom, merge.right)]


def _column(starts: Sequence[int], edge: int) -> int:
    return min(range(len(starts)), key=lambda index: abs(starts[index] - edge))


def _extend(merges: list[Merge], top: int, left: int) -> bool:
    """Lengthen the range right above by one row; False where there is none."""
    for index, merge in enumerate(merges):
        if merge.left == left and merge.bottom == top - 1:
            merges[index] = Merge(merge.top, merge.left, top, merge.right)
            return True
    return False
