"""What an import says of its screening."""

from knowledge.notice import NoticeId
from knowledge.privacy import Kind
from knowledge.privacy.findings import Findings, ScreenedNotice, Withheld, summary
from knowledge.privacy.subjects import Subject

LIST = ScreenedNotice(NoticeId("a"), "a.html", Findings(((Kind.MOBILE, 2),), (Withheld(Subject.AID, 12, "名单"),)))
ROWS = ScreenedNotice(NoticeId("b"), "b.html", Findings(((Kind.MOBILE, 1), (Kind.IDENTITY, 3))))


def test_the_report_counts_and_says_why() -> None:
    """A line for each list kept back, one for all that was masked, none for nothing."""
    assert summary([LIST, ROWS]) == (
        "kept back: a.html: 12 rows of persons (aid) under 名单",
        "masked: 3 identity_number, 3 mobile_number",
    )
    assert summary([]) == ()
    assert Findings().is_clean
    assert not LIST.findings.is_clean


def test_the_report_as_json() -> None:
    """Kinds and counts, subjects and rows; nothing that was found itself."""
    assert LIST.to_json() == {
        "notice_id": "a",
        "path": "a.html",
        "masked": {"mobile_number": 2},
        "withheld": [{"subject": "aid", "rows": 12, "under": "名单"}],
    }
