"""`gongkai import`."""

import json
import os
from pathlib import Path

import pytest

from scripts.main import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text("---\nid: a\ntitle: 学费\n---\n正文。", encoding="utf-8")
    (tmp_path / "in" / "bad.md").write_text("---\ntitel: 学费\n---\n正文。", encoding="utf-8")
    return tmp_path / "in"


def test_report(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """The report counts, names what was not imported and why, and says what to do next."""
    assert main(["import", str(folder), "--data", str(tmp_path / "data")]) == 0
    shown = capsys.readouterr().err
    assert "1 added, 0 changed, 0 unchanged, 1 not imported" in shown
    assert "bad.md: unknown key `titel`" in shown
    assert "gongkai publish" in shown


def test_again(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """Importing again says plainly that nothing changed."""
    for _ in range(2):
        main(["import", str(folder), "--data", str(tmp_path / "data")])
    assert "Nothing changed: all 1 notices are as they were." in capsys.readouterr().err


def test_json(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """With --json the report stands alone on standard output."""
    assert main(["import", str(folder), "--json", "--by", "李", "--data", str(tmp_path / "data")]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], report["changed"], report["unchanged"]) == (["a"], [], [])
    assert report["unreadable"][0]["path"] == str(folder / "bad.md")
    assert report["seconds"] >= 0


@pytest.mark.parametrize(("name", "message"), [("bad.md", "Nothing could be imported."), ("", "There is no file")])
def test_nothing_imported(folder: Path, tmp_path: Path, capsys: Captured, name: str, message: str) -> None:
    """When nothing at all was imported, the status is 1."""
    (tmp_path / "empty").mkdir()
    path = folder / name if name else tmp_path / "empty"
    assert main(["import", str(path), "--data", str(tmp_path / "data")]) == 1
    assert message in capsys.readouterr().err


def test_missing_path(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """A path that does not exist stops the import before it begins."""
    assert main(["import", str(folder), str(tmp_path / "no"), "--data", str(tmp_path / "data")]) == 1
    assert "nothing was imported" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_dry_run_writes_nothing(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """A dry run says what would be added, and there is no data folder after it."""
    assert main(["import", str(folder), "--dry-run", "--data", str(tmp_path / "data")]) == 0
    shown = capsys.readouterr().err
    assert "Would be: 1 added, 0 changed, 0 unchanged, 1 not imported" in shown
    assert "Nothing was written" in shown
    assert not (tmp_path / "data").exists()


def test_dry_run_on_a_store(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """Over a store, a dry run tells exactly what the import then does, and leaves the store's bytes as they were."""
    where = ["--json", "--data", str(tmp_path / "data")]
    main(["import", str(folder), *where])
    (folder / "a.md").write_text("---\nid: a\ntitle: 学费\n---\n新的正文。", encoding="utf-8")
    (folder / "b.md").write_text("---\nid: b\ntitle: 住宿\n---\n正文。", encoding="utf-8")
    before = (tmp_path / "data" / "knowledge.sqlite3").read_bytes()
    capsys.readouterr()
    told = []
    for options in (["--dry-run"], []):
        assert main(["import", str(folder), *options, *where]) == 0
        told.append(json.loads(capsys.readouterr().out))
        if options:
            assert (tmp_path / "data" / "knowledge.sqlite3").read_bytes() == before
    assert [one.pop("dry_run") for one in told] == [True, False]
    for one in told:
        one.pop("seconds")
    assert told[0] == told[1]
    assert (told[0]["added"], told[0]["changed"]) == (["b"], ["a"])
    assert told[0]["notices"][0] == {
        "id": "a",
        "title": "学费",
        "path": str(folder / "a.md"),
        "change": "changed",
        "fields": ["text"],
        "waits": False,
        "item": told[0]["notices"][0]["item"],
    }


def test_report_page(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """With --report the page is written beside the other reports; a place where it cannot be stops the import first."""
    page = tmp_path / "import.html"
    main(["import", str(folder), "--report", str(page), "--by", "李", "--data", str(tmp_path / "data")])
    assert "bad.md" in page.read_text(encoding="utf-8")
    assert (
        main(["import", str(folder), "--report", str(tmp_path / "no" / "a.html"), "--data", str(tmp_path / "x")]) == 1
    )
    assert "nothing was imported" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_changed_and_waiting(folder: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """After-check, the report says how many wait and what to do with them, and names what a file has changed."""
    monkeypatch.setenv("GONGKAI_IMPORT__PUBLISH", "after-check")
    main(["import", str(folder), "--data", str(tmp_path / "data")])
    shown = capsys.readouterr().err
    assert "1 wait for a check" in shown
    assert "gongkai notices approve ID" in shown
    (folder / "a.md").write_text("---\nid: a\ntitle: 新\n---\n正文。", encoding="utf-8")
    main(["import", str(folder), "--data", str(tmp_path / "data")])
    assert "changed: 新 (a): title" in capsys.readouterr().err


def test_a_name_in_gbk(tmp_path: Path, capsys: Captured) -> None:
    """A file whose name an old Windows wrote is imported under its readable name."""
    (tmp_path / "in").mkdir()
    with open(os.fsencode(tmp_path / "in") + b"/" + "学费.txt".encode("gbk"), "w", encoding="utf-8") as file:  # noqa: PTH123 - bytes
        file.write("学费5000元。")
    assert main(["import", str(tmp_path / "in"), "--json", "--data", str(tmp_path / "data")]) == 0
    assert json.loads(capsys.readouterr().out)["notices"][0]["path"].endswith("学费.txt")
    main(["notices", "list", "--json", "--data", str(tmp_path / "data")])
    assert json.loads(capsys.readouterr().out)[0]["path"] == "学费.txt"


def test_screening_is_reported(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """What was masked stands in the report and its JSON, by kind and count; a declared public number is let through."""
    (folder / "bad.md").unlink()
    (folder / "a.md").write_text(
        "---\nid: a\ntitle: 通知\n---\n学生张三 13812345678，学生李四 13912345678。", encoding="utf-8"
    )
    config = tmp_path / "gongkai.toml"
    config.write_text(
        f"""[data]\ndir = "{tmp_path / "data"}"\n
[[privacy.public_contacts]]\nnumber = "138-1234-5678"\noffice = "党政办公室"\nchecked_on = 2024-09-01\n""",
        encoding="utf-8",
    )
    assert main(["import", str(folder), "--json", "--config", str(config)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["screened"] == [{"notice_id": "a", "path": "a.md", "masked": {"mobile_number": 1}, "withheld": []}]
    assert main(["import", str(folder), "--config", str(config)]) == 0
    assert "masked: 1 mobile_number" in capsys.readouterr().err
