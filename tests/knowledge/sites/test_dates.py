"""The days that lists print."""

from datetime import date

import pytest

from knowledge.sites.dates import near

MAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-01", MAY),
        ("[2024/5/1]", MAY),
        ("2024.05.01 阅读", MAY),
        ("发布时间：2024年5月1日", MAY),
        ("20240501", MAY),
        ("01 2024-05", MAY),
        ("01 2024.05 学生处", MAY),
        ("2024-05 01", MAY),
        ("2024年5月 1", MAY),
        ("05-01 2024", MAY),
        ("05-01", None),
        ("2024-13-01", None),
        ("2024-02-30", None),
        ("1234567", None),
        ("", None),
    ],
)
def test_near(text: str, day: date | None) -> None:
    """Full days in every order are read; a day without its year is not guessed."""
    assert near(text) == day
