"""Identity numbers: 18 digits (with residence permits, which are built alike), and the old ones of 15 digits."""

import re
from collections.abc import Iterator

from knowledge.privacy.finding import MASKED_IDENTITY, Found, Kind
from knowledge.privacy.numbers import is_credit_code, is_day, is_identity_number, is_region
from knowledge.privacy.reading import Chain, Reading

_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_SHAPE = re.compile(rf"[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_MONTH_DAY}[0-9]{{3}}[0-9X]")
# Born from 1920 on: the numbers of 15 digits were given out until 1999, and 02… is the year in a number of a candidate.
_OLD_SHAPE = re.compile(rf"[1-9][0-9]{{5}}[2-9][0-9]{_MONTH_DAY}[0-9]{{3}}")
_OTHER_NUMBER = re.compile(
    r"(?:编号|代码|项目号?|合同号?|订单号?|设备号?|流水号|条码|资产号?|批次?号|信用码|机构码|文号|ISBN|ISSN|DOI|考生编?号|账号|帐号)[^0-9A-Za-z]{0,4}$",
    re.IGNORECASE,
)
_USUAL_CUTS: tuple[set[int], ...] = (set(), {6}, {12}, {14}, {6, 12}, {6, 14})


def find(reading: Reading) -> Iterator[Found]:
    """Every valid number however it is spaced or touched by other digits, and what stands alone and merely looks like one.

    A mistyped number is as personal as a right one; credit codes, project numbers and parts of web addresses are not.
    """
    for chain in reading.chains:
        for first in range(len(chain.digits) - 14):
            for length in (18, 15):
                last = first + length
                if last <= len(chain.digits) and _is_one(reading, chain, first, last):
                    yield Found(Kind.IDENTITY, *chain.span(first, last), MASKED_IDENTITY)


def _is_one(reading: Reading, chain: Chain, first: int, last: int) -> bool:
    number = chain.digits[first:last]
    if last - first == 18:
        if not _SHAPE.fullmatch(number):
            return False
        if is_identity_number(number):
            return True
        plausible = is_day(number[6:10], number[10:12], number[12:14]) and not is_credit_code(number)
    else:
        plausible = bool(_OLD_SHAPE.fullmatch(number)) and is_day(f"19{number[6:8]}", number[8:10], number[10:12])
    return plausible and is_region(number[:3]) and _is_by_itself(reading, chain, first, last)


def _is_by_itself(reading: Reading, chain: Chain, first: int, last: int) -> bool:
    """Whether the digits are one number, written as identity numbers are, and not called something else."""
    start, _ = chain.span(first, last)
    cuts = {index - first for index in range(first + 1, last) if chain.is_gap(index)}
    return (
        chain.stands_alone(first, last)
        and cuts in _USUAL_CUTS
        and not reading.is_in_address(start)
        and not _OTHER_NUMBER.search(reading.before(start, 12))
    )
