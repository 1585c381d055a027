import re

from hypothesis import given
from hypothesis import strategies as st

from bot.render import WECHAT_BYTES, sanitise
from bot.taps import Link
from bot.wechat.reply import SLOW, compose, offering, question_link, slow, welcome

LINK = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=[^"<>&#%]+&msgmenuid=1">[^<>&]+</a>')
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


@given(ANY_TEXT)
def test_no_question_breaks_out_of_its_link(question: str) -> None:
    """Quotes, angle brackets and address signs become their full-width forms, which read the same."""
    link = question_link(sanitise(question))
    assert link == "" or LINK.fullmatch(link)


def test_signs_of_an_address_keep_their_meaning_in_a_link() -> None:
    """Nothing is left out of a question that holds them; an empty one is no link."""
    assert "msgmenucontent=Q＆A：50％以上＃1&msgmenuid" in question_link("Q&A：50%以上#1")
    assert question_link("") == question_link("\n") == ""


def test_taps_that_judge_stand_below_an_answer_where_they_fit() -> None:
    """All three, or the two that judge, or none; the answer is never shortened for them."""
    taps = [Link(shown, f"{shown}：学费是多少") for shown in ("更多", "有用", "没用")]
    assert compose("5000元", taps=taps).count("<a ") == 3
    assert "msgmenucontent=没用：学费是多少&" in compose("5000元", taps=taps)
    assert compose("学" * 600, taps=taps).count("<a ") == 2
    assert compose("学" * 680, taps=taps) == "学" * 680


def test_a_slow_question_can_be_tapped_again_and_what_waits_is_offered() -> None:
    """The promise and the offer both hold the whole question; where an offer does not fit the text stands alone."""
    assert slow("学费").startswith(SLOW)
    assert "msgmenucontent=学费&" in slow("学费")
    assert "msgmenucontent=学费&" in offering("900元", ["学费"])
    assert offering("学" * 680, ["学费"]) == "学" * 680


def test_the_welcome_offers_the_examples() -> None:
    """A new follower can tap an example, and reads how to ask even when there is none."""
    assert "msgmenucontent=学费是多少？" in welcome(["学费是多少？"])
    assert welcome([]).startswith("欢迎")
    assert "<a" not in welcome([])


def test_a_notice_that_is_named_is_tapped_where_it_is_named() -> None:
    """A list of candidates does not stand there twice."""
    reply = compose("下面几份通知最接近：\n1.《学费公示》（2026-06-29）\n2.《住宿须知》", ["学费公示", "奖学金多少"])
    link = '<a href="weixin://bizmsgmenu?msgmenucontent=学费公示&msgmenuid=1">学费公示</a>'
    assert f"1.《{link}》（2026-06-29）" in reply
    assert reply.count(">学费公示</a>") == 1
    assert reply.endswith(">奖学金多少</a>")


def test_a_title_that_would_not_fit_as_a_link_stays_text() -> None:
    """The reply stays within WeChat's limit."""
    text = "1.《学费公示》" + "学" * 670
    assert compose(text, ["学费公示"]) == text
