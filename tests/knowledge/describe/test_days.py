from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.describe.days import numeral, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年3月5日", date(2024, 3, 5)),
        ("2024 年 03 月 05 日", date(2024, 3, 5)),
        ("发布于2024-03-05 10:20", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)),
        ("2024/03/05", date(2024, 3, 5)),
        ("二〇二四年三月五日", date(2024, 3, 5)),
        ("二○一六年十二月三十一日", date(2016, 12, 31)),
        ("二零一九年十月二十日", date(2019, 10, 20)),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, expected: date) -> None:
    """Digits or numerals, points or strokes, with blanks or none."""
    assert [one.day for one in written(text)] == [expected]


@pytest.mark.parametrize("text", ["2024年2月30日", "2024-13-01", "2024年3月", "12024-03-05", "1.2.3", "2024-03.05"])
def test_what_is_no_day_is_passed_over(text: str) -> None:
    """A month without a day, a day that no calendar has, numbers of other things."""
    assert list(written(text)) == []


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_of_the_calendar_is_read_where_it_stands(day: date) -> None:
    """The span is that of the words."""
    text = f"于{day.year}年{day.month}月{day.day}日"
    (found,) = written(text)
    assert (found.day, text[found.start : found.end]) == (day, text[1:])


def test_numerals() -> None:
    """Tens and units, each left out where it is one or none."""
    assert [numeral(text) for text in ("三", "十", "十一", "二十", "三十一", "07")] == [3, 10, 11, 20, 31, 7]
