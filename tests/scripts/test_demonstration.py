"""The commands of a whole life of notices, on the demonstration's, as staff would call them."""

import json
from pathlib import Path

import pytest

from scripts.main import main

ROOT = Path(__file__).resolve().parents[2]
CONFIG = str(ROOT / "demo" / "gongkai.toml")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("college")
    where = ["--config", CONFIG, "--data", str(folder)]
    assert main(["import", str(ROOT / "demo" / "notices"), *where]) == 0
    assert main(["publish", *where]) == 0
    return folder


def call(data: Path, *arguments: str) -> int:
    return main([*arguments, "--config", CONFIG, "--data", str(data)])


def ask(data: Path, question: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert call(data, "ask", question, "--json") == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_a_fee_is_answered_with_its_row_its_notice_and_its_year(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The figure of the year asked for, quoted with title, office, date and link."""
    answer = ask(data, "26级护理一年学费多少", capsys)
    assert answer["outcome"] == "answered"
    assert "15600" in str(answer["text"])
    assert "财务处，2026-06-29" in str(answer["text"])


def test_a_table_in_a_pdf_is_cited_with_its_page(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the file through the store and the bundle to the answer, and to what staff see of the notice."""
    answer = ask(data, "2025年毕业生就业率", capsys)
    first = answer["citations"][0]  # type: ignore[index]  # JSON
    assert "》第1页" in str(answer["text"])
    assert (first["title"], first["page"]) == ("2025届毕业生就业质量年度报告（摘要）", 1)
    assert call(data, "notices", "show", first["notice_id"], "--passages") == 0
    assert "第1页" in capsys.readouterr().out


def test_thanks_are_answered_kindly_and_cite_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Chat is no question."""
    answer = ask(data, "谢谢老师", capsys)
    assert (answer["outcome"], answer["citations"]) == ("chat", [])


@pytest.mark.parametrize(
    ("question", "outcome"),
    [("我室友是不是贫困生", "refused"), ("不想活了", "chat"), ("转人工", "chat"), ("你好", "chat"), ("？？", "chat")],
)
def test_what_is_no_question_of_fact_has_its_own_reply(
    data: Path, capsys: pytest.CaptureFixture[str], question: str, outcome: str
) -> None:
    """Private matters are refused, a crisis gets the help lines, a greeting a greeting."""
    assert ask(data, question, capsys)["outcome"] == outcome


def test_what_nobody_disclosed_names_the_office_and_how_to_ask_for_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never a guess: the office, and 依申请公开."""
    answer = ask(data, "量子引力研究所的火箭发射时刻表", capsys)
    assert answer["outcome"] in {"not_found", "candidates"}
    if answer["outcome"] == "not_found":
        assert "信息公开申请" in str(answer["text"])


def test_a_question_for_a_person_prints_the_reply(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json the reply is shown as WeChat would show it, and how sure it is."""
    assert call(data, "ask", "去年河南物理类最低多少分能上你们学校") == 0
    shown = capsys.readouterr()
    assert "河南" in shown.out
    assert "confidence" in shown.err


def test_a_withdrawn_notice_is_not_quoted_in_the_next_answer(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Withdrawal waits for no publish, and is undone the same way."""
    first = ask(data, "26级护理一年学费多少", capsys)["citations"]
    assert isinstance(first, list)
    notice = first[0]["notice_id"]
    assert call(data, "notices", "withdraw", notice, "--reason", "核对数字") == 0
    after = ask(data, "26级护理一年学费多少", capsys)["citations"]
    assert isinstance(after, list)
    assert notice not in [citation["notice_id"] for citation in after]
    assert call(data, "notices", "restore", notice, "--reason", "数字无误") == 0


def test_publishing_the_same_again_changes_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says so; as JSON too."""
    assert call(data, "publish") == 0
    assert "Nothing has changed" in capsys.readouterr().err
    assert call(data, "publish", "--json") == 0
    assert json.loads(capsys.readouterr().out)["changed"] is False


def test_rollback_goes_back_and_publish_forward(data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The bundle before the live one answers again; without one the refusal says why."""
    assert call(data, "rollback") == 1
    assert "nothing to roll back to" in capsys.readouterr().err
    (tmp_path / "new.md").write_text("---\nid: new\ntitle: 校车时刻\n---\n校车7:30发车。\n", encoding="utf-8")
    assert call(data, "import", str(tmp_path / "new.md")) == 0
    assert call(data, "publish") == 0
    assert call(data, "rollback", "--json") == 0
    assert json.loads(capsys.readouterr().out)["notices"] == 84
    assert call(data, "rollback") == 0
    assert "is live again" in capsys.readouterr().err


def test_a_batch_answers_in_order_and_keeps_dialogues_apart(
    data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One JSON line a question, with its id; a dialogue answers its last turn."""
    batch = tmp_path / "batch.jsonl"
    lines = [{"id": "a", "question": "谢谢"}, {"id": "b", "turns": ["国家助学金分几档", "最低那档一年能拿多少"]}]
    batch.write_text("\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    capsys.readouterr()
    assert call(data, "ask", "--batch", str(batch), "--json") == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert "助学金" in answers[1]["citations"][0]["title"]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}'])
def test_a_broken_batch_line_is_named(
    data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str
) -> None:
    """By file and line, with what was expected."""
    batch = tmp_path / "batch.jsonl"
    batch.write_text(line, encoding="utf-8")
    assert call(data, "ask", "--batch", str(batch), "--json") == 1
    assert "line 1: expected" in capsys.readouterr().err


def test_asking_nothing_or_a_missing_file_is_refused(data: Path, tmp_path: Path) -> None:
    """Wrong usage is 2, a file that is not there 1."""
    assert call(data, "ask") == 2
    assert call(data, "ask", "--batch", str(tmp_path / "nowhere")) == 1


def test_the_golden_questions_are_measured_by_group(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a table with the failures for people, as JSON for programs."""
    capsys.readouterr()
    golden = str(ROOT / "demo" / "golden.jsonl")
    assert call(data, "evaluate", golden, "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["all"]["n"] == 40
    assert figures["all"]["cited@1"] >= 0.65
    assert call(data, "evaluate", golden, "--failures") == 0
    assert "refusal recall" in capsys.readouterr().out


def test_certainty_is_fitted_and_shown(data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Two sets, each judged by the other, and weights to put in place; a set without a day is asked today."""
    golden = ROOT / "demo" / "golden.jsonl"
    other = tmp_path / "other.jsonl"
    other.write_text(golden.read_text(encoding="utf-8"), encoding="utf-8")
    capsys.readouterr()
    assert main(["calibrate", f"{golden}={data}", "--config", CONFIG]) == 1
    assert main(["calibrate", f"{golden}={data}@2026-09-15", f"{other}={data}", "--config", CONFIG]) == 0
    shown = capsys.readouterr()
    assert "standout:" in shown.out
    assert "calibration error" in shown.err
    assert main(["calibrate", f"{golden}={data}@soon", "--config", CONFIG]) == 2


def test_the_demonstration_runs_to_its_end(capfd: pytest.CaptureFixture[str], data: Path) -> None:
    """Import, publish, serve, eight questions through the webhook in safe mode, and the address of the chat page."""
    assert main(["demo", "--port", "0", "--folder", str(ROOT / "demo"), "--data", str(data)]) == 0
    shown = capfd.readouterr()
    assert shown.out.count("问：") == 8
    assert "The chat page is at http://" in shown.out


def test_a_demonstration_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It says where to run it."""
    assert main(["demo", "--folder", str(tmp_path)]) == 1
    assert "own folder" in capsys.readouterr().err


def test_an_explanation_shows_what_was_understood_and_why_this_came_first(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Staff see the words read, what must be met, the passages found and what adds to each score."""
    assert call(data, "ask", "26级护理一年学费多少", "--explain") == 0
    shown = capsys.readouterr().out
    assert "wanted: amount; years: 2026级" in shown
    assert "护理" in shown
    assert "must be met" in shown
    assert "yl-cw-shoufei-2026" in shown.replace("\n", "")
    assert "sentence" in shown
    assert call(data, "ask", "谢谢", "--explain") == 0
    assert "kind: thanks" in capsys.readouterr().out
    assert call(data, "ask", "学费", "--explain", "--json") == 2
