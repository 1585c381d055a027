from datetime import date

import pytest

from knowledge.describe.deadline import deadline

PUBLISHED = date(2024, 12, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报名截止时间为2024年5月20日17:00。", "2024-05-20"),
        ("申请截止日期：2025-02-15", "2025-02-15"),
        ("请各学院于2024年6月3日17:00前将材料报送学生处。", "2024-06-03"),
        ("报名时间为2024年5月1日至2024年5月8日截止。", "2024-05-08"),
        ("请于12月31日前提交申请。", "2024-12-31"),
        ("请于1月5日（周日）下午5点前提交。", "2025-01-05"),
    ],
)
def test_the_last_day_to_act(text: str, expected: str) -> None:
    """Said by 截止 or by 前 with something to hand in; a day without its year is the next one after publishing."""
    found = deadline(text, PUBLISHED)
    assert found is not None
    assert found.value == expected
    assert found.words in text


@pytest.mark.parametrize(
    "text",
    [
        "数据截至2024年8月31日。",
        "统计时间截止到2018年5月1日。",
        "凡2020年9月1日前入学的学生，可以申请。",
        "讲座于2024年5月20日举行。",
        "学校建于1919年10月1日前后。",
    ],
)
def test_other_days_are_no_deadlines(text: str) -> None:
    """Days up to which figures are counted or persons are grouped."""
    assert deadline(text, PUBLISHED) is None


def test_several_deadlines_are_not_sure_and_the_last_one_stands() -> None:
    """Students by one day, schools by a later one: staff should look."""
    found = deadline("学生报名截止时间2024年5月20日；学院请于2024年5月25日前报送。", PUBLISHED)
    assert found is not None
    assert (found.value, found.is_sure) == ("2024-05-25", False)


def test_a_day_without_a_year_needs_the_day_of_publishing() -> None:
    """Nothing is guessed; 2月29日 waits for no leap year."""
    assert deadline("请于3月15日前报送。", None) is None
    assert deadline("请于2月30日前报送。", PUBLISHED) is None
