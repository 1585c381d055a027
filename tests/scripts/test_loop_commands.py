"""The commands of the loop, as staff would call them, on the demonstration's notices."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.loop.subscriptions import Subscriptions
from scripts.main import main
from tests.fakes.loop import MONDAY, asked, fill, open_file

ROOT = Path(__file__).resolve().parents[2]
CONFIG = str(ROOT / "demo" / "gongkai.toml")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("college")
    assert main(["import", str(ROOT / "demo" / "notices"), "--config", CONFIG, "--data", str(folder)]) == 0
    return folder


@pytest.fixture
def data(tmp_path: Path, imported: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "knowledge.sqlite3").write_bytes((imported / "knowledge.sqlite3").read_bytes())
    fill(folder, asked("健身房收费吗"), asked("健身房多少钱"), asked("宿舍可以养猫吗"), asked("学费多少"))
    return folder


def call(data: Path, *arguments: str) -> int:
    return main([*arguments, "--config", CONFIG, "--data", str(data)])


def read(data: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401  # JSON
    capsys.readouterr()
    assert call(data, *arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_coverage_is_shown_and_written(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a table, as JSON, as a page and as a spreadsheet; a place that cannot be written is said."""
    found = read(data, capsys, "report", "coverage")
    items = found["items"]
    assert (items[20]["state"], items[20]["asked"], items[10]["state"]) == ("disclosed", [4], "not_applicable")
    assert call(data, "report", "coverage") == 0
    assert "收费项目" in capsys.readouterr().out
    page, sheet = tmp_path / "c.html", tmp_path / "c.csv"
    assert call(data, "report", "coverage", "--html", str(page), "--csv", str(sheet)) == 0
    assert "教办函〔2014〕23号" in page.read_text(encoding="utf-8")
    assert sheet.exists()
    assert call(data, "report", "coverage", "--html", str(tmp_path / "nowhere" / "c.html")) == 1
    assert "choose another place" in capsys.readouterr().err


def test_a_gap_goes_from_the_ledger_to_a_published_notice(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """list, show, assign, answer, draft, approve: and the gap knows that it became a notice."""
    gaps = read(data, capsys, "gaps", "list")
    first = next(gap for gap in gaps if gap["title"] == "健身房收费吗")
    number = str(first["id"])
    assert first["times"] == 2
    assert call(data, "gaps", "list", "--office", "后勤") == 0
    assert "养猫" in capsys.readouterr().out
    assert call(data, "gaps", "assign", number, "体育部", "--workdays", "3", "--by", "李老师") == 0
    assert call(data, "gaps", "answer", number, "对本校学生免费。", "--by", "王老师") == 0
    assert call(data, "gaps", "show", number) == 0
    assert "李老师: assigned to 体育部" in capsys.readouterr().out
    assert read(data, capsys, "gaps", "draft", number)["notice_id"] == f"gap-{number}"
    assert call(data, "notices", "approve", f"gap-{number}") == 0
    whole = read(data, capsys, "gaps", "show", number)
    assert (whole["state"], whole["waiting"], whole["notice_id"]) == ("notice", 0, f"gap-{number}")


def test_what_was_answered_and_not_disclosed_is_told_with_the_coverage(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where it belongs to no item of the list."""
    gaps = read(data, capsys, "gaps", "list")
    number = next(str(gap["id"]) for gap in gaps if gap["title"] == "健身房收费吗")
    assert call(data, "gaps", "answer", number, "对本校学生免费。", "--by", "王老师") == 0
    assert call(data, "report", "coverage") == 0
    assert "清单之外：待公开 1，逾期 0" in capsys.readouterr().err


def test_a_gap_is_closed_with_a_reason_and_leaves_the_list(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It stays under --all; one that does not exist is refused in one line."""
    assert call(data, "gaps", "list") == 0
    assert call(data, "gaps", "join", "2", "3") == 0
    assert call(data, "gaps", "close", "1", "--reason", "错了") == 0
    assert read(data, capsys, "gaps", "reopen", "1", "--reason", "关错了")["state"] == "assigned"
    assert call(data, "gaps", "close", "1", "--reason", "另有说明") == 0
    gaps = read(data, capsys, "gaps", "list")
    assert 1 not in [gap["id"] for gap in gaps]
    closed = read(data, capsys, "gaps", "list", "--state", "closed")
    assert {gap["id"] for gap in closed} == {1, 2}
    everything = read(data, capsys, "gaps", "list", "--all")
    assert len(everything) == len(gaps) + 2
    assert call(data, "gaps", "show", "99") == 1
    assert "there is no gap 99" in capsys.readouterr().err


def test_what_was_not_answered_is_reported_by_week(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a table, JSON, CSV, a page and a picture."""
    found = read(data, capsys, "report", "gaps", "--weeks", "2")
    assert found["subjects"][0]["rows"]
    assert call(data, "report", "gaps", "--weeks", "2") == 0
    assert "09-14" in capsys.readouterr().out
    files = [tmp_path / name for name in ("g.csv", "g.html", "g.svg")]
    options = [
        text for name, file in zip(("--csv", "--html", "--picture"), files, strict=True) for text in (name, str(file))
    ]
    assert call(data, "report", "gaps", *options) == 0
    assert all(file.stat().st_size > 200 for file in files)


def test_a_request_goes_from_paper_to_its_reply_and_its_data_are_purged(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """add, list, show, extend, reply, export, purge; names stay out of lists and exports unless asked for."""
    fields = ("--name", "张三丰", "--contact", "泉州市某路1号", "--content", "食堂招标结果", "--purpose", "科研")
    assert call(data, "requests", "add", *fields) == 0
    number = "YSQ-2026-0001"
    assert number in capsys.readouterr().err
    assert call(data, "requests", "list") == 0
    assert "张三丰" not in capsys.readouterr().out
    assert call(data, "requests", "show", number) == 0
    assert "张三丰" in capsys.readouterr().out
    assert call(data, "requests", "extend", number, "--reason", "征求意见") == 0
    assert call(data, "requests", "reply", number, "见招标网。", "--kind", "disclosed") == 0
    whole = read(data, capsys, "requests", "show", number)
    assert (whole["state"], whole["text"], len(whole["steps"])) == ("replied", "见招标网。", 3)
    assert [one["number"] for one in read(data, capsys, "requests", "list", "--state", "replied")] == [number]
    plain, full = tmp_path / "plain.csv", tmp_path / "full.csv"
    assert call(data, "requests", "export", str(plain)) == 0
    assert call(data, "requests", "export", str(full), "--with-data") == 0
    assert ("张三丰" in plain.read_text("utf-8-sig"), "张三丰" in full.read_text("utf-8-sig")) == (False, True)
    monkeypatch.setenv("GONGKAI_CLOCK__NOW", "2028-01-01")
    assert call(data, "requests", "purge") == 0
    assert "data of 1 deleted" in capsys.readouterr().err
    assert read(data, capsys, "requests", "show", number)["name"] is None
    assert call(data, "requests", "show", "YSQ-1999-0001") == 1


def test_complaints_and_appraisals_are_entered_listed_and_settled(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lawsuits too; ratings are shown."""
    assert call(data, "requests", "enter", "收费没有公示出来", "--kind", "complaint") == 0
    assert call(data, "requests", "enter", "很及时", "--kind", "appraisal", "--rating", "5") == 0
    assert call(data, "requests", "settle", "1", "已补充公示") == 0
    assert call(data, "requests", "voices") == 0
    assert "已补充公示" in capsys.readouterr().out
    found = read(data, capsys, "requests", "voices", "--kind", "appraisal")
    assert [(one["rating"], one["settled"]) for one in found] == [(5, None)]


def test_the_annual_report_is_written_and_wrong_years_are_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Word file, a page and the rows; without a place to write to it says so."""
    made = [tmp_path / name for name in ("a.docx", "a.html", "a.csv")]
    options = [
        text for name, file in zip(("--docx", "--html", "--rows"), made, strict=True) for text in (name, str(file))
    ]
    assert call(data, "report", "annual", "--year", "2025-2026", *options) == 0
    assert "【待填写】" in capsys.readouterr().err
    assert "yl-cw-shoufei-2026" in made[2].read_text("utf-8-sig")
    assert made[0].read_bytes()[:2] == b"PK"
    assert call(data, "report", "annual", "--year", "2025-2026") == 2
    assert call(data, "report", "annual", "--year", "2025-2027", "--html", str(made[1])) == 2


def test_subscribers_are_counted(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By subject, and how many people in all."""
    assert read(data, capsys, "report", "subscribers") == {"people": 0, "topics": {}}
    file = open_file(data)
    Subscriptions(file).subscribe("a", "招生", MONDAY)
    file.close()
    assert call(data, "report", "subscribers") == 0
    assert "招生 1" in capsys.readouterr().out
