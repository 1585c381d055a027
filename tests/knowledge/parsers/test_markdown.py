from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Block, Heading, Paragraph, Table
from knowledge.errors import InvalidMetadata, KnowledgeError
from knowledge.parsers.markdown import parse

PATH = Path("notice.md")


def of(text: str) -> tuple[Block, ...]:
    return parse(PATH, text.encode()).blocks


def test_front_matter_becomes_metadata_and_its_title_wins() -> None:
    """What stands between the fences is not text."""
    document = parse(PATH, "---\ntitle: 学费标准\npublished_at: 2024-03-05\n---\n# 另一标题\n正文".encode())
    assert document.title == "学费标准"
    assert document.metadata.published_at == date(2024, 3, 5)
    assert document.blocks == (Heading("另一标题", 1), Paragraph("正文"))


def test_without_front_matter_the_first_heading_is_the_title() -> None:
    """A plain Markdown file has a title too, or none."""
    assert parse(PATH, "正文\n\n## 收费 ##\n".encode()).title == "收费"
    assert parse(PATH, "正文".encode()).title == ""


def test_front_matter_that_cannot_be_used_is_refused() -> None:
    """An unknown key is an error, not ignored."""
    with pytest.raises(InvalidMetadata):
        parse(PATH, "---\ntitel: 学费\n---\n".encode())


def test_marks_of_style_and_links_are_removed() -> None:
    """Bold, links, pictures, quotes and line breaks leave their words."""
    assert of("> **学费**见[公告](http://a.cn/(1)) ![图](x.png)，5000<br>元") == (Paragraph("学费见公告 ，5000 元"),)


def test_each_item_of_a_list_is_a_paragraph_even_in_a_cut_text() -> None:
    """An item is not joined to the full line above it."""
    wrapped = "奖学金的评定应当坚持公开公平公正的原则"
    assert [
        block.text for block in of("\n".join([wrapped] * 8 + ["- 身份证", "* 户口簿"])) if isinstance(block, Paragraph)
    ] == [
        wrapped * 8,
        "身份证",
        "户口簿",
    ]


def test_a_rule_is_no_text() -> None:
    """--- and * * * part paragraphs and vanish."""
    assert of("甲\n\n---\n\n乙\n* * *\n") == (Paragraph("甲"), Paragraph("乙"))


def test_a_pipe_table_has_a_header_and_equal_rows() -> None:
    """Short rows are filled, escaped bars stay, and the line above captions it."""
    text = "学费标准\n\n|专业|学费|\n|:--|--:|\n|法学|**5000**|\n|中\\|外|\n正文"
    rows = (("专业", "学费"), ("法学", "5000"), ("中|外", ""))
    assert of(text) == (Paragraph("学费标准"), Table(rows, caption="学费标准", header_rows=1), Paragraph("正文"))


def test_a_scraped_table_is_told_by_its_bars() -> None:
    """Lines of cells without a rule are a table without marked names."""
    assert of("说明\n| 甲 | 乙 |\n| 1 | 2 |\n完") == (
        Paragraph("说明"),
        Table((("甲", "乙"), ("1", "2"))),
        Paragraph("完"),
    )


@given(
    st.one_of(
        st.binary(),
        st.text().map(str.encode),
        st.lists(st.sampled_from(["---", "| a |", "|", "# b", "- c", "\n", "a: b", "|-|"]))
        .map("\n".join)
        .map(str.encode),
    )
)
def test_any_bytes_give_a_document_or_a_clear_error(content: bytes) -> None:
    """Nothing but KnowledgeError leaves the parser."""
    message = "notice.md: read"
    try:
        parse(PATH, content)
    except KnowledgeError as error:
        message = str(error)
    assert message.startswith("notice.md: ")


@given(st.text("学费5000 |#-\n*甲"))
def test_no_word_is_lost(text: str) -> None:
    """Every Chinese character comes out as often as it went in."""
    found = str(of(text))
    assert all(found.count(char) == text.count(char) for char in "学费甲")
