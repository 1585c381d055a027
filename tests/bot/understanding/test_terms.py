import pytest

from bot.understanding.terms import concepts


@pytest.mark.parametrize("question", ["工业设计发的是工学还是艺术类的学位", "报艺术类或者体育类要考什么"])
def test_of_two_things_to_choose_from_neither_must_be_met(question: str) -> None:
    """工学还是艺术类: the answer names one of them, whichever it is."""
    chosen = next(one for one in concepts(question) if "艺术类" in one.alternatives)
    assert not chosen.strict
    assert chosen.weight == 0.5


def test_a_thing_asked_alone_must_be_met() -> None:
    """艺术类 alone is what the question is about."""
    chosen = next(one for one in concepts("艺术类的学费多少") if "艺术类" in one.alternatives)
    assert chosen.strict


@pytest.mark.parametrize("word", ["会议室", "着装", "再生资源"])
def test_a_word_is_not_cut_at_a_character_that_questions_hold(word: str) -> None:
    """会, 着 and 再 are no topics, 会议室 is one."""
    assert any(word in one.alternatives for one in concepts(f"{word}怎么借"))
