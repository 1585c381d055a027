from collections.abc import Callable
from pathlib import Path
from struct import pack

import pytest

from knowledge.errors import UnreadableFile
from knowledge.parsers import extent_old

PATH = Path("scores.xls")
Make = Callable[..., bytes]


def _record(kind: int, data: bytes) -> bytes:
    return pack("<HH", kind, len(data)) + data


def test_an_ordinary_sheet_passes(make_ole: Make, make_biff: Make) -> None:
    """A small sheet, with true counts and even with short records, is let through; an older Book stream too."""
    extra = _record(0x0200, pack("<IIHHH", 0, 2, 0, 2, 0)) + _record(0x0200, pack("<HHHHH", 0, 2, 0, 2, 0))
    extra += _record(0x0200, b"x") + _record(0x00FC, b"x") + _record(0x0203, b"x")
    extent_old.check(PATH, make_ole({"Workbook": make_biff((0, 0), (1, 1), extra=extra)}))
    shared = _record(0x00FC, b"x") + _record(0x00FC, pack("<II", 1, 1)) + _record(0x0085, b"x")
    extent_old.check(PATH, make_ole({"Book": shared + make_biff((0, 0))}))


def test_a_stray_cell_far_away_is_refused(make_ole: Make, make_biff: Make) -> None:
    """Cells at opposite corners of a sheet are refused with their span."""
    with pytest.raises(UnreadableFile, match="65536 rows and 256 columns"):
        extent_old.check(PATH, make_ole({"Workbook": make_biff((0, 0), (65535, 255))}))


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (_record(0x0203, pack("<HHHd", 0, 60_000, 0, 1)), "column 60001"),
        (_record(0x0200, pack("<IIHHH", 0, 2**31, 0, 2, 0)), "more rows or columns"),
        (_record(0x0200, pack("<HHHHH", 0, 9, 0, 999, 0)), "more rows or columns"),
        (_record(0x0200, pack("<IIHHH", 9, 2, 0, 2, 0)), "more rows or columns"),
        (_record(0x00BD, pack("<HH", 0, 250) + bytes(62)), "column 260"),
    ],
)
def test_impossible_counts_are_refused(extra: bytes, words: str, make_ole: Make, make_biff: Make) -> None:
    """A cell outside every sheet, or a count that the file cannot hold, means damage."""
    with pytest.raises(UnreadableFile, match=words):
        extent_old.check(PATH, make_ole({"Workbook": make_biff((0, 0), extra=extra)}))


def test_more_texts_than_the_file_can_hold_are_refused(make_ole: Make, make_biff: Make) -> None:
    """A count of texts larger than the stream itself is refused."""
    stream = _record(0x00FC, pack("<II", 1, 2**31 - 1)) + make_biff((0, 0))
    with pytest.raises(UnreadableFile, match="more texts"):
        extent_old.check(PATH, make_ole({"Workbook": stream}))


def test_a_container_that_counts_too_many_sectors_is_refused(make_ole: Make, make_biff: Make) -> None:
    """Counts in the container's header that exceed the file are refused before memory is set aside for them."""
    content = make_ole({"Workbook": make_biff((0, 0))})
    with pytest.raises(UnreadableFile, match="more sectors"):
        extent_old.check(PATH, content[:44] + pack("<I", 2**30) + content[48:])
