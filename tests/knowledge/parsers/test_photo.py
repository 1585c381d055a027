from io import BytesIO
from pathlib import Path

import pytest

from knowledge.document import Paragraph
from knowledge.errors import UnreadableFile
from knowledge.parsers import ocr, photo
from knowledge.parsers.words import Word

pytestmark = pytest.mark.skipif(bool(ocr.missing()), reason="the text recognition is not installed")


def _picture(size: tuple[int, int] = (900, 600)) -> bytes:
    from PIL import Image  # noqa: PLC0415 - part of the extra

    buffer = BytesIO()
    Image.new("RGB", size, "white").save(buffer, "PNG")
    return buffer.getvalue()


def _line(text: str, y: float, size: float = 20) -> Word:
    return Word(text, 50, y, 50 + size * len(text), y + size)


def test_a_picture_of_a_notice_is_a_notice() -> None:
    """Its large type is the title, its lines are paragraphs of page 1."""
    words = (
        _line("关于学费的通知", 50, 40),
        _line("各学院：", 150),
        _line("学费每学年五千二百元，请于九月十日前缴清。", 200),
    )
    document = photo.parse(Path("IMG_1.png"), _picture(), lambda _: words)
    assert document.title == "关于学费的通知"
    assert document.blocks[-1] == Paragraph(words[-1].text, 1)


def test_a_picture_without_a_title_is_called_as_its_file() -> None:
    """The name of the file is the title where it reads like one."""
    words = (_line("学费每学年五千二百元，请于九月十日前缴清，逾期不予注册。", 200),)
    assert photo.parse(Path("附件2：2024年收费标准(1).png"), _picture(), lambda _: words).title == "2024年收费标准"


def test_logos_and_empty_pictures_are_no_notices() -> None:
    """A picture of a few characters, or of none, is refused with what was read."""
    with pytest.raises(UnreadableFile, match=r"hardly any text \(某某大学"):
        photo.parse(Path("logo.png"), _picture(), lambda _: (_line("某某大学", 50),))
    with pytest.raises(UnreadableFile, match="no text"):
        photo.parse(Path("blank.png"), _picture(), lambda _: ())


def test_a_drawn_table_is_read_as_rows() -> None:
    """The real recognition reads a ruled table of words and figures from pixels."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    page = Image.new("RGB", (1000, 700), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(30)
    rows = [("MAJOR", "QUOTA", "TUITION"), ("LAW", "40", "5200"), ("PHYSICS", "35", "5800")]
    for y in (100, 180, 260, 340):
        draw.line((50, y, 950, y), "black", 3)
    for x in (50, 350, 650, 950):
        draw.line((x, 100, x, 340), "black", 3)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            draw.text((80 + 300 * column, 120 + 80 * row), cell, "black", font)
    buffer = BytesIO()
    page.save(buffer, "PNG")
    (table,) = photo.parse(Path("table.png"), buffer.getvalue()).blocks
    assert getattr(table, "rows", None) == tuple(rows)
