from dataclasses import replace
from urllib.parse import unquote

from bot.answer import Answer, Outcome
from bot.chat.feedback import Feedback
from bot.chat.shown import sheet
from bot.replies import PRIVATE

FEEDBACK = Feedback.open(None, lambda: 0.0)
ANSWER = Answer(Outcome.NOT_FOUND, "没有查到。")


def test_a_link_holds_nothing_personal() -> None:
    """Numbers of a person go before the question becomes a link."""
    share = unquote(sheet("我的身份证350102199003074512，手机13812345678，学费是多少", ANSWER, FEEDBACK).share)
    assert "350102" not in share
    assert "138" not in share
    assert "学费是多少" in share


def test_a_link_cannot_be_broken_by_its_question() -> None:
    """Every character that means something in an address is written as its code."""
    share = sheet("学费&q=x#y?/%+是多少", ANSWER, FEEDBACK).share
    assert share.startswith("/?q=")
    assert not set(share[4:]) & set("&#?/+=")


def test_a_follow_up_is_shared_as_it_was_understood() -> None:
    """The link asks the whole question, for whoever opens it has not asked the one before."""
    answer = replace(ANSWER, asked="住宿费是多少")
    assert unquote(sheet("那住宿费呢", answer, FEEDBACK).share) == "/?q=住宿费是多少"


def test_small_talk_and_what_concerns_a_person_is_neither_judged_nor_shared() -> None:
    """There is nothing to learn from it, or nothing to keep."""
    for answer in (Answer(Outcome.CHAT, "不客气"), Answer(Outcome.REFUSED, "…"), replace(ANSWER, text=PRIVATE)):
        shown = sheet("x", answer, FEEDBACK)
        assert (shown.id, shown.share) == ("", "")


def test_a_very_long_question_is_judged_but_not_shared() -> None:
    """A link of thousands of characters would be cut on its way."""
    shown = sheet("学费" * 200, ANSWER, FEEDBACK)
    assert shown.id
    assert shown.share == ""
