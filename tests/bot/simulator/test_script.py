import pytest

from bot.errors import SimulationFailed
from bot.simulator.script import Dialogue, read_script


def test_plain_lines_questions_turns_and_users_become_dialogues() -> None:
    """Each plain line and object is a dialogue; the lines of one user are one, where the first of them stands."""
    lines = [
        "学费是多少",
        '{"user": "a", "question": "奖学金"}',
        "",
        '{"question": "住宿费"}',
        '{"turns": ["招生", "那去年呢"]}',
        '{"user": "a", "question": "怎么申请"}',
    ]
    assert read_script(lines) == (
        Dialogue(("学费是多少",)),
        Dialogue(("奖学金", "怎么申请")),
        Dialogue(("住宿费",)),
        Dialogue(("招生", "那去年呢")),
    )


@pytest.mark.parametrize("line", ["{", "{}", '{"turns": []}', '{"turns": "x"}', '{"question": 5}', '{"question": " "}'])
def test_a_line_that_is_no_question_is_named_by_its_number(line: str) -> None:
    """The error says where, and what was expected."""
    with pytest.raises(SimulationFailed, match="line 2: expected"):
        read_script(["学费", line])


def test_a_dialogue_may_have_a_title() -> None:
    """The first that is given holds for all lines of one user; the others have none."""
    lines = ['{"user": "a", "question": "学费", "title": "家长"}', '{"user": "a", "question": "谢谢"}', "招生"]
    assert [(talk.title, talk.questions) for talk in read_script(lines)] == [
        ("家长", ("学费", "谢谢")),
        ("", ("招生",)),
    ]
