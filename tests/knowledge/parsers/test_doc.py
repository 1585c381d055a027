from collections.abc import Callable
from pathlib import Path
from struct import pack

import pytest

from knowledge.document import Heading, Paragraph, Table
from knowledge.errors import UnreadableFile
from knowledge.parsers import doc

PATH = Path("notice.doc")
Make = Callable[..., bytes]
NORMAL = pack("<H", 0)
CELL = NORMAL + pack("<HB", 0x2416, 1)


def _row_end(edges: tuple[int, ...] = (), down: tuple[bool, ...] = ()) -> bytes:
    define = bytes([len(edges) - 1]) + pack(f"<{len(edges)}h", *edges) if edges else b""
    define += b"".join(pack("<H18x", (1 if goes else 0) << 5) for goes in down)
    said = pack("<HH", 0xD608, len(define) + 1) + define if edges else b""
    return CELL + pack("<HB", 0x2417, 1) + said


def test_headings_paragraphs_and_title(make_word: Make) -> None:
    """Built-in heading styles are headings, a line that reads like a title is the title, breaks split lines."""
    content = make_word(
        [
            ("关于学费的通知\r", NORMAL),
            ("一、标准\r", pack("<H", 1)),
            ("甲\x0b乙\r", NORMAL),
            ("长" * 70 + "\r", pack("<H", 1)),
        ]
    )
    document = doc.parse(PATH, content)
    assert document.title == "关于学费的通知"
    texts = (
        Paragraph("关于学费的通知"),
        Heading("一、标准", 1),
        Paragraph("甲"),
        Paragraph("乙"),
        Paragraph("长" * 70),
    )
    assert document.blocks == texts


def test_first_heading_is_the_title_where_nothing_reads_like_one(make_word: Make) -> None:
    """Without a title-like line the first heading names the document."""
    assert doc.parse(PATH, make_word([("学校概要\r", pack("<H", 1)), ("正文。\r", NORMAL)])).title == "学校概要"


def test_fields_show_their_results(make_word: Make) -> None:
    """Of a field only its result is text, of nested fields too; a dash that does not break is a dash."""
    text = "见\x13HYPERLINK \x13PAGE\x141\x15\x14官网\x15，电话0755\x1e1234\x14\x15\r"
    assert doc.parse(PATH, make_word([(text, NORMAL)])).blocks == (Paragraph("见官网，电话0755-1234"),)


def test_tables_are_rebuilt_with_their_merges(make_word: Make) -> None:
    """Rows with different borders share one grid; cells merged down carry their value; the line above captions it."""
    content = make_word(
        [
            ("收费一览表（单位：元）\r", NORMAL),
            ("类别\x07", CELL), ("学费\r", CELL), ("标准\x07", CELL), ("\x07", _row_end((0, 1000, 3000), (False, False))),
            ("本科\x07", CELL), ("文科\x07", CELL), ("5200\x07", CELL), ("\x07", _row_end((0, 1010, 2000, 3000), (False,) * 3)),
            ("\x07", CELL), ("理科\x07", CELL), ("5800\x07", CELL),
            ("\x07", _row_end((0, 1000, 2000, 3000), (True, False, False))),
            ("完。\r", NORMAL),
        ]
    )  # fmt: skip
    blocks = doc.parse(PATH, content).blocks
    table = blocks[1]
    assert isinstance(table, Table)
    assert table.rows == (("类别", "学费标准", "学费标准"), ("本科", "文科", "5200"), ("本科", "理科", "5800"))
    assert (table.caption, table.unit) == ("收费一览表", "元")
    assert blocks[2] == Paragraph("完。")


def test_rows_without_borders_keep_their_order(make_word: Make) -> None:
    """Where a file tells no borders, cells are columns one by one; a cell that continues nothing stands alone."""
    content = make_word(
        [
            ("甲\x07", CELL), ("乙\x07", CELL), ("\x07", _row_end()),
            ("丙\x07", CELL), ("丁\x07", CELL), ("\x07", _row_end((0, 10, 2000), (True, False))),
        ]
    )  # fmt: skip
    (table,) = doc.parse(PATH, content).blocks
    assert isinstance(table, Table)
    assert table.rows == (("甲", "乙"), ("丙", "丁"))


def test_empty_locked_and_damaged_files_are_refused(make_word: Make, make_ole: Make) -> None:
    """Each failure says what came and what to do."""
    with pytest.raises(UnreadableFile, match="no text"):
        doc.parse(PATH, make_word([(" \r", NORMAL)]))
    with pytest.raises(UnreadableFile, match="password"):
        doc.parse(PATH, make_word([("文\r", NORMAL)], flags=0x0100))
    with pytest.raises(UnreadableFile, match="Word 97"):
        doc.parse(PATH, make_ole({"WordDocument": b"x"}))
    with pytest.raises(UnreadableFile, match=r"\.docx"):
        doc.parse(
            PATH,
            make_ole(
                {"WordDocument": b"\xec\xa5" + b"\xff" * 9 + b"\0" + b"\xff" * 900, "1Table": b"x", "0Table": b"x"}
            ),
        )


def test_the_data_stream_is_used_where_there_is_one(
    make_word_streams: Callable[..., tuple[bytes, bytes]], make_ole: Make
) -> None:
    """A file with a Data stream is read as one without."""
    main, table = make_word_streams([("正文。\r", NORMAL)])
    content = make_ole({"WordDocument": main, "0Table": table, "Data": b"x"})
    assert doc.parse(PATH, content).blocks == (Paragraph("正文。"),)


def test_a_cell_that_continues_nothing_stands_alone(make_word: Make) -> None:
    """A first row that claims to continue the one above keeps its own text."""
    end = _row_end((0, 1000, 2000), (True, False))
    (table,) = doc.parse(PATH, make_word([("甲\x07", CELL), ("乙\x07", CELL), ("\x07", end)])).blocks
    assert isinstance(table, Table)
    assert table.rows == (("甲", "乙"),)
