from datetime import date

import pytest

from bot import years
from index.corpus import IndexedNotice
from index.query import Query, Want
from knowledge.notice import NoticeId, Period, PeriodKind
from knowledge.periods import periods

TODAY = date(2026, 9, 15)
SPRING = date(2026, 3, 1)
YEAR, TERM = PeriodKind.YEAR, PeriodKind.ACADEMIC_YEAR


def about(title: str) -> IndexedNotice:
    return IndexedNotice(NoticeId("a"), title, "", "", None, "", periods(title, ""), None)


def asked(*when: Period, want: Want = Want.COUNT) -> Query:
    return Query("招生计划", periods=when, is_dated=bool(when), want=want)


def test_a_year_that_is_not_published_yet_is_said_to_be_so() -> None:
    """Of the current year or a later one; an earlier one was not found."""
    plan = about("2025年分专业招生计划")
    assert years.note(asked(Period(YEAR, 2026)), plan, -1, TODAY) == "2026年的尚未公布，以下为2025年的："
    assert years.note(asked(Period(YEAR, 2024)), plan, -1, TODAY) == "2024年的没有查到，以下为2025年的："
    assert years.note(asked(Period(TERM, 2025)), about("2024-2025学年校历"), -1, SPRING) == ""
    assert years.note(asked(Period(TERM, 2026)), about("2024-2025学年校历"), -1, TODAY).startswith(
        "2026-2027学年的尚未公布"
    )


def test_the_year_asked_for_needs_no_word() -> None:
    """Nor where the passage itself names it, nor where the notice tells no year."""
    plan = about("2025年分专业招生计划")
    assert years.note(asked(Period(YEAR, 2025)), plan, 0.8, TODAY) == ""
    assert years.note(asked(Period(YEAR, 2026)), plan, 1, TODAY) == ""
    assert years.note(asked(Period(YEAR, 2026)), about("招生计划"), 0, TODAY) == ""


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("2025年分专业招生计划", "以下为2025年的："),
        ("2025届毕业生就业质量年度报告", "以下为2025届的："),
        ("2024-2025学年收费项目及标准公示", "以下为2024-2025学年的："),
        ("2026年分专业招生计划", ""),
        ("2026-2027学年校历", ""),
        ("2024年与2026年录取分数对照", ""),
        ("学生管理规定（2017年修订）", ""),
        ("2024年学生奖学金评定办法", ""),
        ("2023年起，就业报到证取消", ""),
        ("2024年校友返校", ""),
        ("招生计划", ""),
    ],
)
def test_an_older_edition_of_a_yearly_matter_names_its_year(title: str, told: str) -> None:
    """Where no year is asked for; a rule holds until another takes its place, and this year's needs no word."""
    assert years.note(asked(), about(title), 0, TODAY) == told


def test_a_new_academic_year_and_cohort_begin_in_september() -> None:
    """In spring, those of the autumn before are current."""
    assert years.note(asked(), about("2025-2026学年收费标准"), 0, SPRING) == ""
    assert years.note(asked(), about("2025级新生报到须知"), 0, SPRING) == ""
    assert years.note(asked(), about("2025级新生报到须知"), 0, TODAY) == "以下为2025级的："


def test_where_an_office_is_does_not_depend_on_the_year() -> None:
    """A telephone number in last year's notice is given without a word on its year."""
    assert years.note(asked(want=Want.PHONE), about("2025年招生简章"), 0, TODAY) == ""
