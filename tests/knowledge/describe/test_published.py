from datetime import date

import pytest

from knowledge.describe.published import published
from knowledge.describe.source import Source
from knowledge.notice import Place
from tests.fakes.sources import lines

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("read", "place", "is_sure"),
    [
        (lines("正文。", byline="发布时间：2024-03-05 浏览：12"), Place.BYLINE, True),
        (lines("正文。", byline="来源：南开新闻网发稿时间：2024-03-05 09:10"), Place.BYLINE, True),
        (lines("正文。", "学生处", "2024年3月5日"), Place.END, True),
        (lines("正文。", "2024年3月5日"), Place.END, False),
        (lines("正文。", address="https://jwc.example.edu.cn/2024/0305/c1012a1/page.htm"), Place.ADDRESS, True),
        (lines("正文。", address="https://a.edu.cn/info/2024-03-05.html"), Place.ADDRESS, True),
        (lines("正文。", address="https://a.edu.cn/t20240305_12.html"), Place.ADDRESS, True),
        (lines("（2024年3月5日）", "正文。"), Place.HEAD, False),
        (lines("正文。", file_name="20240305放假通知.docx"), Place.FILE_NAME, False),
    ],
)
def test_the_day_by_where_it_stands(read: Source, place: Place, *, is_sure: bool) -> None:
    """The page, the signature, the address, under the title, the file's name."""
    found = published(read)
    assert found is not None
    assert (date.fromisoformat(found.value), found.place, found.is_sure) == (DAY, place, is_sure)


def test_the_page_goes_before_the_signature() -> None:
    """It was signed first and published later; the day of publishing is the page's."""
    found = published(lines("正文。", "学生处", "2024年3月1日", byline="发布日期: 2024-03-05"))
    assert found is not None
    assert found.value == "2024-03-05"


@pytest.mark.parametrize(
    "read",
    [
        lines("正文。", file_name="2013年录取分数.xls"),
        lines("本办法经2024年3月5日校长办公会审议通过。"),
        lines("讲座。", byline="时间：2024-03-05 14:00"),
        lines("正文。", address="https://a.edu.cn/2024/1305/c1.htm"),
        lines("正文。", address="https://a.edu.cn/20249/c1.htm"),
    ],
)
def test_a_year_or_another_day_is_not_the_day(read: Source) -> None:
    """Nothing is made up where the day is not told."""
    assert published(read) is None
