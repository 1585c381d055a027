from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.document import Paragraph, Table
from knowledge.errors import UnreadableFile, UnsupportedFormat
from knowledge.parsers import pdf

PATH = Path("notice.pdf")
Make = Callable[..., bytes]
Draw = Callable[..., str]


def _grid(line_at: Draw, xs: tuple[int, ...], ys: tuple[int, ...]) -> str:
    across = "".join(line_at(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(line_at(x, ys[0], x, ys[-1]) for x in xs)


def test_title_is_the_largest_type(make_pdf: Make, text_at: Draw) -> None:
    """The title-like line in the largest type is the title, also where it is set over two lines."""
    page = text_at(60, 800, "某院〔2024〕12号", 11) + text_at(150, 770, "关于做好学费收缴", 22)
    page += text_at(150, 740, "工作的通知", 22) + "".join(
        text_at(60, 700 - 20 * i, "各学院请认真落实。") for i in range(9)
    )
    document = pdf.parse(PATH, make_pdf([page]))
    assert document.title == "关于做好学费收缴工作的通知"
    assert document.blocks[0] == Paragraph("某院〔2024〕12号", 1)


def test_title_of_even_type_is_found_by_its_words(make_pdf: Make, text_at: Draw) -> None:
    """Where all type is of one size, the first lines that read like a title give it."""
    page = text_at(60, 800, "关于放假的通知") + text_at(60, 780, "各学院：")
    assert pdf.parse(PATH, make_pdf([page])).title == "关于放假的通知"


def test_pages_are_kept_and_running_lines_are_not(make_pdf: Make, text_at: Draw) -> None:
    """Each paragraph bears its page; headers and page numbers are gone."""
    pages = [
        text_at(60, 820, "某大学学生手册")
        + text_at(60, 780, f"第{number}条。")
        + text_at(60, 760, "条文如下。")
        + text_at(60, 740, "条文完。")
        + text_at(290, 20, f"- {number} -")
        for number in "一二三"
    ]
    blocks = pdf.parse(PATH, make_pdf([page.replace("2d002000", "2d002000") for page in pages])).blocks
    assert Paragraph("第三条。", 3) in blocks
    assert not any(isinstance(block, Paragraph) and "手册" in block.text for block in blocks)


def test_ruled_tables_become_rows(make_pdf: Make, text_at: Draw, line_at: Draw) -> None:
    """Text between ruling lines is a table with its merged cells, its place among the lines and its page."""
    page = text_at(60, 800, "学费一览表") + _grid(line_at, (60, 160, 260, 360), (640, 670, 700, 730))
    page = page.replace(line_at(160, 640, 160, 730), line_at(160, 640, 160, 730))
    cells = [("类别", 70, 710), ("专业", 170, 710), ("学费", 270, 710), ("文科", 70, 680), ("法学", 170, 680)]
    cells += [("5200", 270, 680), ("理科", 70, 650), ("物理", 170, 650), ("5800", 270, 650)]
    page += "".join(text_at(x, y, word) for word, x, y in cells) + text_at(60, 600, "以上标准自九月起执行。")
    document = pdf.parse(PATH, make_pdf([page]))
    rows = (("类别", "专业", "学费"), ("文科", "法学", "5200"), ("理科", "物理", "5800"))
    assert document.blocks == (
        Paragraph("学费一览表", 1),
        Table(rows, "学费一览表", header_rows=1, page=1),
        Paragraph("以上标准自九月起执行。", 1),
    )


def test_boxes_and_thin_fills_rule_tables_too(make_pdf: Make, text_at: Draw) -> None:
    """Tables drawn as boxes or as thin filled bars are found like those of lines; curves and slants are no ruling."""
    boxes = "".join(f"{x} {y} 100 30 re S\n" for x in (60, 160) for y in (640, 670))
    bars = "".join(f"60 {y} 200 0.5 re f\n" for y in (540, 570, 600)) + "".join(
        f"{x} 540 0.5 60 re f\n" for x in (60, 160, 260)
    )
    other = "60 300 m 100 350 150 350 200 300 c S\n60 200 m 300 290 l 320 100 l h S\n"
    words = [("甲", 70, 680), ("乙", 170, 680), ("丙", 70, 650), ("丁", 170, 650)]
    words += [("子", 70, 580), ("丑", 170, 580), ("寅", 70, 550), ("卯", 170, 550)]
    page = boxes + bars + other + "".join(text_at(x, y, word) for word, x, y in words)
    tables = [block for block in pdf.parse(PATH, make_pdf([page])).blocks if isinstance(block, Table)]
    assert [table.rows for table in tables] == [(("甲", "乙"), ("丙", "丁")), (("子", "丑"), ("寅", "卯"))]


def test_frames_around_text_are_no_tables(make_pdf: Make, text_at: Draw, line_at: Draw) -> None:
    """Ruled columns full of running text give paragraphs, one column after the other."""
    page = _grid(line_at, (40, 300, 560), (40, 400, 800))
    for x in (50, 310):
        page += "".join(text_at(x, 780 - 15 * i, f"第{i}项工作按计划完成后统一上报。") for i in range(20))
        page += "".join(text_at(x, 380 - 15 * i, f"后{i}项工作按计划完成后统一上报。") for i in range(20))
    blocks = pdf.parse(PATH, make_pdf([page])).blocks
    assert len(blocks) == 80
    assert all(isinstance(block, Paragraph) for block in blocks)


def test_inner_grids_go_before_outer_ones(make_pdf: Make, text_at: Draw, line_at: Draw) -> None:
    """A table inside a cell of a larger ruling is a table of its own."""
    page = _grid(line_at, (40, 300, 560), (40, 400, 800)) + _grid(line_at, (60, 160, 260), (500, 530, 560))
    words = [("甲", 70, 540), ("乙", 170, 540), ("丙", 70, 510), ("丁", 170, 510)]
    page += "".join(text_at(x, y, word) for word, x, y in words) + text_at(310, 700, "右")
    blocks = pdf.parse(PATH, make_pdf([page])).blocks
    assert Table((("甲", "乙"), ("丙", "丁")), header_rows=1, page=1) in blocks


def test_pictures_alone_are_unsupported(make_pdf: Make, line_at: Draw) -> None:
    """A PDF without a text layer says that it needs text recognition."""
    with pytest.raises(UnsupportedFormat, match="no text layer"):
        pdf.parse(PATH, make_pdf([line_at(0, 0, 100, 100), ""]))


def test_damaged_and_locked_files_are_refused(make_pdf: Make, text_at: Draw) -> None:
    """Rubbish, a file that was once saved as text, and a locked file each have their own words."""
    with pytest.raises(UnreadableFile, match="damaged"):
        pdf.parse(PATH, b"%PDF-1.4 rubbish")
    with pytest.raises(UnreadableFile, match="written as text"):
        pdf.parse(PATH, b"%PDF-1.4" + "\ufffd".encode() * 200)
    locked = make_pdf([text_at(60, 800, "正文")]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
    )  # fmt: skip
    with pytest.raises(UnreadableFile, match="password"):
        pdf.parse(PATH, locked)


def test_endless_files_are_refused(make_pdf: Make) -> None:
    """A file of thousands of pages is refused before it is read."""
    with pytest.raises(UnreadableFile, match="2001 pages"):
        pdf.parse(PATH, make_pdf([""] * 2001))


def test_drawings_with_thousands_of_paths_are_read_as_text(make_pdf: Make, text_at: Draw, line_at: Draw) -> None:
    """A map's lines are not searched for tables; its words are kept."""
    page = "".join(line_at(60, y % 700, 300, y % 700) for y in range(6100)) + text_at(60, 800, "路线图")
    assert pdf.parse(PATH, make_pdf([page])).blocks == (Paragraph("路线图", 1),)


def test_long_paths_are_passed_over(make_pdf: Make, text_at: Draw) -> None:
    """A path of thousands of strokes is a drawing."""
    path = "60 60 m " + "".join(f"{60 + step % 400} {60 + step % 300} l " for step in range(1500)) + "S\n"
    assert pdf.parse(PATH, make_pdf([path + text_at(60, 800, "图")])).blocks == (Paragraph("图", 1),)


def test_a_missing_page_is_reported(make_pdf: Make) -> None:
    """A file whose page cannot be loaded is damaged."""
    with pytest.raises(UnreadableFile, match="damaged"):
        pdf.parse(PATH, make_pdf([""]).replace(b"/Kids [5 0 R]", b"/Kids [3 0 R]"))
