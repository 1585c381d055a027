import pytest

from knowledge.describe.office import office
from knowledge.describe.source import Source
from knowledge.notice import Place
from tests.fakes.sources import lines


@pytest.mark.parametrize(
    ("read", "value", "place"),
    [
        (lines("正文。", byline="发布者：教务处 发布时间：2024-03-05"), "教务处", Place.BYLINE),
        (lines("正文。", byline="作者：王某\n来源：南开新闻网\n供稿单位：学生处"), "学生处", Place.BYLINE),
        (lines("正文。", "学生工作部", "2024年3月5日"), "学生工作部", Place.END),
        (lines("某某大学学生处文件", "正文。"), "某某大学学生处", Place.HEAD),
        (lines("某某大学学生处", "校学〔2024〕1号", "正文。"), "某某大学学生处", Place.HEAD),
        (lines("某某学院", "工作报告", "正文。", title="某某学院工作报告"), "某某学院", Place.HEAD),
        (lines("本办法由学工部、学生处负责解释。"), "学工部、学生处", Place.END),
        (lines("正文。", channel="教务处/通知公告"), "教务处", Place.CHANNEL),
    ],
)
def test_the_office_by_where_it_is_named(read: Source, value: str, place: Place) -> None:
    """Byline, signature, letterhead, who explains the rule, column."""
    found = office(read)
    assert found is not None
    assert (found.value, found.place) == (value, place)


def test_what_only_may_be_the_office_is_marked() -> None:
    """Who explains a rule has most often made it; staff should look."""
    explains, signs = office(lines("本办法由教务处负责解释。")), office(lines("正文。", "教务处", "2024年3月5日"))
    assert explains is not None
    assert signs is not None
    assert (explains.is_sure, signs.is_sure) == (False, True)


def test_a_menu_names_no_office() -> None:
    """Names of offices alone on lines are a list, not a letterhead; a channel of topics is none."""
    assert office(lines("外国语学院", "图书馆", "介绍本馆。", title="组织机构", channel="通知公告")) is None
