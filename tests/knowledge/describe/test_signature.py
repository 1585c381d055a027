from datetime import date

import pytest

from knowledge.describe.signature import is_office, signatures


@pytest.mark.parametrize(
    "name", ["学生处", "学生工作部（处）", "某某大学教务处", "安全、健康与环境办公室", "后勤服务中心", "校团委"]
)
def test_offices_are_known_by_how_their_names_end(name: str) -> None:
    """With the college's name before it or another name in brackets after it."""
    assert is_office(name)


@pytest.mark.parametrize(
    "words", ["南开新闻网", "各有关部", "请联系教务处", "王老师", "处", "2024年教务处", "某人毕业于某某大学", "通知办"]
)
def test_press_persons_and_clauses_are_no_offices(words: str) -> None:
    """Their last character alone does not make an office."""
    assert not is_office(words)


def test_an_office_and_a_day_sign_on_one_line_or_two() -> None:
    """Several offices sign together."""
    two = next(signatures(("特此通知。", "国有资产管理办公室 教务部", "2024年12月10日")))
    one = next(signatures(("特此通知。", "学生工作部 二〇二四年三月五日")))
    assert (two.offices, two.day, two.is_sure) == (("国有资产管理办公室", "教务部"), date(2024, 12, 10), True)
    assert (one.offices, one.day) == (("学生工作部",), date(2024, 3, 5))


def test_the_day_of_printing_signs_too() -> None:
    """印发 and 编制 close official papers; who did it stands before or after the day."""
    printed = next(signatures(("某某学院办公室 2024年3月6日印发",)))
    made = next(signatures(("2021-2-22 党政办公室编制",)))
    assert (printed.offices, printed.day) == (("某某学院办公室",), date(2024, 3, 6))
    assert (made.offices, made.day) == (("党政办公室",), date(2021, 2, 22))


def test_a_lone_day_closes_a_text_but_not_a_list_of_titles() -> None:
    """After a sentence it may be the signature, and staff should look; after a teaser it is the teaser's."""
    (lone,) = signatures(("望遵照执行。", "2024年3月5日"))
    assert (lone.offices, lone.is_sure) == ((), False)
    assert list(signatures(("关于放假的通知", "2024-03-05"))) == []
    assert list(signatures(("讲座于2024年3月5日举行。", "2024年3月5日起报名", "张三 2024年3月5日"))) == []
