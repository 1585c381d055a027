"""`gongkai vocabulary`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.understanding.vocabulary import adopt
from scripts.main import main


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Afterwards the process reads with the built-in words alone."""
    yield
    adopt(())


def call(data: Path, *arguments: str) -> int:
    return main(["vocabulary", *arguments, "--data", str(data)])


def test_a_word_is_added_shown_listed_and_taken_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people and for programs; who did it stands in the trail of the console."""
    assert call(tmp_path, "add", "师生服务大厅", "--say", "蓝房子", "--by", "王老师") == 0
    assert "蓝房子 is read as 师生服务大厅" in capsys.readouterr().err
    assert call(tmp_path, "show", "蓝房子几点开门") == 0
    assert "蓝房子 → 师生服务大厅 (本校)" in capsys.readouterr().out
    assert call(tmp_path, "show", "蓝房子几点开门", "--json") == 0
    assert json.loads(capsys.readouterr().out)["words"][0]["official"] == ["师生服务大厅"]
    assert call(tmp_path, "list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == [{"group": "本校", "official": ["师生服务大厅"], "say": ["蓝房子"]}]
    assert call(tmp_path, "list", "--words", "床位费") == 0
    assert "住宿费" in capsys.readouterr().out
    assert call(tmp_path, "remove", "师生服务大厅", "--by", "王老师") == 0
    assert call(tmp_path, "remove", "师生服务大厅") == 1
    assert "no entry for" in capsys.readouterr().err
    assert main(["staff", "audit", "--json", "--data", str(tmp_path)]) == 0
    deeds = [(one["by"], one["action"]) for one in json.loads(capsys.readouterr().out)]
    assert deeds == [("王老师", "word_removed"), ("王老师", "word_added")]


def test_a_file_that_cannot_be_used_is_named_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the entry that is wrong."""
    (tmp_path / "vocabulary.yaml").write_text("- {say: [蓝房子]}\n", encoding="utf-8")
    assert call(tmp_path, "show", "学费") == 1
    assert "entry 1" in capsys.readouterr().err
