"""What an import made of the files."""

from pathlib import Path

import pytest

from knowledge.audit import Change
from knowledge.notice import Evidence, Notice, NoticeId, Place
from knowledge.outcome import Doubt, Imported, ImportReport, doubt


@pytest.mark.parametrize(
    ("item", "is_sure", "expected"), [(21, True, Doubt.NONE), (21, False, Doubt.TEXT_ONLY), (None, True, Doubt.NO_ITEM)]
)
def test_doubt(item: int | None, *, is_sure: bool, expected: Doubt) -> None:
    """An item is in doubt when there is none, or when the words that decided it allow another."""
    evidence = (
        Evidence("item", "21", "学费", Place.TEXT, is_sure),
        Evidence("title", "通知", "通知", Place.HEAD, False),
    )
    assert doubt(Notice(NoticeId("a"), "通知", "正文", item=item, evidence=evidence)) is expected


def test_what_staff_should_look_at() -> None:
    """Only what is new or changed asks for a look; what was imported before was looked at then."""
    changes = (Change.ADDED, Change.CHANGED, Change.UNCHANGED)
    notices = tuple(
        Imported(Path(change), NoticeId(change), "", change, "", True, None, (), Doubt.NO_ITEM) for change in changes
    )
    report = ImportReport(notices, (), 0.0)
    assert (report.added, report.changed, report.unchanged) == (("added",), ("changed",), ("unchanged",))
    assert report.waiting == ("added", "changed")
    assert [one.id for one in report.unsure] == ["added", "changed"]
    assert report.imported == 3
