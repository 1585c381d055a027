from hypothesis import given
from hypothesis import strategies as st

from bot.parts import TEXT_BYTES, Parts, within

WORDS = st.text(st.sampled_from("学费六千元一年12,。\n😀é"), max_size=900)


@given(st.builds(Parts, lead=WORDS, quote=WORDS, source=WORDS, also=WORDS, differs=WORDS))
def test_a_reply_never_exceeds_its_bytes_nor_splits_a_character(parts: Parts) -> None:
    """Whatever its parts are; one that fits is left as it is."""
    text = within(parts)
    assert len(text.encode()) <= TEXT_BYTES
    assert "\ufffd" not in text
    if len(str(parts).encode()) <= TEXT_BYTES:
        assert text == str(parts)


@given(st.integers(0, 600), st.integers(0, 120))
def test_the_source_stands_whatever_the_quote(quote: int, lead: int) -> None:
    """Title, date and link are never what is cut first."""
    parts = Parts(
        "答" * lead, "文" * quote, "——《办法》\n教务处，2026-03-01\nhttps://example.edu.cn/a", "另见：《细则》" * 30
    )
    text = within(parts)
    assert parts.source in text
    assert not quote or "文" in text
