"""`gongkai notices approve`, `reject`, `withdraw`, `restore`, `diff`, and lists of what waits: a notice's life by command."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from knowledge.notice import NoticeId, Status
from knowledge.standing import Standing
from knowledge.store.reading import Card
from scripts import listing
from scripts.main import main

Captured = pytest.CaptureFixture[str]

FEES = "---\nid: fees\ntitle: 2026年学费标准\ndepartment: 财务处\n{}---\n本科学费为每学年{}元。\n\n住宿费900元。\n"


class College:
    """A data folder and a folder of files, with the commands as staff call them; the day is 1 May 2026."""

    def __init__(self, folder: Path, capsys: Captured) -> None:
        self.folder = folder
        self.capsys = capsys

    def write(self, amount: str, more: str = "", name: str = "fees") -> None:
        text = FEES.format(more, amount).replace("id: fees", f"id: {name}")
        (self.folder / f"{name}.md").write_text(text, encoding="utf-8")

    def run(self, *arguments: str, status: int = 0) -> str:
        """What the command says, on both streams."""
        self.capsys.readouterr()
        assert main([*arguments, "--data", str(self.folder / "data")]) == status
        said = self.capsys.readouterr()
        return said.out + said.err

    def load(self, by: str = "李") -> None:
        paths = [str(path) for path in sorted(self.folder.glob("*.md"))]
        self.run("import", *paths, "--by", by)

    def status(self, name: str = "fees") -> str:
        listed = {notice["id"]: notice for notice in json.loads(self.run("notices", "list", "--json"))}
        return str(listed[name]["status"])

    def text(self) -> str:
        (passage,) = json.loads(self.run("notices", "show", "fees", "--passages", "--json"))["passages"]
        return str(passage["text"])


@pytest.fixture
def college(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> College:
    monkeypatch.setenv("GONGKAI_IMPORT__PUBLISH", "after-check")
    monkeypatch.setenv("GONGKAI_CLOCK__NOW", "2026-05-01")
    found = College(tmp_path, capsys)
    found.write("5000")
    found.load()
    return found


def test_from_draft_to_published(college: College) -> None:
    """An import waits as a draft; a reviewer approves it, and who, when and with which note is shown with the notice."""
    assert college.status() == "draft"
    assert "gongkai publish" in college.run("notices", "approve", "fees", "--by", "王", "--note", "保密审查通过")
    assert college.status() == "published"
    assert "王, 2026-05-01 12:00:00 保密审查通过" in college.run("notices", "show", "fees")


def test_in_two_steps(college: College) -> None:
    """The check can be one person's step, and publishing another's."""
    assert "is checked" in college.run("notices", "approve", "fees", "--check-only")
    assert college.status() == "checked"
    assert "cannot be checked" in college.run("notices", "approve", "fees", "--check-only", status=1)
    college.run("notices", "approve", "fees")
    assert college.status() == "published"


def test_a_change_waits(college: College) -> None:
    """A changed file of a published notice waits, is listed, shown as a difference, and approved or rejected."""
    college.run("notices", "approve", "fees")
    college.write("5500")
    college.load()
    assert "5000元" in college.text()
    assert "fees" in college.run("notices", "list", "--status", "waiting")
    assert "gongkai notices diff fees" in college.run("notices", "show", "fees")
    shown = college.run("notices", "diff", "fees")
    assert "- 本科学费为每学年5000元。" in shown
    assert "+ 本科学费为每学年5500元。" in shown
    assert "title" not in shown
    assert "revision 3 waits" not in college.run("notices", "approve", "fees", "--revision", "9", status=1)
    college.run("notices", "reject", "fees", "--reason", "金额有误", "--revision", "4")
    assert "fees" not in college.run("notices", "list", "--status", "waiting").splitlines()[1:]
    college.run("notices", "restore", "fees", "--reason", "金额无误", "--revision", "4")
    college.run("notices", "approve", "fees")
    assert "5500元" in college.text()


def test_another_person(college: College, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `import.reviewer = another` the submitter cannot approve, and the message names the setting."""
    monkeypatch.setenv("GONGKAI_IMPORT__REVIEWER", "another")
    said = college.run("notices", "approve", "fees", "--by", "李", status=1)
    assert "submitted by 李" in said
    assert "import.reviewer" in said
    college.run("notices", "approve", "fees", "--by", "王")


def test_several_at_once(college: College) -> None:
    """Of several notices, one that cannot be approved does not stop the others, and the status is 1."""
    college.write("1", name="more")
    college.load()
    said = college.run("notices", "approve", "none", "fees", "more", status=1)
    assert "not done: no notice has the id 'none'" in said
    assert "1 of 3 notices were left as they were" in said
    assert (college.status(), college.status("more")) == ("published", "published")


def test_a_store_that_breaks(college: College) -> None:
    """A store that cannot be read stops the command at once, with one line, instead of one line a notice."""
    (college.folder / "data" / "knowledge.sqlite3").write_bytes(b"no database" * 1000)
    said = college.run("notices", "approve", "fees", "more", status=1)
    assert said.count("cannot be used") == 1


def test_rejecting_a_draft(college: College) -> None:
    """A rejected draft is withdrawn; restored, it waits again."""
    college.run("notices", "reject", "fees", "--reason", "有身份证号")
    assert college.status() == "withdrawn"
    assert "waits for its check" in college.run("notices", "restore", "fees", "--reason", "已处理")
    assert college.status() == "draft"
    assert "cannot be withdrawn" in college.run("notices", "withdraw", "fees", "--reason", "?", status=1)


def test_restoring_what_is_expired(college: College) -> None:
    """An expired notice is brought back with its new last day, a wrong day is a usage error, and without one it says so."""
    college.write("5000", "expires_at: 2026-04-01\n")
    college.load()
    college.run("notices", "approve", "fees")
    assert "fees" in college.run("notices", "list", "--status", "expired")
    assert "--until" in college.run("notices", "restore", "fees", "--reason", "延长", status=1)
    assert "expected a day" in college.run(
        "notices", "restore", "fees", "--reason", "延长", "--until", "明年", status=2
    )
    said = college.run("notices", "restore", "fees", "--reason", "延长", "--until", "2026-12-31")
    assert "is published again" in said
    assert "2026-12-31" in college.run("notices", "show", "fees")
    college.run("notices", "restore", "fees", "--reason", "长期", "--until", "never")
    college.run("notices", "withdraw", "fees", "--reason", "核对")
    college.run("notices", "restore", "fees", "--reason", "无误", "--until", "2026-04-30")
    college.run("notices", "restore", "fees", "--reason", "?", "--until", "2026-04-30", status=1)
    assert "fees" in college.run("notices", "list", "--status", "expired")


def test_withdrawn_and_expired(college: College) -> None:
    """A withdrawn notice that has expired meanwhile says so when it is restored."""
    college.write("5000", "expires_at: 2026-04-01\n")
    college.load()
    college.run("notices", "approve", "fees")
    college.run("notices", "withdraw", "fees", "--reason", "核对")
    assert "restored, but expired" in college.run("notices", "restore", "fees", "--reason", "无误")


def test_restoring_what_is_superseded(college: College) -> None:
    """A superseded notice can be let hold beside the newer one; one that holds cannot be restored."""
    college.write("5500", "supersedes: fees\n", name="newer")
    college.load()
    college.run("notices", "approve", "fees", "newer")
    assert "fees" in college.run("notices", "list", "--status", "superseded")
    college.run("notices", "withdraw", "fees", "--reason", "核对")
    assert "but superseded" in college.run("notices", "restore", "fees", "--reason", "无误")
    college.run("notices", "restore", "fees", "--reason", "对2025级有效")
    assert "superseded by newer" in college.run("notices", "history", "fees")
    assert "cannot be restored" in college.run("notices", "restore", "fees", "--reason", "?", status=1)


def test_diff_for_programs(college: College) -> None:
    """The difference as JSON names both revisions, the fields and the lines."""
    college.run("notices", "approve", "fees")
    college.write("5500", "expires_at: 2026-12-31\n")
    college.load()
    assert "expires_at\n+ 2026-12-31" in college.run("notices", "diff", "fees")
    found = json.loads(college.run("notices", "diff", "fees", "--json"))
    assert (found["id"], found["from"]["revision"], found["to"]["revision"]) == ("fees", 3, 4)
    assert found["from"] == {
        "revision": 3,
        "status": "published",
        "at": "2026-05-01T04:00:00+00:00",
        "by": found["from"]["by"],
    }
    assert {"name": "expires_at", "before": "", "after": "2026-12-31"} in found["fields"]
    assert [line["kind"] for line in found["text"]] == ["removed", "added", "same"]


def test_diff_of_chosen_revisions(college: College) -> None:
    """Any two revisions can be held against each other; a number that is not there is named."""
    college.run("notices", "approve", "fees")
    assert "draft" in college.run("notices", "diff", "fees", "--from", "1", "--to", "3")
    assert "They say the same." in college.run("notices", "diff", "fees", "--from", "3", "--to", "3")
    assert "revisions 1 to 3" in college.run("notices", "diff", "fees", "--from", "8", status=1)
    assert "They say the same." in college.run("notices", "diff", "fees")


def test_diff_without_a_wait(college: College) -> None:
    """Where nothing waits, the last change of content is shown, not the step of a life after it; long texts are shortened."""
    assert "one revision only" in college.run("notices", "diff", "fees", status=1)
    lines = "".join(f"第{n}行。\n\n" for n in range(40))
    college.write("5000", "", name="fees")
    (college.folder / "fees.md").write_text(FEES.format("", "5000") + lines, encoding="utf-8")
    college.load()
    college.run("notices", "approve", "fees")
    (college.folder / "fees.md").write_text(FEES.format("", "5500") + lines, encoding="utf-8")
    college.load()
    college.run("notices", "approve", "fees")
    shown = college.run("notices", "diff", "fees")
    assert "5500" in shown
    assert "lines as before" in shown


def test_lists_for_staff(college: College) -> None:
    """A list can be limited by office and by words of title or text, all of which must be there."""
    (college.folder / "prize.md").write_text(
        "---\nid: prize\ntitle: 奖学金\ndepartment: 学生处\n---\n一等奖。", encoding="utf-8"
    )
    college.load()

    def found(*options: str) -> list[str]:
        return [notice["id"] for notice in json.loads(college.run("notices", "list", *options, "--json"))]

    assert found("--department", "财务") == ["fees"]
    assert found("--search", "一等奖") == ["prize"]
    assert found("--search", "学费 5000") == ["fees"]
    assert found("--search", "学费 一等奖") == []
    assert found("--status", "waiting", "--department", "学生处") == ["prize"]
    assert found("--status", "published") == []


@pytest.mark.parametrize("width", [80, 100, 200])
def test_tables_fit_the_window(width: int) -> None:
    """Below 120 columns no line is wider than the window, above there is one each; ids and titles are never cut."""
    standing = Standing(Status.PUBLISHED, expired=False, not_yet=False, superseded_by=None)
    ids = [f"{'x' * 40}-{number:010d}" for number in range(3)]
    title = "泉州海洋职业学院关于做好二〇二六年国家奖学金、国家励志奖学金和国家助学金评审工作的通知[试行]"
    cards = [
        Card(
            NoticeId(one),
            title,
            "学生工作部（处）",
            None,
            "a.md",
            "",
            standing,
            Status.DRAFT if one == ids[0] else None,
        )
        for one in ids
    ]
    lines = [line.plain for line in listing.lines(cards, width)]
    assert width >= 120 or max(cell_len(line) for line in lines) <= width
    assert all(any(one in line for line in lines) for one in ids)
    squeezed = "".join("".join(lines).split())
    assert squeezed.count("+change") == 1
    assert squeezed.count("[试行]") == 3
    assert len(lines) == 4 if width >= 120 else len(lines) > 6
