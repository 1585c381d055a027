"""The import report as one HTML page."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from knowledge.audit import Change
from knowledge.notice import NoticeId
from knowledge.outcome import Doubt, Imported, ImportReport, Unreadable
from scripts import import_report
from scripts.errors import CommandError
from scripts.import_page import Occasion, check, render, write

EVIL = '"><script>alert(1)</script>&amp;{{ 7 * 7 }}'
NOW = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str | None] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def imported(change: Change, title: str = "学费标准", doubt: Doubt = Doubt.NONE, *, waits: bool = False) -> Imported:
    fields = "text, expires_at" if change is Change.CHANGED else ""
    return Imported(Path("通知/a.docx"), NoticeId("a-1"), title, change, fields, waits, 21, ("学费",), doubt)


def page(report: ImportReport, *, dry_run: bool = False) -> Page:
    return Page(render(report, Occasion("李老师", NOW, [Path("通知")], dry_run)))


def test_everything_is_told() -> None:
    """Counts, reasons, what to do, what changed, doubts with their cue words and what waits are on the page."""
    notices = (
        imported(Change.ADDED, doubt=Doubt.TEXT_ONLY, waits=True),
        imported(Change.CHANGED, title="住宿费标准", waits=True),
        imported(Change.UNCHANGED, title="不变的通知"),
    )
    found = page(ImportReport(notices, (Unreadable(Path("坏.pdf"), "the file is empty", ""),), 1.25))
    for expected in (
        "2026-05-01 12:00，李老师，用时 1.2 秒",
        "坏.pdf",
        "the file is empty",
        "正文、有效期至（待审查）",
        "仅凭正文词语",
        "21 收费项目",
        "等待保密审查",
        "gongkai notices approve",
    ):
        assert expected in found.text, expected
    assert "不变的通知" not in found.text
    assert found.tags.count("section") == 4


def test_nothing_to_tell() -> None:
    """Without anything new the page has its counts and no empty table."""
    found = page(ImportReport((imported(Change.UNCHANGED),), (), 0.1))
    assert "没有变化" in found.text
    assert "table" not in found.tags


def test_a_rehearsal_says_so() -> None:
    """The page of a dry run says that nothing was written."""
    assert "什么也没有写入" in page(ImportReport((imported(Change.ADDED),), (), 0.1), dry_run=True).text


def test_names_are_shown_never_interpreted() -> None:
    """Mark-up and template signs in titles, file names, reasons and persons' names stand on the page as they are."""
    report = ImportReport((imported(Change.ADDED, title=EVIL),), (Unreadable(Path(EVIL), EVIL, EVIL),), 0.1)
    found = Page(render(report, Occasion(EVIL, NOW, [Path(EVIL)], dry_run=False)))
    assert "script" not in found.tags
    assert found.text.count(EVIL) == 6


def test_it_needs_no_other_file() -> None:
    """The page loads nothing, from nowhere, and runs nothing."""
    rendered = render(ImportReport((imported(Change.ADDED),), (), 0.1), Occasion("李", NOW, [], dry_run=False))
    found = Page(rendered)
    assert found.addresses == []
    assert not {"link", "script", "img", "iframe"} & set(found.tags)
    assert "url(" not in rendered
    assert "@import" not in rendered


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    """A file name in GBK is readable on the page, and the page can be written."""
    name = Path(os.fsdecode("学费.xls".encode("gbk")))
    rendered = render(ImportReport((), (Unreadable(name, "空", ""),), 0.1), Occasion("李", NOW, [name], dry_run=False))
    write(tmp_path / "report.html", rendered)
    assert "学费.xls" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_places_where_no_page_can_be(tmp_path: Path) -> None:
    """A folder that is missing, and a name that is a folder, are refused before anything is imported."""
    with pytest.raises(CommandError, match="nothing was imported"):
        check(tmp_path / "none" / "report.html")
    with pytest.raises(CommandError, match="is a folder"):
        check(tmp_path)
    check(tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_what_of_a_file_was_not_read_is_told_to_people_and_programs() -> None:
    """A notice of which a part is missing stands among the imported, and its gap in the page, the lines and the JSON."""
    gap = "pages left out because they are pictures: 3 of 9"
    report = ImportReport((replace(imported(Change.UNCHANGED), unread=gap),), (), 1.0)
    assert "只读出一部分的文件" in page(report).text
    assert gap in page(report).text
    assert f"read in part: 通知/a.docx: {gap}" in import_report.lines(report, dry_run=False)
    told = import_report.to_json(report, dry_run=False)
    assert told["partly_read"] == [{"id": "a-1", "path": "通知/a.docx", "unread": gap}]
