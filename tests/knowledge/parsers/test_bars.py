from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Block, Paragraph, Table
from knowledge.parsers.bars import is_bar_line, scraped_table


def of(text: str) -> Sequence[Block]:
    return scraped_table(text.split("\n"), 0)[0]


def test_a_bar_opens_a_scraped_table() -> None:
    """Blanks may stand before the bar, words may not."""
    assert is_bar_line("  | 甲")
    assert not is_bar_line("甲 | 乙")


def test_lines_of_cells_are_rows() -> None:
    """Missing cells are filled, columns that are empty in every row and list marks fall out."""
    assert of("| · | 甲 |  | 乙 |\n| · | 1 |  | 2 |\n| · | 3 |  |  |") == [Table((("甲", "乙"), ("1", "2"), ("3", "")))]


def test_a_page_laid_out_by_a_table_becomes_text() -> None:
    """Menu, path and footer vanish; title and article are paragraphs, parted where breaks were lost."""
    article = "学校召开会议。 会议指出，要做好招生工作。"
    page = (
        f"|  |\n| 首页 | 要闻 | 专题 | 视频 |\n| 当前位置：首页 |\n| 学校召开会议 |\n| {article} |\n| 版权所有 某大学 |"
    )
    assert of(page) == [Paragraph("学校召开会议"), Paragraph("学校召开会议。"), Paragraph("会议指出，要做好招生工作。")]


def test_articles_put_into_one_cell_part_again() -> None:
    """第X条 in the middle of a cell begins a paragraph."""
    assert of("| 第一章 总则 第一条 为规范管理 |\n| |") == [Paragraph("第一章 总则"), Paragraph("第一条 为规范管理")]


def test_a_short_line_between_rows_is_a_section_of_the_table() -> None:
    """理工类 between rows stays in the table; a sentence ends it."""
    assert of("| 机械 | 540 |\n| 文史类 |\n| 德语 | 542 |") == [
        Table((("机械", "540"), ("文史类", ""), ("德语", "542")))
    ]
    parted = of("| 机械 | 540 |\n| 以下为文科。 |\n| 德语 | 542 |")
    assert parted == [Table((("机械", "540"),)), Paragraph("以下为文科。"), Table((("德语", "542"),))]


def test_short_lines_over_rows_head_the_table() -> None:
    """Up to three titles go with the rows below them, whether the table has begun or not."""
    assert of("| 收费标准 |\n| 2024年 |\n| 专业 | 学费 |\n| 法学 | 5 |") == [
        Table((("收费标准", ""), ("2024年", ""), ("专业", "学费"), ("法学", "5")))
    ]
    assert len(of("| 甲 | 乙 |\n| 一 |\n| 二 |\n| 丙 | 丁 |")) == 1
    assert [type(block) for block in of("| 一 |\n| 二 |\n| 三 |\n| 四 |\n| 丙 | 丁 |")] == [Paragraph, Table]


def test_one_row_with_running_text_is_layout() -> None:
    """A sidebar beside an article is no table."""
    assert of(f"| 侧栏 | {'学' * 301} |") == [Paragraph("侧栏"), Paragraph("学" * 301)]


def test_cells_one_a_line_end_with_the_last_cell_s_first_line() -> None:
    """The text after the table is not drawn into it."""
    cells = ["科室", "电话", "学生处", "85358271", "教务处", "85358272", "团委", "85358273"]
    lines = [line for cell in cells for line in (" |", cell)] + ["以上为常用电话。"]
    blocks, after = scraped_table(lines, 0)
    rows = (("科室", "电话"), ("学生处", "85358271"), ("教务处", "85358272"), ("团委", "85358273"))
    assert blocks == [Table(rows, header_rows=1)]
    assert lines[after:] == ["以上为常用电话。"]


def test_a_bar_far_below_is_another_table() -> None:
    """More lines than a cell has end the table."""
    lines = ["| 甲 | 乙 |", *"一二三四五", "| 丙 | 丁 |"]
    assert scraped_table(lines, 0)[1] == 1


def test_lone_bars_are_nothing() -> None:
    """A table without words leaves no block."""
    assert of("|") == []
    assert of("| |\n|  |") == []


@given(st.lists(st.text("甲乙1| ", max_size=12), min_size=1, max_size=12))
def test_no_word_is_lost_and_the_reader_moves_on(lines: list[str]) -> None:
    """Every character of the lines taken comes out, and at least one line is taken."""
    lines = ["|" + lines[0], *lines[1:]]
    blocks, after = scraped_table(lines, 0)
    assert 1 <= after <= len(lines)
    assert all(str(blocks).count(char) >= "".join(lines[:after]).count(char) for char in "甲乙")
