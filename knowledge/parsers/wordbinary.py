"""The binary format of Word 97-2003: text pieces, and what the file says of each paragraph ([MS-DOC] 2.4).

Pure bytes to paragraphs for doc.py; section numbers in the comments are those of [MS-DOC].
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from struct import iter_unpack, unpack_from

CELL = "\x07"
_ENDS = frozenset({"\r", CELL, "\x0c"})  # of a paragraph, of a cell or row, of a page or section (2.8.26)
_FKP = 512
_IN_TABLE, _ROW_END, _OUTLINE, _DEFINE_TABLE = 0x2416, 0x2417, 0x2640, 0xD608
_ELSEWHERE = frozenset({0x6645, 0x6646})  # the modifiers are too long and stand in the Data stream
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


class BrokenWordError(ValueError):
    """The bytes contradict the format."""


class EncryptedWordError(BrokenWordError):
    """The text is encrypted."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of a paragraph: heading level (1-9) or None, its place in a table, and the row's columns.

    `edges` are the column borders of a row, in twentieths of a point; `down` says of each cell whether it continues
    the one above. Both only where `ends_row`.
    """

    level: int | None = None
    in_table: bool = False
    ends_row: bool = False
    edges: tuple[int, ...] = ()
    down: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph's text with its end mark, and its properties."""

    text: str
    properties: Properties


def table_stream(main: bytes) -> str:
    """The name of the stream that holds the tables of the file (2.5.2). Raises BrokenWordError, EncryptedWordError."""
    if len(main) < 0x200 or unpack_from("<H", main)[0] != 0xA5EC:
        raise BrokenWordError("it is not of Word 97 or later")
    flags = unpack_from("<H", main, 0x0A)[0]
    if flags & 0x0100:
        raise EncryptedWordError("it is locked with a password")
    return "1Table" if flags & 0x0200 else "0Table"


def paragraphs(main: bytes, table: bytes, data: bytes = b"") -> Iterator[WordParagraph]:
    """The paragraphs of the main text in order; headers, footers and notes stand after it and are left out.

    Raises BrokenWordError, or struct.error and IndexError where the offsets lead astray.
    """
    length = unpack_from("<I", main, 0x4C)[0]
    properties = _PropertyTable.read(main, table, data)
    text: list[str] = []
    for piece in _pieces(main, table):
        for char, offset in piece.characters(main, length):
            text.append(char)
            if char in _ENDS:
                yield WordParagraph("".join(text), properties.at(offset))
                text = []
    if text:
        yield WordParagraph("".join(text), Properties())


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters `first` to `last` (exclusive) stand at byte `offset` of the main stream, one or two bytes each."""

    first: int
    last: int
    offset: int
    compressed: bool

    def characters(self, main: bytes, limit: int) -> Iterator[tuple[str, int]]:
        """Each character up to position `limit`, with its byte offset."""
        count = min(self.last, limit) - self.first
        width = 1 if self.compressed else 2
        raw = main[self.offset : self.offset + max(count, 0) * width]
        # UCS-2, so that one character takes two bytes always; surrogates are mended when the paragraph is whole.
        text = (
            raw.decode("cp1252", "replace")
            if self.compressed
            else "".join(map(chr, (u for (u,) in iter_unpack("<H", raw))))
        )
        for index, char in enumerate(text):
            yield char, self.offset + index * width


def _pieces(main: bytes, table: bytes) -> list[_Piece]:
    """The piece table (2.8.35), after any property modifiers of the Clx (2.9.38)."""
    offset, size = unpack_from("<II", main, 0x1A2)
    position, end = offset, offset + size
    while position < end and table[position] == 1:
        position += 3 + unpack_from("<H", table, position + 1)[0]
    if position >= end or table[position] != 2:
        raise BrokenWordError("it has no table of its text pieces")
    size = unpack_from("<I", table, position + 1)[0]
    count, start = (size - 4) // 12, position + 5
    bounds = unpack_from(f"<{count + 1}I", table, start)
    found = []
    for index in range(count):
        where = unpack_from("<I", table, start + (count + 1) * 4 + index * 8 + 2)[0]
        compressed = bool(where & 0x40000000)
        offset = (where & 0x3FFFFFFF) // 2 if compressed else where
        found.append(_Piece(bounds[index], bounds[index + 1], offset, compressed))
    return found


@dataclass(frozen=True, slots=True)
class _PropertyTable:
    """Paragraph properties by the byte range of the main stream that they hold for."""

    starts: list[int]
    entries: list[tuple[int, Properties]]

    @classmethod
    def read(cls, main: bytes, table: bytes, data: bytes) -> "_PropertyTable":
        """All PapxFkp pages (2.9.182) that the PlcBtePapx (2.8.6) lists."""
        offset, size = unpack_from("<II", main, 0x102)
        count = max((size - 4) // 8, 0)
        pages = unpack_from(f"<{count}I", table, offset + (count + 1) * 4)
        runs = sorted(run for page in pages for run in _runs(main, (page & 0x3FFFFF) * _FKP))
        return cls([start for start, _, _ in runs], [(end, _properties(raw, data)) for _, end, raw in runs])

    def at(self, offset: int) -> Properties:
        """The properties of the paragraph whose end mark stands at byte `offset`."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or self.entries[index][0] <= offset:
            return Properties()
        return self.entries[index][1]


def _runs(main: bytes, page: int) -> Iterator[tuple[int, int, bytes]]:
    """The paragraphs of one page: first byte, end byte, style and property modifiers."""
    count = main[page + _FKP - 1]
    bounds = unpack_from(f"<{count + 1}I", main, page)
    for index in range(count):
        place = page + main[page + (count + 1) * 4 + index * 13] * 2
        raw = b""
        if place > page:
            size = main[place] * 2 - 1 if main[place] else main[place + 1] * 2
            begin = place + (1 if main[place] else 2)
            raw = main[begin : begin + size]
        yield bounds[index], bounds[index + 1], raw


def _properties(raw: bytes, data: bytes) -> Properties:
    if len(raw) < 2:
        return Properties()
    style = unpack_from("<H", raw)[0]
    said = dict(_modifiers(raw[2:]))
    for offset in [unpack_from("<I", said[code])[0] for code in _ELSEWHERE & said.keys()]:
        said.update(_modifiers(data[offset + 2 : offset + 2 + unpack_from("<H", data, offset)[0]]))
    level = style if 1 <= style <= 9 else None  # the fixed places of heading 1 to 9 in the style sheet (2.9.271)
    outline = said.get(_OUTLINE, b"\x09")[0]
    edges, down = _columns(said.get(_DEFINE_TABLE, b""))
    return Properties(
        level=outline + 1 if outline < 9 else level,
        in_table=bool(said.get(_IN_TABLE, b"\0")[0]),
        ends_row=bool(said.get(_ROW_END, b"\0")[0]),
        edges=edges,
        down=down,
    )


def _modifiers(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Each property modifier with its operand (2.6.1); stops at the first that overruns."""
    position = 0
    while position + 3 <= len(raw):
        code = unpack_from("<H", raw, position)[0]
        position += 2
        size = _OPERAND.get(code >> 13)
        if code == _DEFINE_TABLE:
            size = unpack_from("<H", raw, position)[0] + 1 if position + 2 <= len(raw) else 0
        elif size is None:
            size = raw[position] + 1
        if position + size > len(raw):
            return
        yield code, raw[position : position + size]
        position += size


def _columns(operand: bytes) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """Column borders and vertical merges of a row (2.9.330 TDefTableOperand, 2.9.318 TC80)."""
    if len(operand) < 3:
        return (), ()
    count = operand[2]
    if 3 + (count + 1) * 2 > len(operand):
        return (), ()
    edges = unpack_from(f"<{count + 1}h", operand, 3)
    cells = operand[3 + (count + 1) * 2 :]
    whole = cells[: min(len(cells) // 20, count) * 20]
    flags = [flag for (flag,) in iter_unpack("<H18x", whole)]
    down = tuple((flag >> 5) & 3 == 1 for flag in flags)
    return edges, down + (False,) * (count - len(down))
