from hypothesis import given
from hypothesis import strategies as st

from bot.render import WECHAT_BYTES
from bot.wechat.reply import compose, question_link, welcome

ANY_TEXT = st.text(max_size=1500)


@given(ANY_TEXT, st.lists(st.text(max_size=120), max_size=12))
def test_a_composed_reply_never_exceeds_the_limit(text: str, suggestions: list[str]) -> None:
    """Text and follow-ups together stay within the platform's bytes, and links are whole."""
    reply = compose(text, suggestions)
    assert len(reply.encode()) <= WECHAT_BYTES


def test_follow_ups_can_be_tapped_and_read() -> None:
    """A suggestion is a link that sends the whole question, and shows it."""
    assert compose("学费5000元。", ["住宿费是多少？"]) == (
        "学费5000元。\n\n您可能还想问：\n"
        '<a href="weixin://bizmsgmenu?msgmenucontent=住宿费是多少？&msgmenuid=1">住宿费是多少？</a>'
    )


def test_follow_ups_that_do_not_fit_are_left_out() -> None:
    """A long answer stays whole and loses its suggestions instead; one that fits is kept."""
    text = "学" * 640
    reply = compose(text, ["这是一个很长很长很长很长的问题吗？" * 3, "短？"])
    assert reply.startswith(text + "\n\n您可能还想问：\n")
    assert reply.count("<a ") == 1
    assert compose("学" * 681, ["短？"]) == "学" * 681


def test_a_question_that_would_break_the_address_is_no_link() -> None:
    """Quotes, angle brackets and address signs never reach the link."""
    for question in ('a"b', "a<b", "a&b", "50%", "#1", "a\nb", "", "'"):
        assert question_link(question) == ""
    assert compose("答", ['a"b']) == "答"


def test_the_welcome_offers_the_examples() -> None:
    """A new follower can tap an example, and reads how to ask even when there is none."""
    assert "msgmenucontent=学费是多少？" in welcome(["学费是多少？"])
    assert welcome([]).startswith("欢迎")
    assert "<a" not in welcome([])
