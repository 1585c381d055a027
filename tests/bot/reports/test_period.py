from datetime import date, datetime, timedelta, timezone

import pytest

from bot.reports.period import Period


@pytest.mark.parametrize("text", ["2022-2023", "2022", "2022—2023学年", "2022/2023"])
def test_an_academic_year_runs_from_september_to_august(text: str) -> None:
    """As the ministry counts it, however it is written; in China's time."""
    year = Period.academic_year(text)
    assert (year.first, year.last, year.name) == (date(2022, 9, 1), date(2023, 8, 31), "2022-2023")
    assert year.holds(datetime(2022, 8, 31, 16, tzinfo=timezone.utc))  # noqa: UP017
    assert not year.holds(datetime(2023, 8, 31, 16, tzinfo=timezone(timedelta())))
    assert (year.holds(date(2023, 8, 31)), year.holds(None)) == (True, False)


@pytest.mark.parametrize("text", ["", "2022-2024", "22-23", "去年", "0001-0002"])
def test_what_is_no_academic_year_is_refused(text: str) -> None:
    """With what was expected and what came."""
    with pytest.raises(ValueError, match="expected an academic year such as 2022-2023"):
        Period.academic_year(text)


def test_weeks_begin_on_monday_and_end_with_this_one() -> None:
    """Four weeks up to a Tuesday."""
    weeks = Period.weeks(4, date(2026, 9, 15))
    assert (weeks.first, weeks.last) == (date(2026, 8, 24), date(2026, 9, 20))
    assert weeks.name == "2026-08-24至2026-09-20"
