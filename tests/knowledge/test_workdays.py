"""Working days in China."""

from datetime import date

import pytest

from knowledge.workdays import is_workday, nth_workday


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 5, 6), True),
        (date(2024, 5, 4), False),
        (date(2024, 5, 1), False),  # Labour Day, a Wednesday
        (date(2024, 5, 11), True),  # a Saturday worked for it
        (date(2024, 10, 7), False),
        (date(2099, 1, 5), True),  # a Monday of a year not set yet
        (date(2099, 1, 4), False),
    ],
)
def test_holidays_and_the_saturdays_worked_for_them(day: date, works: bool) -> None:  # noqa: FBT001
    """As the State Council set them; Monday to Friday where it has not yet."""
    assert is_workday(day) is works


def test_counting_skips_what_is_not_worked() -> None:
    """Five days from before Labour Day 2024 end after it; the first day counts only if asked."""
    assert nth_workday(date(2024, 4, 30), 5, inclusive=False) == date(2024, 5, 10)
    assert nth_workday(date(2024, 4, 30), 5, inclusive=True) == date(2024, 5, 9)
    assert nth_workday(date(2024, 5, 6), 1, inclusive=True) == date(2024, 5, 6)
