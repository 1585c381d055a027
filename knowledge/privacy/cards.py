"""Bank cards: digits of a card system's prefix and length that pass Luhn's check, however they are spaced."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.privacy.finding import MASKED_CARD, Found, Kind
from knowledge.privacy.numbers import is_credit_code, is_issued_card
from knowledge.privacy.reading import Chain, Reading

_CALLED_CARD = re.compile(
    r"(?:银行卡|信用卡|储蓄卡|借记卡|社保卡|卡号)(?:号码|帐号|账号|"
    r"号)?[ :为是()]{0,4}(?P<number>[0-9][0-9 \-]{13,24}[0-9])(?![0-9A-Za-z])"
)
_CARD_WORD = re.compile(r"卡|账号|帐号|账户|card", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<![0-9])0\.$")
# 62751234: a local number begins with neither 0 nor 1.
_TELEPHONE = re.compile(r"[2-9][0-9]{6,7}|0[0-9]{2,3}|1[3-9][0-9]{9}")


def find(reading: Reading) -> Iterator[Found]:
    """Cards by their check digit, and whatever is called 银行卡号."""
    for called in _CALLED_CARD.finditer(reading.folded):
        yield Found(Kind.CARD, *called.span("number"), MASKED_CARD)
    for chain in reading.chains:
        for first, last in _windows(chain):
            start, end = chain.span(first, last)
            if is_issued_card(chain.digits[first:last]) and not _is_other(
                reading, chain.groups(first, last), start, end
            ):
                yield Found(Kind.CARD, start, end, MASKED_CARD)


def _windows(chain: Chain) -> Iterator[tuple[int, int]]:
    """The longest first, for a card of 19 digits is no card of 16 and three digits more."""
    for first in range(len(chain.digits) - 12):
        for length in range(min(19, len(chain.digits) - first), 12, -1):
            if chain.stands_alone(first, first + length):
                yield first, first + length


def _is_other(reading: Reading, groups: Sequence[str], start: int, end: int) -> bool:
    """Whether the digits are figures or telephone numbers side by side, or the decimals of a figure."""
    if _DECIMAL.search(reading.before(start, 3)) or is_credit_code(reading.folded[start : start + 18].upper()):
        return True
    if len(groups) == 1 or "-" in reading.folded[start:end] or _CARD_WORD.search(reading.before(start, 12)):
        return False
    return _are_figures(groups) or _are_counted(groups) or all(_TELEPHONE.fullmatch(group) for group in groups)


def _are_figures(groups: Sequence[str]) -> bool:
    """Scores or amounts in a row (512 498 505 4870, 4500 4800 5000 5200): most of three digits, or all of them round."""
    if len(groups) < 4 or any(group[0] == "0" or len(group) > 6 for group in groups):
        return False
    return sum(len(group) == 3 for group in groups) * 2 >= len(groups) or all(int(g) % 50 == 0 for g in groups)


def _are_counted(groups: Sequence[str]) -> bool:
    """1 2 3 4 …"""
    return all(int(after) - int(before) == 1 for before, after in pairwise(groups))
