import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import golden
from index.errors import GoldenInvalid
from index.golden import GoldenQuestion, by_group, evaluate, figures, judge


@dataclass(frozen=True)
class Cited:
    notice_id: str
    quote: str = ""


@dataclass(frozen=True)
class Said:
    outcome: str
    citations: tuple[Cited, ...] = ()
    text: str = ""
    elapsed_ms: float = 1.0


def question(*gold: str, answers: tuple[str, ...] = (), year: bool = False, group: str = "single") -> GoldenQuestion:
    return GoldenQuestion("q", group, ("问",), gold, answers, year, "")


def test_a_gold_notice_that_comes_first_and_holds_the_answer_is_right() -> None:
    """White space does not count, neither in the answer nor in the quote."""
    one = judge(question("a", answers=("400元",)), Said("answered", (Cited("a", "三等奖 400 元"), Cited("b"))))
    assert one.cited_at_1
    assert one.cited_at_3
    assert one.answer
    assert one.is_right


def test_the_answer_counts_only_from_a_gold_quote_or_from_the_text() -> None:
    """Another notice that happens to hold the figure proves nothing."""
    wanted = question("a", answers=("400元",))
    assert not judge(wanted, Said("answered", (Cited("a", "见附件"), Cited("b", "400元")))).answer
    assert judge(wanted, Said("answered", (Cited("a"),), text="400元")).answer


def test_candidates_count_for_the_first_three_alone() -> None:
    """To offer the right notice is worth something, but it is no answer."""
    one = judge(question("a", answers=("x",)), Said("candidates", (Cited("b"), Cited("a", "x"))))
    assert (one.cited_at_1, one.cited_at_3, one.answer, one.answered) == (False, True, False, False)


def test_two_quotes_of_one_notice_are_one_citation() -> None:
    """The third place is the third notice."""
    assert judge(question("c"), Said("answered", (Cited("a"), Cited("a"), Cited("b"), Cited("c")))).cited_at_3


def test_fresh_means_the_first_of_the_gold_notices() -> None:
    """For questions whose answer changes with the year, an older gold notice is not fresh."""
    assert judge(question("new", "old", year=True), Said("answered", (Cited("new"),))).fresh_at_1
    assert not judge(question("new", "old", year=True), Said("answered", (Cited("old"),))).fresh_at_1


def test_figures_count_each_share_over_its_own_questions() -> None:
    """Refusals are counted over what nothing answers, precision over what was not answered."""
    said = {
        "好": Said("answered", (Cited("a"),)),
        "漏": Said("not_found"),
        "无": Said("not_found"),
        "错": Said("answered"),
    }
    questions = [
        GoldenQuestion("1", "single", ("好",), ("a",), ("y",), False, ""),
        GoldenQuestion("2", "single", ("漏",), ("a",), ("y",), False, ""),
        GoldenQuestion("3", "chat", ("无",), (), (), False, ""),
        GoldenQuestion("4", "chat", ("错",), (), (), False, ""),
    ]
    judged = evaluate(questions, lambda one: said[one.turns[-1]])
    found = figures(judged)
    assert (found.n, found.cited_at_1, found.answer_rate) == (4, 0.5, 0.0)
    assert (found.refusal_recall, found.refusal_precision, found.fresh_at_1) == (0.5, 0.5, None)
    assert list(by_group(judged)) == ["all", "chat", "single"]


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    """A dialogue keeps its turns; empty lines do not matter."""
    path = tmp_path / "golden.jsonl"
    lines = [
        {"id": "1", "group": "table", "question": "问", "gold": ["a"], "answer_any": ["x"], "year_sensitive": True}
    ]
    lines += [{"id": "2", "turns": ["一", "二"], "gold": []}]
    path.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second = golden.read(path)
    assert (first.turns, first.year_sensitive, first.group) == (("问",), True, "table")
    assert (second.turns, second.gold) == (("一", "二"), ())


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "1"}', '{"question": "问", "gold": []}'])
def test_a_broken_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    """What was expected and what came stand in the error."""
    path = tmp_path / "golden.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(GoldenInvalid, match="line 2: expected"):
        golden.read(path)


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """The path stands in the error."""
    with pytest.raises(GoldenInvalid, match="nowhere"):
        golden.read(tmp_path / "nowhere")
