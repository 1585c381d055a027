from datetime import date

import pytest

from bot.gaps.subject import subject

TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("健身房收费吗", "体育馆健身房多少钱"),
        ("宿舍可以养猫吗", "能不能在寝室养猫"),
        ("护理专业就业率多少", "护理的就业率是多少呢"),
        ("食堂几点开门", "请问食堂什么时候营业"),
    ],
)
def test_questions_that_one_answer_serves_have_one_key(one: str, other: str) -> None:
    """People's words for the same thing, and ways of asking that one sentence answers, are one subject."""
    first, second = subject(one, TODAY), subject(other, TODAY)
    assert first is not None
    assert second is not None
    assert first.key == second.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("护理专业就业率多少", "会计专业就业率多少"),
        ("食堂几点开门", "食堂电话多少"),
        ("2024年护理录取最低分", "2025年护理录取最低分"),
        ("健身房收费吗", "健身房在哪里"),
    ],
)
def test_questions_with_different_answers_are_kept_apart(one: str, other: str) -> None:
    """Another major, another year, or another kind of answer is another gap: nobody is told a wrong answer."""
    first, second = subject(one, TODAY), subject(other, TODAY)
    assert first is not None
    assert second is not None
    assert first.key != second.key


@pytest.mark.parametrize("text", ["谢谢老师", "你好", "不想活了", "我室友是不是贫困生", "？？"])
def test_what_asks_nothing_has_no_subject(text: str) -> None:
    """Chat, a crisis and what is about a person never become a gap."""
    assert subject(text, TODAY) is None


def test_the_name_is_the_thing_asked_about() -> None:
    """Lists show what it is about, not the major that narrows it; what nothing is known of is 其他."""
    found = subject("护理专业就业率多少", TODAY)
    assert found is not None
    assert "就业率" in (found.name, *found.words)
    odd = subject("嘎嘎", TODAY)
    assert odd is None or odd.name
