import json
from pathlib import Path

import pytest

from index.publish import publish
from knowledge.notice import NoticeId
from knowledge.relations import Relations
from knowledge.store import KnowledgeStore
from scripts import relating, settings
from scripts.main import main
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import NOW, cut, save

TEXT = "国家助学金由学生本人提出申请，学院评审后报学校审定。" * 12


def test_an_import_says_what_it_joined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both notices stay listed; the line names one of the copies."""
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.md").write_text(f"---\nid: {name}\ntitle: 助学金\n---\n{TEXT}", encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    assert main(["import", str(tmp_path / "in"), *data]) == 0
    assert "Copies: 1 (b says the same as a)" in capsys.readouterr().err
    main(["notices", "list", "--json", *data])
    assert [notice["id"] for notice in json.loads(capsys.readouterr().out)] == ["a", "b"]
    assert relating.joined({}) == ""


def test_a_notice_is_shown_with_its_relations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the live bundle has them, so that staff see what answers go by."""
    old, new = cut("old", "2025年校历", "九月一日开学。"), cut("new", "2026年校历", "九月三日开学。")
    configured = settings.load(None, tmp_path)
    assert relating.in_force(configured, NoticeId("new")) is None
    with KnowledgeStore.open(configured.data.store) as store:
        save(store, old, new)
    publish([old, new], HashEncoder(), tmp_path, NOW)
    assert main(["notices", "show", "new", "--data", str(tmp_path)]) == 0
    assert "edition 2" in capsys.readouterr().out
    assert relating.in_force(configured, NoticeId("unknown")) is None


def test_every_relation_has_a_name() -> None:
    """Those that are not there are left out."""
    one = NoticeId("b")
    everything = Relations("校历", 2, one, (one,), (one,), one)
    assert list(relating.facts(everything)) == ["series", "copy of", "amends", "amended by", "repealed by"]
    assert relating.facts(Relations()) == relating.facts(None) == {}
