from datetime import date

from index.corpus import IndexedNotice
from index.freshness import currency, fits, has_come, years
from knowledge.notice import NoticeId, Period, PeriodKind

YEAR_2015 = Period(PeriodKind.YEAR, 2015)


def notice(*periods: Period, published: date | None = None) -> IndexedNotice:
    return IndexedNotice(NoticeId("n"), "标题", "", "", published, "", periods, None)


def test_a_notice_of_the_asked_year_fits() -> None:
    """By its own periods, or by the year standing in the passage."""
    assert fits([YEAR_2015], notice(YEAR_2015), "") == 0.8
    assert fits([YEAR_2015], notice(), "2015年河南") == 1.0


def test_a_notice_of_another_year_does_not_fit_and_an_undated_one_is_neutral() -> None:
    """2014 is no answer to a question about 2015; a page without a year may be."""
    assert fits([YEAR_2015], notice(Period(PeriodKind.YEAR, 2014)), "2014年河南") == -1.0
    assert fits([YEAR_2015], notice(), "河南") == 0.0
    assert fits([], notice(YEAR_2015), "2015年") == 0.0


def test_a_class_is_not_a_cohort() -> None:
    """2024届 graduate in 2024, 2024级 enter in 2024."""
    class_of = Period(PeriodKind.CLASS_OF, 2024)
    assert fits([class_of], notice(), "2024届毕业生") == 1.0
    assert fits([class_of], notice(Period(PeriodKind.CLASS_OF, 2023)), "2023届毕业生于2024年离校") == -1.0


def test_an_academic_year_touches_both_its_years() -> None:
    """2023-2024学年 covers part of 2023 and of 2024."""
    assert years([Period(PeriodKind.ACADEMIC_YEAR, 2023)]) == {2023, 2024}


def test_newer_notices_are_more_current_and_standing_pages_nearly_so() -> None:
    """The preference halves every four years; a page without a date is usually in force."""
    today = date(2026, 9, 1)
    assert currency(notice(published=date(2026, 3, 1)), today) == 1.0
    assert currency(notice(published=date(2022, 3, 1)), today) == 0.5
    assert 0.5 < currency(notice(), today) < 1.0
    assert currency(notice(Period(PeriodKind.YEAR, 2025), published=date(2018, 1, 1)), today) > 0.8


def test_another_cohort_is_no_answer_but_one_from_which_on_it_holds_is() -> None:
    """2025级 has a fee of its own; what holds for 2023级及以后 holds for 2026级."""
    cohort = Period(PeriodKind.COHORT, 2026)
    assert fits([cohort], notice(), "2025-2026学年学费 2025级标准：14800") == -1.0
    assert fits([cohort], notice(), "2023级及以后学生适用本办法") == 1.0
    assert fits([cohort], notice(), "2027级起适用") == -1.0
    assert fits([cohort], notice(YEAR_2015, published=None), "学费14800元") == -1.0


def test_a_notice_has_come_when_it_is_published_and_about_no_far_year() -> None:
    """The admission of next year is announced now; that of the year after next is not the newest of anything."""
    today = date(2026, 9, 1)
    assert has_come(notice(), today)
    assert has_come(notice(Period(PeriodKind.YEAR, 2027), published=today), today)
    assert not has_come(notice(published=date(2026, 9, 2)), today)
    assert not has_come(notice(Period(PeriodKind.YEAR, 2028)), today)
