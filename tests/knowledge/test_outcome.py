"""What an import made of the files."""

from pathlib import Path

import pytest

from knowledge.audit import Change
from knowledge.notice import Notice, NoticeId
from knowledge.outcome import Doubt, Imported, ImportReport, doubt


@pytest.mark.parametrize(
    ("title", "item", "cues", "expected"),
    [
        ("2026年学费标准", 21, ("学费", "收费标准"), Doubt.NONE),
        ("2026年通知", 21, ("学费",), Doubt.TEXT_ONLY),
        ("晚会", None, (), Doubt.NO_ITEM),
    ],
)
def test_doubt(title: str, item: int | None, cues: tuple[str, ...], expected: Doubt) -> None:
    """An item is in doubt when there is none, or when the title has no word for it."""
    assert doubt(Notice(NoticeId("a"), title, "正文", item=item, item_cues=cues)) is expected


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
