from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from knowledge.document import Heading, Paragraph, Table
from knowledge.errors import UnreadableFile
from knowledge.parsers import sheet

PATH = Path("scores.xlsx")
HEADER = ["专业", "最低分", "线差"]

Make = Callable[..., bytes]
Xml = Callable[..., str]


def test_a_single_sheet_gives_table_caption_and_title(make_xlsx: Make, make_sheet: Xml) -> None:
    """The merged title row is caption and title; a sheet called Sheet1 gives no heading."""
    rows = [["2024年录取分数一览表", None, None], HEADER, ["法学", 426.0, 38.870000000000005]]
    document = sheet.parse(PATH, make_xlsx({"Sheet1": make_sheet(rows, ["A1:C1"])}))
    assert document.title == "2024年录取分数一览表"
    expected = (("专业", "最低分", "线差"), ("法学", "426", "38.87"))
    assert document.blocks == (Table(expected, "2024年录取分数一览表", header_rows=1),)


def test_a_named_single_sheet_gives_the_title(make_xlsx: Make, make_sheet: Xml) -> None:
    """Without a title row, the name of the only sheet is the title and is not repeated as heading."""
    document = sheet.parse(PATH, make_xlsx({"录取分数线": make_sheet([HEADER, ["法学", 1.0, 2.0]])}))
    assert document.title == "录取分数线"
    assert len(document.blocks) == 1


def test_a_sheet_name_beside_a_title_is_a_heading(make_xlsx: Make, make_sheet: Xml) -> None:
    """Where title and sheet name differ, the name still tells what the rows are about."""
    rows = [["2024年录取分数一览表", None, None], HEADER, ["法学", 1.0, 2.0]]
    document = sheet.parse(PATH, make_xlsx({"重庆": make_sheet(rows)}))
    assert document.blocks[0] == Heading("重庆")


def test_several_sheets_are_headed_by_their_names(make_xlsx: Make, make_sheet: Xml) -> None:
    """Each visible sheet is heading and table; hidden and empty ones are left out; the file gives the title."""
    xml = make_sheet([HEADER, ["法学", -1.0, 0.0]])
    sheets = {"重庆": xml, "四川": xml, "暗": xml, "空": make_sheet([])}
    document = sheet.parse(PATH, make_xlsx(sheets, hidden=["暗"]))
    assert [block for block in document.blocks if isinstance(block, Heading)] == [Heading("重庆"), Heading("四川")]
    assert document.title == PATH.stem


def test_merged_cells_repeat_and_padding_goes(make_xlsx: Make, make_sheet: Xml) -> None:
    """A range merged down gives its value to each row; no-break blanks and breaks in cells vanish; empties stay put."""
    rows = [["类别", "最低\n分", "备注"], ["理工\xa0\xa0\xa0", 500.0, None], [None, None, "无"], [None, 510.0, "有"]]
    (table,) = sheet.parse(PATH, make_xlsx({"Sheet1": make_sheet(rows, ["A2:A4"])})).blocks
    assert isinstance(table, Table)
    assert table.rows == (("类别", "最低分", "备注"), ("理工", "500", ""), ("理工", "", "无"), ("理工", "510", "有"))


def test_notes_below_are_paragraphs(make_xlsx: Make, make_sheet: Xml) -> None:
    """A note under the table is text after it."""
    rows = [HEADER, ["法学", 1.0, 2.0], ["注：以上含加分", None, None]]
    document = sheet.parse(PATH, make_xlsx({"Sheet1": make_sheet(rows)}))
    assert document.blocks[-1] == Paragraph("注：以上含加分")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "是"),
        (False, "否"),
        (426.0, "426"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (216.87, "216.87"),
        (12345678901234.0, "12345678901234"),
        (7, "7"),
        (date(2024, 9, 1), "2024-09-01"),
        (datetime(2024, 9, 1), "2024-09-01"),  # noqa: DTZ001 -- sheets hold local times without zone
        (datetime(2024, 9, 1, 8, 30), "2024-09-01 08:30"),  # noqa: DTZ001
        (time(8, 30), "08:30"),
        (timedelta(hours=8), "8:00:00"),
        ("", ""),
        ("  学费 ", "学费"),
    ],
)
def test_values_read_as_a_person_reads_them(value: sheet.Value, text: str) -> None:
    """Numbers lose the noise of floats, dates are ISO 8601, words are cleaned."""
    assert sheet._text(value) == text


def test_an_empty_workbook_is_refused(make_xlsx: Make, make_sheet: Xml) -> None:
    """A workbook without any value says that it is empty."""
    with pytest.raises(UnreadableFile, match="empty"):
        sheet.parse(PATH, make_xlsx({"Sheet1": make_sheet([])}))


def test_damaged_workbooks_are_refused(make_zip: Make, make_ole: Make) -> None:
    """A workbook without its parts, old or new, is an error with advice."""
    for content in (make_zip({"xl/workbook.xml": "<workbook"}), make_ole({"Workbook": b"\x09\x08rubbish"}), b"none"):
        with pytest.raises(UnreadableFile, match="Excel"):
            sheet.parse(PATH, content)


def test_an_old_sheet_is_read(make_ole: Make, make_biff: Make) -> None:
    """An .xls goes through the same door."""
    (block,) = sheet.parse(Path("a.xls"), make_ole({"Workbook": make_biff((0, 0), (0, 1))})).blocks
    assert block == Table((("1", "1"),))


def test_a_panic_of_the_library_is_an_error_of_ours(make_ole: Make, make_biff: Make) -> None:
    """A file that breaks the reading library from inside is reported like any damaged one."""
    cut = b"\xe5\x00\x02\x00\x05\x00"  # five merged ranges promised, none there
    with pytest.raises(UnreadableFile, match="damaged or locked"):
        sheet.parse(Path("a.xls"), make_ole({"Workbook": make_biff((0, 0), extra=cut)}))
