from hypothesis import given
from hypothesis import strategies as st

from index.grams import grams, pairs


def test_han_runs_give_characters_and_pairs_and_other_words_stay_whole() -> None:
    """Chinese is cut into 1- and 2-grams; Latin words and numbers are kept as they are."""
    assert grams("学费5850元 CET-4") == ["学", "费", "学费", "5850", "元", "cet", "4"]


def test_pairs_are_the_telling_grams_alone() -> None:
    """Single characters tell little, unless one stands alone."""
    assert pairs("学费多少 元3.5") == ["学费", "费多", "多少", "元", "3.5"]


@given(st.text())
def test_any_text_has_grams_without_blanks(text: str) -> None:
    """The lexical index splits at blanks, so no gram may hold one."""
    assert not any(char.isspace() for gram in grams(text) + pairs(text) for char in gram)
