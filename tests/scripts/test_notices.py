"""`gongkai notices`."""

import json
from pathlib import Path

import pytest

from scripts.main import main

Captured = pytest.CaptureFixture[str]

FEES = """---
id: fees
title: 2024年学费标准
department: 财务处
published_at: 2024-05-01
source_url: https://example.edu.cn/fees
supersedes: old
---
本科学费为每学年5000元。
"""


@pytest.fixture
def data(tmp_path: Path, capsys: Captured) -> str:
    (tmp_path / "fees.md").write_text(FEES, encoding="utf-8")
    (tmp_path / "old.md").write_text("---\nid: old\ntitle: 旧标准\nstatus: draft\n---\n旧。", encoding="utf-8")
    folder = str(tmp_path / "data")
    paths = [str(tmp_path / name) for name in ("fees.md", "old.md")]
    assert main(["import", *paths, "--by", "李", "--data", folder]) == 0
    capsys.readouterr()
    return folder


def test_list_json(data: str, capsys: Captured) -> None:
    """The list as JSON has exactly the contract's fields."""
    assert main(["notices", "list", "--json", "--data", data]) == 0
    fees, old = json.loads(capsys.readouterr().out)
    assert fees == {
        "id": "fees",
        "title": "2024年学费标准",
        "department": "财务处",
        "published_at": "2024-05-01",
        "status": "published",
        "path": "fees.md",
        "source_url": "https://example.edu.cn/fees",
    }
    assert (old["status"], old["published_at"]) == ("draft", None)


def test_list_of_status(data: str, capsys: Captured) -> None:
    """The list can be limited to a status; it names every column for people."""
    assert main(["notices", "list", "--status", "draft", "--data", data]) == 0
    shown = capsys.readouterr().out
    assert "旧标准" in shown
    assert "财务处" not in shown


def test_show_json(data: str, capsys: Captured) -> None:
    """A notice as JSON has the list's fields, and its passages when asked for."""
    assert main(["notices", "show", "fees", "--json", "--data", data]) == 0
    assert "passages" not in json.loads(capsys.readouterr().out)
    assert main(["notices", "show", "fees", "--passages", "--json", "--data", data]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert set(shown["passages"][0]) == {"id", "kind", "heading", "text", "page"}
    assert "5000元" in shown["passages"][0]["text"]


def test_show(data: str, capsys: Captured) -> None:
    """For people, a notice shows its links, whether it may be quoted, and its text or its passages."""
    main(["notices", "show", "old", "--data", data])
    shown = capsys.readouterr().out
    assert "superseded by" in shown
    assert "quotable today" in shown
    main(["notices", "show", "fees", "--passages", "--data", data])
    assert "fees#0" in capsys.readouterr().out


def test_show_says_what_was_recognised_and_by_which_words(data: str, capsys: Captured) -> None:
    """Staff see why a field says what it says, and where they should look."""
    main(["notices", "show", "fees", "--data", data])
    assert "item = 21" in (shown := " ".join(capsys.readouterr().out.split()))
    assert "by “" in shown
    main(["notices", "show", "fees", "--json", "--data", data])
    recognised = json.loads(capsys.readouterr().out)["recognised"]
    assert {"field", "value", "words", "place", "sure"} == set(recognised[0])


def test_withdraw_restore_history(data: str, capsys: Captured) -> None:
    """Withdrawing and restoring change the status at once and stand in the history with who and why."""
    assert main(["notices", "withdraw", "fees", "--reason", "数字有误", "--by", "王", "--data", data]) == 0
    assert main(["notices", "withdraw", "fees", "--reason", "再来", "--data", data]) == 1
    assert main(["notices", "restore", "fees", "--reason", "无误", "--data", data]) == 0
    capsys.readouterr()
    assert main(["notices", "history", "fees", "--json", "--data", data]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["action"] for entry in entries] == ["added", "withdrawn", "restored"]
    assert (entries[0]["by"], entries[1]["by"], entries[1]["reason"]) == ("李", "王", "数字有误")
    assert main(["notices", "history", "fees", "--data", data]) == 0
    assert "数字有误" in capsys.readouterr().out


def test_reason_is_needed(data: str, capsys: Captured) -> None:
    """Without a reason, or with an empty one, nothing is withdrawn."""
    assert main(["notices", "withdraw", "fees", "--data", data]) == 2
    assert main(["notices", "withdraw", "fees", "--reason", " ", "--data", data]) == 2
    assert "say why" in capsys.readouterr().err


def test_unknown_id(data: str, capsys: Captured) -> None:
    """An unknown id is one line that says where to look."""
    assert main(["notices", "show", "no", "--data", data]) == 1
    assert "gongkai notices list" in capsys.readouterr().err
