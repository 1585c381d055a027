"""Measures the sheets of an .xls before they are read: a stray or damaged cell far away would fill the memory.

Serves sheet.py, as extent.py does for .xlsx; record numbers are those of [MS-XLS] 2.3.
"""

from collections.abc import Iterator
from pathlib import Path
from struct import Struct, unpack_from

from knowledge.errors import UnreadableFile
from knowledge.parsers import ole
from knowledge.parsers.extent import MAX_CELLS

_END, _SHEET, _DIMENSIONS, _STRINGS, _SEVERAL = 0x000A, 0x0085, 0x0200, 0x00FC, 0x00BD
# Number, label, truth value, short numbers, shared string, formula: each begins with its row and column.
_CELLS = frozenset({0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x0006, 0x00D6, _SEVERAL})
_MAX_ROWS, _MAX_COLUMNS = 65_536, 256
_PAIR = Struct("<HH")  # kind and size of a record, row and column of a cell
_COUNTS = (44, 64, 72)  # header offsets of the numbers of FAT, mini FAT and DIFAT sectors ([MS-CFB] 2.2)


def check(path: Path, content: bytes) -> None:
    """Raise UnreadableFile when cells lie outside a sheet or span more than five million, or counts cannot be true."""
    if any(unpack_from("<I", content, offset)[0] > len(content) // 512 + 1 for offset in _COUNTS):
        raise _damaged(path, "its container counts more sectors than it has")
    names = ole.streams(path, content)
    stream = ole.read(path, content, "Workbook" if "Workbook" in names else "Book")
    sheets: list[int] = []
    for kind, record in _records(stream, 0):
        if kind == _SHEET and len(record) >= 4:
            sheets.append(unpack_from("<I", record)[0])
        elif kind == _STRINGS and len(record) >= 8 and unpack_from("<I", record, 4)[0] > len(stream):
            raise _damaged(path, "it counts more texts than it can hold")
    for place in sheets:
        _check_sheet(path, stream, place)


def _check_sheet(path: Path, stream: bytes, place: int) -> None:
    rows = columns = 0
    for kind, begin, size in _places(stream, place):
        if kind in _CELLS and size >= 6:
            row, column = _PAIR.unpack_from(stream, begin)
            column += (size - 6) // 6 - 1 if kind == _SEVERAL else 0
            rows = row + 1 if row >= rows else rows
            columns = column + 1 if column >= columns else columns
        elif kind == _DIMENSIONS and not _is_possible(stream[begin : begin + size]):
            raise _damaged(path, "a sheet claims more rows or columns than there can be")
    if columns > _MAX_COLUMNS:
        raise _damaged(path, f"a cell stands in column {columns}")
    if rows * columns > MAX_CELLS:
        reason = f"a sheet spans {rows} rows and {columns} columns"
        raise UnreadableFile(path, reason, "delete the stray cells far from the table and save it again")


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records from `position` to the next end mark."""
    for kind, begin, size in _places(stream, position):
        yield kind, stream[begin : begin + size]


def _places(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record; that of the last ends with the stream."""
    length = len(stream)
    while position + 4 <= length:
        kind, size = _PAIR.unpack_from(stream, position)
        if kind == _END:
            return
        position += 4
        yield kind, position, min(size, length - position)
        position += size


def _is_possible(record: bytes) -> bool:
    """Whether a DIMENSIONS record, of BIFF8 or BIFF5, stays inside a sheet and does not end before it begins."""
    layouts = {14: "<IIHH", 10: "<HHHH"}
    if len(record) not in layouts:
        return True
    top, bottom, left, right = unpack_from(layouts[len(record)], record)
    is_empty = bottom == 0 or right == 0
    return bool(bottom <= _MAX_ROWS and right <= _MAX_COLUMNS and (is_empty or (top < bottom and left < right)))


def _damaged(path: Path, reason: str) -> UnreadableFile:
    return UnreadableFile(path, f"expected an Excel file, but {reason}", "open it in Excel or WPS and save it as .xlsx")
