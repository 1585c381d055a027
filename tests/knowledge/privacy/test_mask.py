import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.privacy import (
    MASKED_CARD,
    MASKED_IDENTITY,
    is_card_number,
    is_identity_number,
    mask_outgoing,
    mask_question,
)

# 11010519491231002X is the example of GB 11643-1999; 4111111111111111 the usual test card.
VALID = "11010519491231002X"
CARD = "4111111111111111"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _with_check(body: str) -> str:
    return next(body + digit for digit in "0123456789X" if is_identity_number(body + digit))


BODIES = st.builds(
    lambda area, year, month, day, order: f"{area}{year}{month:02}{day:02}{order:03}",
    st.integers(110000, 659000),
    st.integers(1900, 2025),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
)


def test_the_standard_s_example_is_valid_and_a_changed_digit_is_not() -> None:
    """The check digit of GB 11643-1999."""
    assert is_identity_number(VALID)
    assert is_identity_number(VALID.lower())
    assert not is_identity_number("11010519491231003X")
    assert not is_identity_number("110105194912310")


def test_luhn_s_check_digit() -> None:
    """Card numbers pass ISO/IEC 7812, and a swapped digit does not."""
    assert is_card_number(CARD)
    assert not is_card_number("4111111111111112")
    assert not is_card_number("4111")


@pytest.mark.parametrize(
    "written",
    [
        VALID,
        "110105 19491231 002X",
        "110105-19491231-002x",
        "1101 0519 4912 3100 2X",
        VALID.translate(FULL_WIDTH),
        "11010５19491231002X",
        "110105491231002",
    ],
)
def test_identity_numbers_are_masked_however_they_are_written(written: str) -> None:
    """Spaced, hyphened, full-width, lower-case, touching letters, and the old ones of 15 digits."""
    assert mask_outgoing(f"身份证{written}。") == f"身份证{MASKED_IDENTITY}。"
    assert mask_outgoing(f"ID{written}") == f"ID{MASKED_IDENTITY}"


def test_what_merely_looks_like_an_identity_number_is_masked_too() -> None:
    """A mistyped number is as personal as a right one."""
    assert mask_outgoing("110105194912310021") == MASKED_IDENTITY


@pytest.mark.parametrize("written", [CARD, "4111 1111 1111 1111", "4111-1111-1111-1111", "卡4111111111111111号"])
def test_bank_cards_are_masked(written: str) -> None:
    """Cards with a right check digit, spaced or not."""
    assert MASKED_CARD in mask_outgoing(written)
    assert "1111" not in mask_outgoing(written)


@pytest.mark.parametrize(
    "text",
    [
        "电话：022-23508464 23508501 85358737",
        "4111111111111112",
        "ISBN 9787040543377",
        "2024年",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    """Office telephones, candidates' numbers, book numbers and years are no secrets."""
    assert mask_outgoing(text) == text


def test_mobile_numbers_of_offices_stay_in_answers_and_all_are_masked_in_questions() -> None:
    """An office's own number may be a mobile one; an asker's is not kept, whatever it is called."""
    assert mask_outgoing("联系电话：13812345678") == "联系电话：13812345678"
    assert mask_outgoing("13812345678") == "138****5678"
    assert mask_outgoing("13812345678", released={"13812345678"}) == "13812345678"
    assert mask_question("联系电话：13812345678") == "联系电话：138****5678"
    assert mask_question("我的电话13812345678") == "我的电话138****5678"
    assert mask_question("+86 138-1234-5678") == "+86 138****5678"
    assert mask_question("008613812345678") == "0086138****5678"
    assert mask_question("１３８１２３４５６７８") == "138****5678"


def test_two_numbers_in_one_text_are_both_masked() -> None:
    """The text between them stays."""
    assert mask_question(f"{VALID}和{VALID}") == f"{MASKED_IDENTITY}和{MASKED_IDENTITY}"


@given(BODIES, st.text("是我的,。 号\n", max_size=4), st.text("是我的,。号\n", max_size=4), st.data())
def test_a_masked_text_holds_no_valid_identity_number(body: str, before: str, after: str, data: st.DataObject) -> None:
    """Whatever single gaps stand between its digits, no valid number is left in what goes out."""
    gaps = data.draw(st.lists(st.sampled_from(["", "", " ", "-", "　"]), min_size=18, max_size=18))
    written = "".join(digit + gap for digit, gap in zip(_with_check(body), gaps, strict=True)).rstrip(" -　")
    masked = mask_outgoing(f"{before}{written}{after}")
    assert MASKED_IDENTITY in masked
    digits = re.sub(r"[\s\-]", "", masked)
    assert not any(is_identity_number(digits[start : start + 18]) for start in range(len(digits)))


@given(st.text())
def test_masking_twice_is_masking_once(text: str) -> None:
    """A mask is never masked again, for answers as for questions."""
    assert mask_outgoing(mask_outgoing(text)) == mask_outgoing(text)
    assert mask_question(mask_question(text)) == mask_question(text)


@given(st.text("学费五千元。abc\n"))
def test_a_text_without_digits_is_untouched(text: str) -> None:
    """Most answers pass through as they are."""
    assert mask_question(text) == text
