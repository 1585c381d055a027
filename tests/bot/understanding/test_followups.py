from datetime import date

import pytest

from bot.understanding.understand import understand

TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("before", "question", "asked", "is_followup"),
    [
        ("护理专业一年学费多少", "那住宿费呢", "专业一年住宿费多少", True),
        ("护理专业一年学费多少", "会计呢", "会计专业一年学费多少", True),
        ("财务处几点上班", "审计处的电话", "审计处的电话", False),
        ("财务处几点上班", "招生办在哪", "招生办在哪", False),
    ],
)
def test_what_a_follow_up_takes_over(before: str, question: str, asked: str, *, is_followup: bool) -> None:
    """Another major replaces the one before, what is the same for all majors drops it, another office stands alone."""
    understood = understand(question, TODAY, understand(before, TODAY))
    assert (understood.asked, understood.is_followup) == (asked, is_followup)
