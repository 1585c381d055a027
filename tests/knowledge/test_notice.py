from dataclasses import FrozenInstanceError

import pytest

from knowledge.notice import Metadata, Notice, NoticeId, Period, PeriodKind, Status


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PeriodKind.YEAR, "2024年"),
        (PeriodKind.ACADEMIC_YEAR, "2024-2025学年"),
        (PeriodKind.COHORT, "2024级"),
        (PeriodKind.CLASS_OF, "2024届"),
    ],
)
def test_a_period_prints_as_staff_write_it(kind: PeriodKind, expected: str) -> None:
    """Each kind of year has its own word."""
    assert str(Period(kind, 2024)) == expected


def test_a_new_notice_is_published_and_says_nothing_it_was_not_told() -> None:
    """Defaults are empty, never guesses."""
    notice = Notice(NoticeId("n"), "标题", "正文")
    assert notice.status is Status.PUBLISHED
    assert (notice.published_at, notice.expires_at, notice.item, notice.supersedes) == (None, None, None, ())
    assert Metadata().status is None


def test_values_between_stages_cannot_be_changed() -> None:
    """A notice is a value."""
    with pytest.raises(FrozenInstanceError):
        Notice(NoticeId("n"), "标题", "正文").title = "另"  # type: ignore[misc]
