import pytest

from bot import replies
from bot.answer import Outcome
from bot.offices import Office
from bot.understanding.understand import Intent

OFFICE = Office(name="学生资助管理中心", phone="0000-8801234", hours="工作日 8:00-17:00", topics=("助学金",))


@pytest.mark.parametrize("intent", [intent for intent in Intent if intent is not Intent.QUESTION])
def test_every_intent_but_a_question_has_words_and_is_never_an_answer(intent: Intent) -> None:
    """Chat or refusal, certain, citing nothing, and naming the bundle that was live."""
    answer = replies.chat(intent, None, "b1")
    assert answer.text
    assert answer.outcome in {Outcome.CHAT, Outcome.REFUSED}
    assert (answer.citations, answer.bundle, answer.confidence) == ((), "b1", 1.0)


def test_a_crisis_gets_the_help_lines() -> None:
    """The psychological help line, police and ambulance, before anything else."""
    text = replies.chat(Intent.CRISIS, OFFICE, "").text
    assert all(number in text for number in ("12356", "110", "120"))


@pytest.mark.parametrize("intent", [Intent.PRIVATE_PERSON, Intent.HUMAN])
def test_who_cannot_be_helped_here_is_told_whom_to_ask(intent: Intent) -> None:
    """The office with its telephone and hours; without a directory the words still stand."""
    assert "0000-8801234" in replies.chat(intent, OFFICE, "").text
    assert "工作日" in replies.chat(intent, OFFICE, "").text
    assert replies.chat(intent, None, "").text


def test_what_is_not_disclosed_says_so_names_the_office_and_how_to_request_it() -> None:
    """The question is quoted, shortened where it is long."""
    answer = replies.not_found("问" * 100, OFFICE, "b1", 0.05)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.text.startswith(f"没有查到学校已公开的“{'问' * 39}…”")
    assert "0000-8801234" in answer.text
    assert "信息公开申请" in answer.text
    assert "15 个工作日" in answer.text
