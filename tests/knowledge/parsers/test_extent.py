from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import UnreadableFile
from knowledge.parsers import extent

PATH = Path("scores.xlsx")
START = '<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_stray_cell_far_away_is_refused(make_zip: Callable[..., bytes]) -> None:
    """Two filled cells at opposite corners would fill the memory, so the sheet is refused with its span."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    with pytest.raises(UnreadableFile, match="1048576 rows and 16384 columns"):
        extent.check(PATH, make_zip({"xl/worksheets/sheet1.xml": START + far}))


def test_a_sheet_that_lies_about_its_size_is_measured(make_zip: Callable[..., bytes]) -> None:
    """A far cell is found even where the sheet says that it is small."""
    small = START.replace("A1:XFD1048576", "A1:B2") + '<row r="999999"><c r="ZZ999999"><v>1</v></c></row></sheetData>'
    with pytest.raises(UnreadableFile, match="999999 rows"):
        extent.check(PATH, make_zip({"xl/worksheets/sheet1.xml": small}))


def test_formatting_without_values_does_not_count(make_zip: Callable[..., bytes]) -> None:
    """Cells that only carry a format, to the end of the sheet, are common and harmless."""
    formatted = '<row r="1048576"><c r="XFD1048576" s="3"/><c r="B7" s="1"></c></row></sheetData></worksheet>'
    extent.check(PATH, make_zip({"xl/worksheets/sheet1.xml": START + formatted, "xl/styles.xml": "<a/>"}))


def test_an_ordinary_sheet_passes(make_xlsx: Callable[..., bytes], make_sheet: Callable[..., str]) -> None:
    """A small sheet is not even searched."""
    plain = make_sheet([["a", 1.0]]).replace("<sheetData>", '<dimension ref="A1:B1"/><sheetData>')
    extent.check(PATH, make_xlsx({"S": plain}))
