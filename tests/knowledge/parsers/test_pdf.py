from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.document import Paragraph, Table
from knowledge.errors import UnreadableFile, UnsupportedFormat
from knowledge.parsers import ocr, pdf
from knowledge.parsers.words import Word

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
    words = [("甲甲", 70, 680), ("乙乙", 170, 680), ("丙丙", 70, 650), ("丁丁", 170, 650)]
    words += [("子子", 70, 580), ("丑丑", 170, 580), ("寅寅", 70, 550), ("卯卯", 170, 550)]
    page = boxes + bars + other + "".join(text_at(x, y, word) for word, x, y in words)
    tables = [block for block in pdf.parse(PATH, make_pdf([page])).blocks if isinstance(block, Table)]
    assert [table.rows for table in tables] == [
        (("甲甲", "乙乙"), ("丙丙", "丁丁")),
        (("子子", "丑丑"), ("寅寅", "卯卯")),
    ]


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
    words = [("甲甲", 70, 540), ("乙乙", 170, 540), ("丙丙", 70, 510), ("丁丁", 170, 510)]
    page += "".join(text_at(x, y, word) for word, x, y in words) + text_at(310, 700, "右边")
    blocks = pdf.parse(PATH, make_pdf([page])).blocks
    assert Table((("甲甲", "乙乙"), ("丙丙", "丁丁")), header_rows=1, page=1) in blocks


def _missing(image: ocr.Image) -> tuple[Word, ...]:
    raise ocr.RecognitionMissing(str(image.shape))


def test_pictures_alone_are_unsupported_without_recognition(make_pdf: Make, line_at: Draw) -> None:
    """A PDF without a text layer says that it needs text recognition, and how to get it."""
    with pytest.raises(UnsupportedFormat, match=r"2 of its 3 pages are pictures.*gongkai\[ocr\]"):
        pdf.parse(PATH, make_pdf([line_at(0, 0, 100, 100), line_at(0, 0, 90, 90), ""]), _missing)


def test_a_page_that_is_a_picture_is_recognised_and_one_with_text_is_not(
    make_pdf: Make, text_at: Draw, line_at: Draw
) -> None:
    """Only the page without a text layer goes through the recognition; its text bears its page."""
    seen: list[tuple[int, ...]] = []

    def recognise(image: ocr.Image) -> tuple[Word, ...]:
        seen.append(image.shape)
        return (Word("学费每学年五千二百元。", 100, 100, 500, 130),)

    document = pdf.parse(PATH, make_pdf([text_at(60, 800, "关于学费的通知"), line_at(0, 0, 90, 90)]), recognise)
    assert [max(shape) for shape in seen] == [2000]
    assert document.blocks == (Paragraph("关于学费的通知", 1), Paragraph("学费每学年五千二百元。", 2))


def test_a_few_scanned_pages_do_not_stop_a_long_file(make_pdf: Make, text_at: Draw, line_at: Draw) -> None:
    """Without recognition, a scanned cover is left out, which is said, and the pages with text are kept."""
    pages = [line_at(0, 0, 90, 90)] + [text_at(60, 800, f"第{number}条。") for number in "一二三四五"]
    document = pdf.parse(PATH, make_pdf(pages), _missing)
    assert len(document.blocks) == 5
    assert document.unread.startswith("pages left out because they are pictures: 1 of 6 (install")
    assert pdf.parse(PATH, make_pdf(pages[1:]), _missing).unread == ""


def test_a_file_without_anything_to_read_is_refused(make_pdf: Make) -> None:
    """A PDF of empty pages is not stored as an empty notice."""
    with pytest.raises(UnreadableFile, match="no text"):
        pdf.parse(PATH, make_pdf([""]))


def test_clipped_text_is_not_read(make_pdf: Make, text_at: Draw, line_at: Draw) -> None:
    """A cell that a spreadsheet prints on two pages and clips is read where it is shown."""
    page = _grid(line_at, (60, 160, 260), (640, 670, 700)) + text_at(70, 680, "月份") + text_at(170, 680, "安排")
    page += (
        text_at(70, 650, "六月")
        + text_at(170, 650, "考试")
        + "q 50 630 400 100 re W n\n"
        + text_at(70, 600, "期末复习")
        + "Q\n"
    )
    assert pdf.parse(PATH, make_pdf([page])).blocks == (
        Table((("月份", "安排"), ("六月", "考试")), header_rows=1, page=1),
    )


def test_a_table_goes_on_over_the_page_break(make_pdf: Make, text_at: Draw, line_at: Draw) -> None:
    """The rows of the second page have the column names of the first, and the group that goes on."""
    grid = _grid(line_at, (60, 160, 260, 360), (640, 670, 700))
    first = text_at(60, 720, "学费一览表") + grid
    for y, row in ((680, ("学院名称", "专业名称", "学费标准")), (650, ("文学院", "汉语言", "5200"))):
        first += "".join(text_at(70 + 100 * column, y, cell) for column, cell in enumerate(row))
    second = grid + text_at(170, 680, "历史") + text_at(270, 680, "5300")
    second += "".join(text_at(70 + 100 * column, 650, cell) for column, cell in enumerate(("理学院", "物理", "5800")))
    blocks = pdf.parse(PATH, make_pdf([first, second])).blocks
    rows = (("学院名称", "专业名称", "学费标准"), ("文学院", "历史", "5300"), ("理学院", "物理", "5800"))
    assert blocks[-1] == Table(rows, "学费一览表", header_rows=1, page=2)


def test_aligned_columns_without_lines_are_a_table(make_pdf: Make, text_at: Draw) -> None:
    """Three rows or more whose words stand under one another are rows, not sentences."""
    rows = [("专业名称", "计划数", "学费"), ("法学", "40", "5200"), ("物理学", "35", "5800"), ("化学", "30", "5800")]
    page = text_at(60, 800, "以下为招生计划。")
    for index, row in enumerate(rows):
        page += "".join(text_at(60 + 120 * column, 760 - 20 * index, cell) for column, cell in enumerate(row))
    assert pdf.parse(PATH, make_pdf([page])).blocks[1] == Table(tuple(rows), header_rows=1, page=1)


def test_labels_join_the_lines_beside_them(make_pdf: Make, text_at: Draw) -> None:
    """A column of short labels that the file gives before their lines is joined to them, line by line."""
    page = "".join(text_at(60, 700 - 20 * index, f"M{index}30") for index in range(4))
    page += "".join(text_at(120, 700 - 20 * index, f"第{index}公交总站至大学城总站 07:30-21:00") for index in range(4))
    lines = [block.text for block in pdf.parse(PATH, make_pdf([page])).blocks if isinstance(block, Paragraph)]
    assert lines[2] == "M230 第2公交总站至大学城总站 07:30-21:00"


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
    assert pdf.parse(PATH, make_pdf([path + text_at(60, 800, "路图")])).blocks == (Paragraph("路图", 1),)


def test_a_missing_page_is_reported(make_pdf: Make) -> None:
    """A file whose page cannot be loaded is damaged."""
    with pytest.raises(UnreadableFile, match="damaged"):
        pdf.parse(PATH, make_pdf([""]).replace(b"/Kids [5 0 R]", b"/Kids [3 0 R]"))
