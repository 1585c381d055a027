import re

import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from bot.render import WECHAT_BYTES, fit, sanitise

ANY_TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF))
CLEAN_TEXT = st.text(st.characters(codec="utf-8"), max_size=300)
PIECES = st.lists(
    st.sampled_from(
        ["学费5000元。", "住宿费900元", "\n", '<a href="https://x.cn/1">原文？看。</a>', "😀", "abc!", "</a>", "<a "]
    ),
    max_size=60,
).map("".join)


@given(PIECES | CLEAN_TEXT, st.integers(3, 400))
def test_a_fitted_text_never_exceeds_the_limit_nor_splits_a_character(text: str, limit: int) -> None:
    """Whatever the text and the limit, the result is valid UTF-8 within it and begins as the text does."""
    fitted = fit(text, limit)
    assert len(fitted.encode()) <= limit
    assert fitted == text or text.startswith(fitted.removesuffix("…"))


@given(PIECES, st.integers(3, 400))
def test_a_link_is_whole_or_absent(text: str, limit: int) -> None:
    """A cut never falls into a link: all openings of links in the result have their end, as in the text."""
    text = text.replace("<a ", "").replace("</a>", "") if text.count("<a ") != text.count("</a>") else text
    links = re.compile(r"<a\b[^<>]*>.*?</a>", re.DOTALL)
    rest = links.sub("", fit(text, limit))
    assert "<a href" not in rest or "<a href" in links.sub("", text)


def test_a_long_text_ends_at_a_sentence() -> None:
    """A text that is too long stops after a whole sentence and says that it was cut."""
    text = "第一句话在这里。第二句话在这里。第三句话很长很长很长很长很长"
    assert fit(text, 70) == "第一句话在这里。第二句话在这里。…"


def test_a_text_without_sentences_is_cut_between_characters() -> None:
    """Where there is no boundary, as many whole characters as fit are kept."""
    assert fit("学" * 1000) == "学" * 681 + "…"


def test_a_line_end_is_a_boundary_that_leaves_no_blank_line() -> None:
    """A cut at a line end drops the newline before the mark."""
    assert fit("甲" * 10 + "\n" + "乙" * 10, 45) == "甲" * 10 + "…"


def test_a_short_text_stays_as_it_is() -> None:
    """Nothing is changed that fits."""
    assert fit("学费" * 341) == "学费" * 341
    assert WECHAT_BYTES == 2048


@given(ANY_TEXT)
def test_a_sanitised_text_survives_xml(text: str) -> None:
    """What is left can be written into XML and read back unchanged; sanitising again changes nothing."""
    clean = sanitise(text)
    assert sanitise(clean) == clean
    body = clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    read = xmltodict.parse(f"<xml><a>{body}</a></xml>", strip_whitespace=False)["xml"]["a"]
    assert (read or "") == clean


def test_line_ends_become_newlines_and_controls_vanish() -> None:
    """Windows and old Mac line ends count as newlines; bells, escapes and lone surrogates go."""
    assert sanitise("a\r\nb\rc\x07\x1b\x00\ud800\ufffe\x85d\te") == "a\nb\ncd\te"
