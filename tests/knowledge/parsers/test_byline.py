from knowledge.parsers.byline import find


def test_what_a_page_says_of_its_publishing_is_kept() -> None:
    """One statement a line, as it stands."""
    page = "首页 通知 发布者：教务处 发布时间：2024-03-05\n正文。来源：新闻网|"
    assert find(page) == "发布者：教务处 发布时间：2024-03-05\n来源：新闻网"


def test_a_page_that_says_nothing_has_none() -> None:
    """The time of an event is no byline."""
    assert find("时间：2025-05-07 14:30\n地点：礼堂") == ""
