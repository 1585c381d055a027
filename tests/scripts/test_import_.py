"""`gongkai import`."""

import json
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
