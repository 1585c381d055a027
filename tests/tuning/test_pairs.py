import json
from pathlib import Path

import pytest

from tuning.pairs import Entry, Text, read

LINE = {
    "topic": "退费",
    "title": "收费管理办法",
    "heading": "第四章 退费",
    "passage": "退学的学生按月计退学费。",
    "questions": ["不读了退钱吗", "退学能退多少"],
    "near": [{"title": "收费管理办法", "passage": "住宿费按学年收取。"}],
}
SHIPPED = Path(__file__).resolve().parents[2] / "tuning" / "pairs"


def test_an_entry_is_read_with_its_near_passages(tmp_path: Path) -> None:
    """A heading may be missing; files are read in the order of their names."""
    (tmp_path / "b.jsonl").write_text(json.dumps(LINE | {"title": "后"}, ensure_ascii=False), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE, ensure_ascii=False), encoding="utf-8")
    first, second = read(tmp_path)
    assert first == Entry(
        Text("收费管理办法", "第四章 退费", "退学的学生按月计退学费。"),
        ("不读了退钱吗", "退学能退多少"),
        (Text("收费管理办法", "", "住宿费按学年收取。"),),
    )
    assert first.answer.embedded == "收费管理办法 第四章 退费\n退学的学生按月计退学费。"
    assert second.answer.title == "后"


@pytest.mark.parametrize("line", ["no json", "{}", '{"title": "t", "passage": "p", "questions": 3, "near": []}'])
def test_a_line_that_is_no_entry_is_named(tmp_path: Path, line: str) -> None:
    """File, line, and what was expected."""
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(LINE)}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.jsonl, line 2: expected"):
        read(tmp_path)


def test_the_pairs_that_ship_are_whole() -> None:
    """Every entry has a title, a passage, several questions and something near; no passage stands twice."""
    entries = read(SHIPPED)
    assert len(entries) > 200
    for entry in entries:
        assert entry.answer.title
        assert len(entry.answer.passage) > 20
        assert len(set(entry.questions)) > 4
        assert entry.near
    assert len({entry.answer.passage for entry in entries}) == len(entries)
