import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.notice import Period, PeriodKind
from knowledge.periods import periods


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2024年学费标准", ["2024年"]),
        ("学费标准（2024年）", ["2024年"]),
        ("2023-2024学年校历", ["2023-2024学年"]),
        ("2023－24学年校历", ["2023-2024学年"]),
        ("2023 至 2024 学年奖学金", ["2023-2024学年"]),
        ("2023学年总结", ["2023-2024学年"]),
        ("2024级新生报到", ["2024级"]),
        ("2025届毕业生", ["2025届"]),
        ("2024年招收2024级学生", ["2024年", "2024级"]),
        ("二〇二四年工作要点", ["2024年"]),
        ("教办函〔2014〕23号", []),
        ("学籍管理规定（2017年修订）", []),
        ("章程（2015年6月15日审议通过）", []),
        ("电话12024年", []),
    ],
)
def test_the_years_of_a_title(title: str, expected: list[str]) -> None:
    """Years, academic years, 级 and 届 are told apart; document numbers and days of revision are none."""
    assert sorted(map(str, periods(title, ""))) == expected


def test_the_title_goes_before_the_text() -> None:
    """A title's year is not blurred by the years its text mentions."""
    assert [str(period) for period in periods("2024年学费", "2023年2023年")] == ["2024年"]


def test_the_text_tells_where_the_title_does_not() -> None:
    """A year in the opening counts, one further down must be said twice."""
    far = "学" * 300
    assert [str(period) for period in periods("学费", "2024年学费如下")] == ["2024年"]
    assert periods("学费", far + "2021年") == ()
    assert [str(period) for period in periods("学费", far + "2021年，2021年")] == ["2021年"]


def test_periods_sort_by_kind_and_year() -> None:
    """The order is stable, so that the same notice is stored the same."""
    both = periods("2024届、2023届", "")
    assert both == (Period(PeriodKind.CLASS_OF, 2023), Period(PeriodKind.CLASS_OF, 2024))


@given(st.integers(1900, 2098), st.sampled_from(list(PeriodKind)))
def test_what_a_period_prints_is_read_again(year: int, kind: PeriodKind) -> None:
    """Printing and finding agree for every kind."""
    period = Period(kind, year)
    assert periods(str(period), "") == (period,)
