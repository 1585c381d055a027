from collections.abc import Callable
from math import radians, tan

import numpy as np
import pytest

from knowledge.document import Table
from knowledge.parsers import ocr, scan
from knowledge.parsers.ocr import Image
from knowledge.parsers.pdf_flow import Page
from knowledge.parsers.scan import Scan
from knowledge.parsers.words import Word


def _page(height: int = 1000, width: int = 800) -> Image:
    return np.full((height, width, 3), 255, np.uint8)


def _word(text: str, x: float, y: float, size: float = 20, slope: float = 0.0) -> Word:
    return Word(text, x, y, x + size * len(text), y + size, slope)


def _seeing(*words: Word) -> Callable[[Image], tuple[Word, ...]]:
    return lambda _: words


def test_words_between_ruling_lines_are_a_table() -> None:
    """The lines of a scanned table give rows and columns; the text around it keeps its place."""
    page = _page()
    for y in (200, 260, 320):
        page[y : y + 2, 100:700] = 0
    for x in (100, 400, 699):
        page[200:322, x : x + 2] = 0
    words = [_word("收费标准如下", 100, 120), _word("专业", 110, 220), _word("学费", 420, 220), _word("法学", 110, 280)]
    words += [_word("5200元", 420, 280), _word("以上标准自九月起执行", 100, 400)]
    read = scan.read(page, _seeing(*reversed(words)), 3)
    rows = (("专业", "学费"), ("法学", "5200元"))
    assert read.page.number == 3
    assert read.page.items == ("收费标准如下", Table(rows, header_rows=1, page=3), "以上标准自九月起执行")


def test_an_empty_cell_and_an_empty_page_are_no_text() -> None:
    """Ruling lines without words give nothing."""
    page = _page()
    page[200:202, 100:700] = 0
    assert scan.read(page, _seeing(), 1) == Scan(Page(1, ()), ())


def test_frames_around_running_text_are_read_through() -> None:
    """A ruled page whose cells hold long texts gives lines."""
    page = _page()
    for y in (100, 500, 900):
        page[y : y + 2, 50:750] = 0
    for x in (50, 400, 749):
        page[100:902, x : x + 2] = 0
    words = [_word("学校规定的条款内容很长很长。", x, y) for x in (70, 420) for y in range(120, 890, 30)]
    assert all(isinstance(item, str) for item in scan.read(page, _seeing(*words), 1).page.items)


@pytest.mark.skipif(bool(ocr.missing()), reason="the text recognition is not installed")
def test_a_crooked_page_is_set_upright() -> None:
    """Words of one slanting line stand on one line again."""
    slope = tan(radians(3))
    words = [
        _word(text * 8, x, y + slope * x, slope=slope) for y in (100, 200, 300) for text, x in (("左", 60), ("右", 500))
    ]
    items = scan.read(_page(), _seeing(*words), 1).page.items
    assert items == ("左" * 8 + " " + "右" * 8,) * 3


def test_the_title_is_the_largest_type() -> None:
    """Lines in large type are told apart from words that run downwards."""
    words = [_word("关于学费的通知", 100, 50, 48), Word("存根联", 700, 100, 730, 300)]
    words += [_word("各学院请认真落实。", 100, 200 + 40 * row) for row in range(5)]
    assert scan.read(_page(), _seeing(*words), 1).large == ("关于学费的通知",)
    assert scan.read(_page(), _seeing(*words[2:]), 1).large == ()


def test_a_long_screenshot_is_read_in_pieces() -> None:
    """Each piece ends between lines, and its words stand where they are in the whole."""
    page = _page(height=5000)
    for y in range(0, 5000, 40):
        page[y + 5 : y + 25, 100:700:2] = 0
    heights: list[int] = []

    def recognise(image: Image) -> tuple[Word, ...]:
        heights.append(len(image))
        return (_word(f"第{len(heights)}段", 100, len(image) - 100),)

    assert scan.read(page, recognise, 1).page.items == tuple(f"第{number}段" for number in range(1, len(heights) + 1))
    assert sum(heights) == 5000
    assert all(height <= 2500 for height in heights)
    assert page[heights[0]].min() == 255
