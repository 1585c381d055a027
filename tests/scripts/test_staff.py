"""`gongkai staff` and `gongkai notices correct`: accounts without a password in any argument, corrections that hold."""

import io
import json
from pathlib import Path

import pytest

from bot.staff.door import Caller, Door
from bot.staff.file import connect
from scripts.main import main

Captured = pytest.CaptureFixture[str]


class Terminal:
    """The command with a data folder; what it says on both streams."""

    def __init__(self, folder: Path, capsys: Captured) -> None:
        self.folder = folder
        self.capsys = capsys

    def run(self, *arguments: str, status: int = 0) -> str:
        self.capsys.readouterr()
        assert main([*arguments, "--data", str(self.folder / "data")]) == status
        said = self.capsys.readouterr()
        return said.out + said.err


@pytest.fixture
def terminal(tmp_path: Path, capsys: Captured) -> Terminal:
    return Terminal(tmp_path, capsys)


def test_an_account_is_added_with_a_link_or_a_typed_password(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link is one line to copy; the password is read from standard input, and opens the door."""
    said = terminal.run("staff", "add", "陈管理", "--role", "administrator", "--by", "IT")
    assert "/staff/welcome/" in said
    monkeypatch.setattr("sys.stdin", io.StringIO("一句很长的口令 2026\n"))
    assert "can sign in" in terminal.run(
        "staff", "add", "李财务", "--role", "officer", "--office", "财务处", "--prompt"
    )
    door = Door(connect(terminal.folder / "data" / "staff.db"), lambda: 1.0)
    assert door.knock("李财务", "一句很长的口令 2026", Caller("a")).is_let_in
    assert not door.knock("陈管理", "", Caller("a")).is_let_in
    listed = json.loads(terminal.run("staff", "list", "--json"))
    assert [(one["name"], one["role"], one["has_password"]) for one in listed] == [
        ("李财务", "officer", True),
        ("陈管理", "administrator", False),
    ]
    table = terminal.run("staff", "list")
    assert "no password yet" in table
    assert "财务处" in table


def test_accounts_are_changed_closed_and_opened_with_a_trail(terminal: Terminal) -> None:
    """Each deed with who did it; what will not do is one line and status 1."""
    terminal.run("staff", "add", "王审核", "--role", "reviewer", "--by", "IT")
    assert "has to sign in again" in terminal.run("staff", "role", "王审核", "--role", "officer", "--office", "教务处")
    assert "/staff/welcome/" in terminal.run("staff", "password", "王审核")
    assert "disabled" in terminal.run("staff", "disable", "王审核")
    assert "disabled" in terminal.run("staff", "list")
    assert "enabled" in terminal.run("staff", "enable", "王审核")
    assert "没有账号" in terminal.run("staff", "disable", "无人", status=1)
    assert "已有账号" in terminal.run("staff", "add", "王审核", "--role", "reviewer", status=1)
    deeds = json.loads(terminal.run("staff", "audit", "--json"))
    assert [one["action"] for one in reversed(deeds)] == [
        "staff_added",
        "staff_link",
        "staff_role",
        "staff_link",
        "staff_disabled",
        "staff_enabled",
    ]
    assert "IT" in terminal.run("staff", "audit")


def test_a_correction_holds_when_the_file_is_imported_again(terminal: Terminal) -> None:
    """Kept beside the store; a wrong key or value is refused with what was expected, and nothing changes."""
    file = terminal.folder / "fees.md"
    file.write_text("---\nid: fees\ntitle: 学费\ndepartment: 财务处\n---\n学费每学年5000元。\n", encoding="utf-8")
    terminal.run("import", str(file))
    correct = ("notices", "correct", "fees", "--reason", "标题不全")
    said = terminal.run(*correct, "--set", "title=2026年学费标准", "--set", "applies_to=2026级 2027级")
    assert "gongkai publish" in said
    assert "says that already" in terminal.run(*correct, "--set", "title=2026年学费标准")
    assert "expected KEY=VALUE" in terminal.run(*correct, "--set", "colour=red", status=2)
    assert "expected KEY=VALUE" in terminal.run(*correct, "--set", "title", status=2)
    assert "1 to 50" in terminal.run(*correct, "--set", "item=77", status=1)
    assert "expected a date" in terminal.run(*correct, "--set", "deadline=soon", status=1)
    assert "is before" in terminal.run(
        *correct, "--set", "effective_from=2026-02-01", "--set", "expires_at=2026-01-01", status=1
    )
    file.write_text(file.read_text(encoding="utf-8").replace("5000", "6000"), encoding="utf-8")
    details = json.loads(terminal.run("import", str(file), "--dry-run", "--passages", "--json").split("\nWould")[0])
    assert details["details"][0]["title"] == "2026年学费标准"
    assert "6000" in details["details"][0]["passages"][0]["text"]
    terminal.run("import", str(file))
    shown = json.loads(terminal.run("notices", "show", "fees", "--json"))
    assert shown["title"] == "2026年学费标准"
    terminal.run("notices", "withdraw", "fees", "--reason", "错")
    assert "withdrawn" in terminal.run(*correct, "--set", "title=别的", status=1)


def test_a_correction_waits_where_imports_wait(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checked text that is corrected has to be checked again."""
    monkeypatch.setenv("GONGKAI_IMPORT__PUBLISH", "after-check")
    file = terminal.folder / "fees.md"
    file.write_text("---\nid: fees\n---\n学费每学年5000元。\n", encoding="utf-8")
    terminal.run("import", str(file))
    terminal.run("notices", "approve", "fees", "--check-only")
    said = terminal.run("notices", "correct", "fees", "--set", "category=收费", "--reason", "补类别")
    assert "waits for its check" in said
    (listed,) = json.loads(terminal.run("notices", "list", "--json"))
    assert listed["status"] == "draft"
