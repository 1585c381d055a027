from hypothesis import given
from hypothesis import strategies as st

from bot.quote import ELLIPSIS, excerpt
from index.coverage import Scale
from index.query import Concept, Want

RULE = (
    "第一条 为规范管理，制定本办法。第二条 本办法适用于全体学生。第三条 三等奖学金每学期评定一次，金额为400元。"
    "第四条 评定工作由各学院负责，学工部复审。第五条 本办法自发布之日起施行。"
)
CONCEPTS = Scale(lambda _gram: 3.0).weigh([Concept(("三等奖",))])


def test_a_short_passage_is_shown_whole() -> None:
    """Nothing is cut that fits."""
    assert excerpt(" 三等奖400元。 ", CONCEPTS, Want.AMOUNT, 100) == "三等奖400元。"


def test_the_sentence_that_answers_is_kept() -> None:
    """Where the passage is too long, whole sentences around the answer stay, with a mark at each cut."""
    shown = excerpt(RULE, CONCEPTS, Want.AMOUNT, 60)
    assert "金额为400元。" in shown
    assert shown.startswith(ELLIPSIS)
    assert shown.endswith(ELLIPSIS)


def test_a_sentence_longer_than_the_limit_is_cut_hard() -> None:
    """Even without a single full stop the limit holds."""
    assert excerpt("奖" * 300, CONCEPTS, Want.ANY, 100) == "奖" * 100 + ELLIPSIS


@given(st.text("奖学金三等400元。；！\n，", min_size=1, max_size=300), st.integers(20, 120))
def test_a_quote_is_literal_and_within_its_limit(text: str, limit: int) -> None:
    """Whatever stands between the marks stands in the passage, letter for letter."""
    shown = excerpt(text, CONCEPTS, Want.AMOUNT, limit)
    literal = shown.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS)
    assert literal in text
    assert len(literal) <= limit
