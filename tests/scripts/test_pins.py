import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.publish import publish
from knowledge.store import KnowledgeStore
from scripts.main import main
from tests.fakes.encoder import HashEncoder
from tests.scripts.test_life import College

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def college(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> College:
    """A notice on fees in the store, published into a bundle; the day is 1 May 2026."""
    monkeypatch.setenv("GONGKAI_CLOCK__NOW", "2026-05-01")
    college = College(tmp_path, capsys)
    college.write("6000")
    college.load()
    return college


def bundle(college: College) -> None:
    """A live bundle of what is published, without the encoder that a publish takes."""
    data = college.folder / "data"
    with KnowledgeStore.open(data / "knowledge.sqlite3") as store:
        publish(tuple(store.published()), HashEncoder(64), data, datetime(2026, 5, 1, tzinfo=UTC))


def add(college: College, *more: str, status: int = 0, question: str = "学费多少") -> str:
    arguments = ("--question", question, "--notice", "fees", "--reason", "常问", "--by", "李")
    return college.run("pins", "add", *arguments, *more, status=status)


def listed(college: College) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(college.run("pins", "list", "--json"))
    return found


def test_a_pin_is_added_listed_shown_removed_and_restored(college: College) -> None:
    """Each step says what it did, and the history has all of them."""
    bundle(college)
    assert "pin 1 answers “学费多少” from now on" in add(college, "--also", "一年交多少学费", "--passage", "fees#0")
    (pin,) = listed(college)
    assert (pin["state"], pin["questions"]) == ("answers", ["学费多少", "一年交多少学费"])
    assert "本科学费为每学年6000元。" in str(pin["passage"])
    assert "answers no more" in college.run("pins", "remove", "1", "--reason", "有误", "--by", "王")
    assert listed(college)[0]["state"] == "removed"
    assert "pin 1 is back: answers" in college.run("pins", "restore", "1", "--reason", "无误", "--by", "王")
    shown = json.loads(college.run("pins", "show", "1", "--json"))
    assert [(step["action"], step["by"], step["reason"]) for step in shown["history"]] == [
        ("added", "李", "常问"),
        ("removed", "王", "有误"),
        ("restored", "王", "无误"),
    ]
    text = college.run("pins", "show", "1")
    assert "questions: 学费多少 | 一年交多少学费" in text
    assert "removed by 王: 有误" in text
    assert "学费多少" in college.run("pins", "list")


def test_the_list_says_why_a_pin_does_not_answer(college: College) -> None:
    """No bundle yet, too early, too late, withdrawn, changed since."""
    add(college)
    assert listed(college)[0]["state"] == "its notice is not in the live bundle"
    bundle(college)
    add(college, "--from", "2026-06-01", question="学费几号交")
    add(college, "--until", "2026-04-30", question="学费怎么交")
    assert [pin["state"] for pin in listed(college)] == [
        "answers",
        "not yet valid (from 2026-06-01)",
        "no longer valid (until 2026-04-30)",
    ]
    college.write("6600")
    college.load()
    assert "changed since" in str(listed(college)[0]["state"])
    college.run("notices", "withdraw", "fees", "--reason", "有误")
    assert listed(college)[0]["state"] == "its notice may not be quoted (withdrawn)"


def test_what_could_never_answer_is_refused_with_the_reason(college: College) -> None:
    """Nothing is kept of it."""
    assert "no notice has the id" in college.run(
        "pins", "add", "--question", "学费多少", "--notice", "none", "--reason", "x", status=1
    )
    assert "has no passage 'fees#9'" in add(college, "--passage", "fees#9", status=1)
    assert "before its first" in add(college, "--from", "2026-06-01", "--until", "2026-05-01", status=1)
    assert "such as 2026-08-31" in add(college, "--from", "soon", status=2)
    assert "at most 400" in add(college, "--text", "长" * 401, status=1)
    assert "cannot be pinned: it is read as crisis" in add(college, question="我不想活了", status=1)
    assert "cannot be pinned" in add(college, question="多少钱", status=1)
    assert "say why" in college.run("pins", "add", "--question", "学费", "--notice", "fees", "--reason", " ", status=2)
    college.run("notices", "withdraw", "fees", "--reason", "有误")
    assert "'fees' is withdrawn" in add(college, status=1)
    assert listed(college) == []


def test_one_question_has_one_pin(college: College) -> None:
    """A second is refused while the first is in use, and so is bringing the first back after a second."""
    add(college)
    assert "answered by pin 1 already" in add(college, question="请问学费是多少？", status=1)
    college.run("pins", "remove", "1", "--reason", "x")
    add(college, question="学费是多少")
    assert "pin 2 answers the same question by now" in college.run("pins", "restore", "1", "--reason", "x", status=1)
    assert "no pin has the number 7" in college.run("pins", "restore", "7", "--reason", "x", status=1)


def test_figures_that_the_notice_does_not_have_are_pointed_out(college: College) -> None:
    """The pin is kept, for staff may know better; the figures are named."""
    said = add(college, "--text", "学费6000元，教材费500元。")
    assert "please check: the notice does not have the figures 500" in said
    assert len(listed(college)) == 1


def test_a_mistyped_data_folder_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    """No book is made where no notice was ever imported."""
    assert main(["pins", "list", "--data", str(tmp_path / "none")]) == 1
    assert not (tmp_path / "none").exists()
