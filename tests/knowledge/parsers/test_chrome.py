import pytest

from knowledge.parsers import chrome


@pytest.mark.parametrize(
    "line",
    [
        "上一篇：招生简章",
        "当前位置： 首页>>通知",
        "您当前的位置 ： 大学 >> 要闻",
        "发布时间：2024-01-02",
        "点击数：30",
        "更多>>",
        "返回顶部",
    ],
)
def test_furniture_of_pages_is_told(line: str) -> None:
    """Paths, neighbours, counters and dates of publication are not the notice's text."""
    assert chrome.is_line(line)


@pytest.mark.parametrize(
    "line", ["更多信息请见学院网站。", "上一年度录取情况", "编辑出版学专业介绍", "来源地贷款的办理"]
)
def test_text_is_not_furniture(line: str) -> None:
    """Words that only begin alike stay."""
    assert not chrome.is_line(line)


def test_rows_of_menus_footers_and_teasers_are_told() -> None:
    """A menu from 首页, a copyright, and a list of titles cut short."""
    assert chrome.is_row(["首页", "要闻", "专题", "视频"])
    assert chrome.is_row(["地址：江边路1号", "版权所有：某大学"])
    assert chrome.is_row(["甲... 乙... 丙... 丁..."])
    assert chrome.is_row(["更多>>", "返回首页"])


def test_data_rows_are_not_furniture() -> None:
    """Neither an empty row nor a row of values."""
    assert not chrome.is_row([])
    assert not chrome.is_row(["法学", "5000", "四年", "本科"])
    assert not chrome.is_row(["首页设计大赛", "一等奖", "1", "2"])
