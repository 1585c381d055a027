import pytest

from knowledge.describe.number import document_number
from knowledge.notice import Place
from tests.fakes.sources import lines


@pytest.mark.parametrize(
    "line",
    [
        "校发〔2024〕12号",
        "校发［2024］12号",
        "校发[2024]12 号",
        "校发（2024）12号",
        "校 发 【2024】 第12号".replace("校 发", "校发"),
        "（校发﹝2024﹞12号）",
        "校发〔2024〕12号 签发人：王某",
    ],
)
def test_a_number_alone_on_a_line_is_the_notices_own(line: str) -> None:
    """Whatever the brackets and blanks, it is given in the standard's form."""
    found = document_number(lines("某某学院文件", line, "关于评选国家奖学金的通知"))
    assert found is not None
    assert (found.value, found.place) == ("校发〔2024〕12号", Place.HEAD)


def test_a_cited_number_is_not_the_notices_own() -> None:
    """What stands in a sentence is another document's."""
    assert (
        document_number(
            lines("根据《管理办法》（财教〔2021〕310号）的规定，现通知如下。", title="转发财教〔2021〕310号文件")
        )
        is None
    )


def test_a_title_may_carry_the_number_at_either_end() -> None:
    """As collections of documents have it."""
    before = document_number(lines("正文。", title="教办函〔2014〕23号 关于公布清单的通知"))
    after = document_number(lines("正文。", title="学生管理办法（校学〔2021〕3号）"))
    assert before is not None
    assert after is not None
    assert (before.value, after.value, after.words) == ("教办函〔2014〕23号", "校学〔2021〕3号", "校学〔2021〕3号")


def test_a_label_names_the_number_and_an_order_has_a_number_too() -> None:
    """发文字号 of a page; 教育部令第41号 under a title."""
    labelled = document_number(lines("正文。", byline="发文字号：粤教〔2023〕2号"))
    order = document_number(lines("教育部令第41号", "普通高等学校学生管理规定"))
    assert labelled is not None
    assert order is not None
    assert (labelled.value, labelled.place, order.value) == ("粤教〔2023〕2号", Place.BYLINE, "教育部令第41号")
