"""Every made-up case of cases.py: what must go is gone, what must stay stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.privacy import mask_outgoing, mask_question
from knowledge.privacy.mask import Context, mask_asked, mask_text
from knowledge.privacy.reading import Reading
from tests.knowledge.privacy.cases import HIDDEN, STAYS, Case
from tests.knowledge.privacy.made_up import card, identity, is_identity, is_luhn, wide

_ISSUED = re.compile(r"6[02]\d{14,17}|4\d{12}|4\d{15}|4\d{18}|5[1-5]\d{14}|3[47]\d{13}|35\d{14}")


def _bare(text: str) -> str:
    return re.sub(r"[ \-]", "", Reading(text).folded)


def test_there_are_enough_cases() -> None:
    """Three hundred at least, of both sorts."""
    assert len(HIDDEN) + len(STAYS) >= 300
    assert len(STAYS) >= 120


@pytest.mark.parametrize("case", HIDDEN, ids=lambda case: f"{case.kind.value}: {case.text!r}")
def test_personal_information_is_hidden(case: Case) -> None:
    """The number is gone from a notice, from an answer and from a question, and counted as what it is."""
    masked, found = mask_text(case.text, Context())
    assert case.hidden not in masked
    assert len(_bare(case.hidden)) < 9 or _bare(case.hidden) not in _bare(masked)
    assert case.kind in {one.kind for one in found}
    assert mask_outgoing(case.text) == masked
    assert case.hidden not in mask_question(case.text)


@pytest.mark.parametrize("case", HIDDEN, ids=lambda case: f"{case.kind.value}: {case.text!r}")
def test_masking_a_case_again_changes_nothing(case: Case) -> None:
    """What was masked is left alone, by every mask."""
    once = mask_outgoing(case.text)
    assert mask_outgoing(once) == once
    asked = mask_question(case.text)
    assert mask_question(asked) == asked


@pytest.mark.parametrize("text", STAYS)
def test_what_is_not_personal_stays(text: str) -> None:
    """Official contacts, codes, amounts, dates and what merely resembles personal numbers are left as they are."""
    assert mask_text(text, Context()) == (text, ())


_GAPS = st.sampled_from(["", "", "", " ", "-", "\u3000", "－", "  "])
_AROUND = st.text("是我的卡号,。：（ ab\n", max_size=6)
_IDENTITIES = st.builds(
    lambda area, year, month, day, order: identity(area, year * 10000 + month * 100 + day, order),
    st.integers(100000, 999999),
    st.integers(1900, 2025),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
)
_CARDS = st.builds(
    lambda kind, filling: card(kind[0], kind[1], filling),
    st.sampled_from([("62", 16), ("62", 17), ("62", 18), ("62", 19), ("4", 16), ("51", 16), ("55", 16), ("34", 15)]),
    st.text("0123456789", min_size=19, max_size=19),
)


def _noisy(number: str, data: st.DataObject) -> str:
    full = data.draw(st.booleans())
    return "".join(digit + data.draw(_GAPS) for digit in (wide(number) if full else number)).rstrip(" -\u3000－")


def _windows(text: str, shortest: int, longest: int) -> list[str]:
    bare = _bare(text)
    return [bare[at : at + size] for size in range(shortest, longest + 1) for at in range(len(bare) - size + 1)]


@given(_IDENTITIES, _AROUND, _AROUND, st.data())
def test_no_valid_identity_number_leaves(number: str, before: str, after: str, data: st.DataObject) -> None:
    """Whatever blanks, hyphens and full-width digits it is written with, as a notice, an answer or a question."""
    text = before + _noisy(number, data) + after
    for masked in (mask_outgoing(text), mask_question(text), mask_text(text, Context())[0]):
        assert not any(map(is_identity, _windows(masked, 18, 18)))


@given(
    _CARDS,
    _AROUND,
    _AROUND,
    st.sampled_from([(), (4, 4, 4, 4), (4, 4, 4, 3), (6,), (4, 6), (8, 1), (9,), (1,) * 18]),
    st.data(),
)
def test_no_valid_card_leaves(
    number: str, before: str, after: str, groups: tuple[int, ...], data: st.DataObject
) -> None:
    """In any grouping that cards are written in, with any blank or hyphen between, in either width."""
    gap = data.draw(st.sampled_from([" ", "-", "\u3000", "－", " - "]))
    cuts = [sum(groups[:index]) for index in range(1, len(groups) + 1)]
    written = "".join((gap if place in cuts else "") + digit for place, digit in enumerate(number))
    written = wide(written) if data.draw(st.booleans()) else written
    for mask in (mask_outgoing, mask_question):
        masked = mask(before + written + after)
        assert not any(_ISSUED.fullmatch(run) and is_luhn(run) for run in _windows(masked, 13, 19) if run.isdecimal())


@given(st.text("0123456789Xx １２３－-\n学号卡电话：。@abQ*年月日出生张三", max_size=60))
def test_any_mask_is_idempotent(text: str) -> None:
    """Masking twice is masking once, however the digits lie."""
    masked = mask_outgoing(text)
    assert mask_outgoing(masked) == masked
    question = mask_question(text)
    assert mask_question(question) == question


@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    """No text is too strange, and a masked one is masked."""
    masked, _ = mask_asked(text)
    assert mask_asked(masked) == (masked, ())


@given(st.text(st.characters(categories=["Lo", "Po", "Lu", "Zs"]), max_size=80))
def test_a_text_without_numbers_and_mailboxes_is_unchanged(text: str) -> None:
    """Nothing is taken from plain words."""
    assert mask_outgoing(text.replace("@", "").replace("＠", "")) == text.replace("@", "").replace("＠", "")
