from pathlib import Path

import pytest

from knowledge.document import Table
from knowledge.errors import UnreadableFile
from knowledge.parsers import plain_table

PATH = Path("scores.csv")


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_delimited_text_becomes_a_table(sign: str, encoding: str) -> None:
    """Each usual delimiter and encoding gives the same table, with short rows filled up."""
    lines = [["专业", "最低分", "备注"], ["法学", "551", ""], ["英语", "540"]]
    content = "\r\n".join(sign.join(line) for line in lines).encode(encoding)
    (table,) = plain_table.parse(PATH, content).blocks
    assert isinstance(table, Table)
    assert [row[:2] for row in table.rows] == [("专业", "最低分"), ("法学", "551"), ("英语", "540")]
    assert table.header_rows == 1


def test_quoted_cells_may_hold_delimiters_and_breaks() -> None:
    """A quoted cell keeps its commas, and a break inside it does not end the row."""
    (table,) = plain_table.parse(PATH, '专业,说明\n法学,"四年,\n授法学学士"\n'.encode()).blocks
    assert isinstance(table, Table)
    assert table.rows[1] == ("法学", "四年,授法学学士")


def test_first_line_alone_is_the_title() -> None:
    """A first line with one value is caption and title."""
    document = plain_table.parse(PATH, "2024年录取分数一览表\n专业,最低分\n法学,551\n".encode())
    assert document.title == "2024年录取分数一览表"


def test_one_column_becomes_paragraphs() -> None:
    """A file without any delimiter is running text."""
    document = plain_table.parse(PATH, "第一行\n第二行\n".encode())
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Paragraph"]


def test_empty_and_malformed_files_are_refused() -> None:
    """No cells, or a cell longer than the reader takes, is an error that says what to do."""
    with pytest.raises(UnreadableFile, match="empty"):
        plain_table.parse(PATH, b",,\n,,\n")
    with pytest.raises(UnreadableFile, match="save it again"):
        plain_table.parse(PATH, b'a,"' + b"x" * 200_000 + b'"\n')
