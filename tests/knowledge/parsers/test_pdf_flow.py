import pytest

from knowledge.document import Paragraph, Table
from knowledge.parsers.pdf_flow import Page, blocks, is_frame, unwrapped, without_running

ROWS = (("专业", "学费"), ("法学", "5200"))


def _pages(*pages: tuple[str, ...]) -> list[Page]:
    return [Page(number, items) for number, items in enumerate(pages, 1)]


def _left(pages: list[Page]) -> list[tuple[object, ...]]:
    return [page.items for page in without_running(pages)]


def test_lines_that_repeat_at_the_edges_vanish() -> None:
    """Running headers and footers go even where their numbers differ; the same words inside a page stay."""
    pages = _pages(
        ("某大学学生手册2024", "第一章", "总则说明", "甲", "第1页 共3页"),
        ("某大学学生手册2024", "乙", "某大学学生手册", "丙", "第2页 共3页"),
        ("某大学学生手册2024", "丁", "戊", "己", "第3页 共3页"),
    )
    assert _left(pages) == [("第一章", "总则说明", "甲"), ("乙", "某大学学生手册", "丙"), ("丁", "戊", "己")]


def test_bare_page_numbers_vanish_where_they_repeat() -> None:
    """A number alone at the same edge of each page is its page number; on a single page it is content."""
    assert _left(_pages(("甲", "乙", "丙", "1"), ("丁", "戊", "己", "2"))) == [("甲", "乙", "丙"), ("丁", "戊", "己")]
    assert _left(_pages(("甲", "乙", "丙", "5200"))) == [("甲", "乙", "丙", "5200")]


@pytest.mark.parametrize("line", ["- 1 -", "— 1 —", "第 1 页", "第1页/共3页", "1/3"])
def test_marked_page_numbers_vanish_even_on_a_single_page(line: str) -> None:
    """A number set between dashes or called a page is no content."""
    assert _left(_pages(("正文。", line))) == [("正文。",)]


def test_short_pages_and_tables_at_the_edge_are_left_alone() -> None:
    """A table at the edge is content, and so are the lines of a page that has no middle."""
    table = Table(ROWS)
    pages = [Page(1, (table, "甲", "乙")), Page(2, (table, "丙", "丁")), Page(3, ("戊",)), Page(4, ())]
    assert [page.items for page in without_running(pages)] == [page.items for page in pages]


def test_paragraphs_are_rejoined_over_pages_and_keep_the_first_page() -> None:
    """A paragraph that runs over a page break is one, with the page where it begins."""
    whole = "学校按照国家规定收取学费和住宿费，" * 40 + "特此通知。"
    lines = [whole[start : start + 34] for start in range(0, len(whole), 34)]
    found = blocks([Page(1, ("通知", *lines[:10])), Page(2, (*lines[10:], "教务处。"))])
    assert found == [Paragraph("通知" + whole, 1), Paragraph("教务处。", 2)] or found == [
        Paragraph("通知", 1),
        Paragraph(whole, 1),
        Paragraph("教务处。", 2),
    ]


def test_tables_stand_between_paragraphs_and_are_captioned() -> None:
    """A table keeps its place among the lines and takes its caption from the line above."""
    found = blocks([Page(3, ("学费标准表", Table(ROWS, page=3), Paragraph("注：无", 3), "正文。"))])
    assert found == [
        Paragraph("学费标准表", 3),
        Table(ROWS, "学费标准表", page=3),
        Paragraph("注：无", 3),
        Paragraph("正文。", 3),
    ]


def test_cell_lines_are_unwrapped() -> None:
    """Full lines of a cell are joined; a short line, a list mark or a date begins something new."""
    assert unwrapped("需所属部门负责人\n或秘书审批后再\n办理") == "需所属部门负责人或秘书审批后再办理"
    assert unwrapped("姓名\n部门及院系单位") == "姓名 部门及院系单位"
    assert unwrapped("1月14日述职会\n1月20日评议会") == "1月14日述职会 1月20日评议会"
    assert unwrapped("") == ""


def test_frames_are_told_from_tables() -> None:
    """Cells that hold whole columns of text are frames; short ones make a table."""
    assert is_frame(["长" * 500, "", "短"])
    assert not is_frame(["专业", "学费"])
    assert not is_frame([])
