from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Citation, Outcome
from bot.taps import Link, Tap, Tapped, after, read


def _answer(citations: int) -> Answer:
    return Answer(Outcome.ANSWERED, "5000元", tuple(Citation(str(n), "", "", None, "", "") for n in range(citations)))


def test_a_tap_is_read_with_its_question() -> None:
    """Typed alone it has none; with either colon the rest is the question; anything else is no tap."""
    assert read("没用：学费是多少？") == Tapped(Tap.USELESS, "学费是多少？")
    assert read(" 有用: 学费 ") == Tapped(Tap.USEFUL, "学费")
    assert read("更多") == Tapped(Tap.MORE, "")
    assert read("没用。") == Tapped(Tap.USELESS, "")
    for other in ("没用的东西", "更多专业有哪些", "学费", "", "：学费"):
        assert read(other) is None


def test_an_answer_that_quotes_can_be_judged_and_one_with_more_can_be_continued() -> None:
    """What quotes nothing has no taps; the taps of 更多 are about the question itself."""
    assert after("学费", _answer(0)) == ()
    assert after(" ", _answer(1)) == ()
    assert [link.shown for link in after("学费", _answer(1))] == ["有用", "没用"]
    assert after("更多：学费", _answer(2))[0] == Link("更多", "更多：学费")


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and read(text) is None))
def test_what_a_tap_sends_is_read_as_that_tap(question: str) -> None:
    """Without any menu id the sent text says which tap of which question it is."""
    for link in after(question, _answer(2)):
        tapped = read(link.sends)
        assert tapped is not None
        assert tapped.tap == link.shown
        assert tapped.question
