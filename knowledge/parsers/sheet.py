"""Excel and WPS sheets (.xls, .et, .xlsx, .xlsm) to tables, one or more sheets a file.

Number formats do not reach us: a share that Excel shows as 85% arrives as 0.85.
"""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from knowledge.document import Document, Heading
from knowledge.errors import UnreadableFile
from knowledge.parsers import extent, extent_old, layout, ole, titles, zipped
from knowledge.parsers.layout import Laid, Merge

_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表格?)\s*\d*$", re.IGNORECASE)
_ADVICE = "open it in Excel or WPS, remove any password, and save it again as .xlsx"
_BROKEN = (CalamineError, OSError, ValueError, LookupError, TypeError, OverflowError, MemoryError)

Value = str | int | float | bool | date | datetime | time | timedelta


def parse(path: Path, content: bytes) -> Document:
    """Every visible sheet as heading and table; the title is that of an only sheet, of several the name of the file.

    A merged cell repeats its value, 426.0 reads 426, dates are ISO 8601, 「同上」 gives the value above. Raises
    UnreadableFile for a damaged, locked or empty file.
    """
    zipped.check(path, content)
    if content.startswith(zipped.MAGIC):
        extent.check(path, content)
    elif content.startswith(ole.MAGIC):
        extent_old.check(path, content)
    sheets = _guarded(path, content)
    if not sheets:
        raise UnreadableFile(
            path, "expected a table, but every visible sheet is empty", "check that it is the right file"
        )
    if len(sheets) > 1:
        return Document(
            titles.named(path) or titles.tidy(path.stem),
            tuple(block for name, laid in sheets for block in (Heading(name), *laid.blocks)),
        )
    name, laid = sheets[0]
    named = "" if _DEFAULT_NAME.match(name) else name
    title = titles.tidy(laid.title) or named
    return Document(title, (*((Heading(named),) if named and named != title else ()), *laid.blocks))


def _guarded(path: Path, content: bytes) -> list[tuple[str, Laid]]:
    try:
        return _read(content)
    except _BROKEN as error:
        raise _damaged(path, error) from error
    except BaseException as error:
        # A bug in the Rust library surfaces as PanicException, which derives from BaseException and cannot be imported.
        if type(error).__name__ == "PanicException":
            raise _damaged(path, error) from error
        raise


def _read(content: bytes) -> list[tuple[str, Laid]]:
    """Name and content of every visible sheet that is not empty."""
    sheets = []
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for known in workbook.sheets_metadata:
            if known.visible is not SheetVisibleEnum.Visible or known.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(known.name)
            rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            merges = [Merge(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
            laid = layout.lay_out(layout.spread(rows, merges), merges)
            if laid.blocks:
                sheets.append((known.name, laid))
    return sheets


def _text(value: Value) -> str:
    """A cell as a person reads it; the commonest kinds come first."""
    if not value and value == "":
        return ""
    match value:
        case str():
            text = layout.cell_text(value.splitlines())
        case float():
            text = _number(value)
        case bool():
            text = "是" if value else "否"
        case datetime() if value.time() == time():
            text = value.date().isoformat()
        case datetime():
            text = value.isoformat(sep=" ", timespec="minutes")
        case time():
            text = value.isoformat(timespec="minutes")
        case _:
            text = layout.cell_text(str(value).splitlines())
    return text


def _number(value: float) -> str:
    """Ten decimals hide the noise of binary fractions (38.870000000000005) and keep every figure that was typed."""
    if value.is_integer():
        return str(int(value))
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _damaged(path: Path, error: BaseException) -> UnreadableFile:
    return UnreadableFile(path, f"expected an Excel file, but it is damaged or locked: {error}", _ADVICE)
