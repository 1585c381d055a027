from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Block, Heading, Paragraph, Table
from knowledge.parsers.dom import read
from knowledge.parsers.html_blocks import blocks


def of(markup: str) -> tuple[Block, ...]:
    return blocks(read(markup).body)


def test_paragraphs_lines_and_loose_text_are_paragraphs() -> None:
    """Block elements and breaks end a paragraph, inline elements do not."""
    found = of("引言<p>第<b>一</b>段</p><div>第二段<br>第三段<p>第四段</p>尾</div>")
    assert [block.text for block in found if isinstance(block, Paragraph)] == [
        "引言",
        "第一段",
        "第二段",
        "第三段",
        "第四段",
        "尾",
    ]


def test_word_s_empty_paragraphs_and_office_tags_leave_nothing() -> None:
    """<o:p> and conditional comments of exported pages are no text."""
    assert of("<p class=MsoNormal>学费<o:p></o:p></p><!--[if !mso]>x<![endif]--><p><o:p>&nbsp;</o:p></p>") == (
        Paragraph("学费"),
    )


def test_headings_keep_their_level() -> None:
    """h2 is level 2; an empty or overlong one is no heading."""
    assert of("<h2>收费</h2>") == (Heading("收费", 2),)
    assert of("<h3> </h3>") == ()
    assert of(f"<h3>{'学' * 81}</h3>") == (Paragraph("学" * 81),)


def test_a_short_element_of_class_title_is_a_heading() -> None:
    """arti_title on a div heads the page; a subtitle or a list's title does not."""
    assert of('<div class="arti_title">招生章程</div>') == (Heading("招生章程", 1),)
    assert of('<div class="subtitle">2024</div>') == (Paragraph("2024"),)
    assert of('<ul><li><div class="news_title">通知</div></li></ul>') == (Paragraph("通知"),)


def test_a_span_of_class_title_heads_only_when_alone() -> None:
    """A marked word within a sentence does not tear it apart."""
    assert of('<p><span class="title">一、</span>报名</p>') == (Paragraph("一、报名"),)
    assert of('<p><span class="title">报名</span></p>') == (Heading("报名", 1),)


def test_a_heading_that_holds_a_table_is_read_through() -> None:
    """A table inside a heading element is still a table."""
    found = of("<div class=title><table><tr><td>专业<td>学费<tr><td>法学<td>5000</table></div>")
    assert found == (Table((("专业", "学费"), ("法学", "5000"))),)


def test_merged_cells_and_sections_of_a_table_make_one_rectangle() -> None:
    """thead, tbody and tfoot are one table; spans repeat their text; <th> rows are the header."""
    found = of(
        "<table><caption>收费</caption><thead><tr><th rowspan=2>类<th colspan=2>学费<tr><th>文<th>理</thead>"
        "<tbody><tr><td>本科<td>1<td>2</tbody><tfoot><tr><td>专科<td>3<td>4</tfoot></table>"
    )
    rows = (("类", "学费", "学费"), ("类", "文", "理"), ("本科", "1", "2"), ("专科", "3", "4"))
    assert found == (Table(rows, caption="收费", header_rows=2),)


def test_caption_and_unit_come_from_the_lines_above() -> None:
    """表1 and 单位：元 over a table belong to it."""
    found = of("<p>表1 学费标准</p><p>单位：元</p><table><tr><td>专业<td>学费<tr><td>法学<td>5000</table>")
    assert isinstance(found[-1], Table)
    assert (found[-1].caption, found[-1].unit) == ("表1 学费标准", "元")


def test_breaks_in_a_cell_part_words_but_not_a_narrow_word() -> None:
    """最<br>低<br>分 is one word; two batches under each other are two, and so are two paragraphs."""
    found = of(
        "<table><tr><td>最<br>低<br>分<td>本科三批次<br>专科二批次<tr><td><p>第一批次录取</p><p>A2</p><td>计算机科学<br>与技术学<br>院</table>"
    )
    assert found == (Table((("最低分", "本科三批次 专科二批次"), ("第一批次录取 A2", "计算机科学与技术学院"))),)


def test_layout_tables_are_read_through() -> None:
    """A table around a table, one column, or cells of running text is layout."""
    data = "<table><tr><td>专业<td>学费<tr><td>法学<td>5000</table>"
    assert of(f"<table><tr><td>导语<td>{data}</table>") == (
        Paragraph("导语"),
        Table((("专业", "学费"), ("法学", "5000"))),
    )
    assert of("<table><tr><td>甲<tr><td>乙</table>") == (Paragraph("甲"), Paragraph("乙"))
    long = "学" * 301
    assert of(f"<table><tr><td>甲<td>{long}<tr><td>乙<td>丙</table>")[1] == Paragraph(long)
    assert len(of(f"<table><tr><td>甲<td>{'学' * 80}</table>")) == 2
    assert of("<table><tr><td><td></table><table></table>") == ()


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<td>",
                "<tr>",
                "<table>",
                "</table>",
                "<br>",
                "<h2>",
                "</h2>",
                "<li>",
                "<th colspan=2>",
                "学费",
                "5000",
            ]
        ),
        max_size=40,
    )
)
def test_no_word_is_lost_whatever_the_nesting(parts: list[str]) -> None:
    """Each word of any markup comes out at least once."""
    text = str(of("".join(parts)))
    assert all(word in text for word in ("学费", "5000") if word in parts)
