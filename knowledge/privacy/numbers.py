"""Which numbers are valid by their check digits: identity numbers, bank cards, credit codes of organisations.

GB 11643-1999 (identity numbers), ISO/IEC 7812 (cards), GB 32100-2015 (统一社会信用代码); the arithmetic is python-stdnum's.
"""

import re
from datetime import date

from stdnum import luhn
from stdnum.cn import ric, uscc

_DIGITS_OF_IDENTITY = re.compile(r"[0-9]{17}[0-9Xx]")
_DIGITS_OF_CARD = re.compile(r"[0-9]{13,19}")
# The first two digits of GB/T 2260; 81 to 83 are residence permits of Hong Kong, Macau and Taiwan residents.
_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
# Who issues cards used in China, and how many digits these have: UnionPay and its members, Visa, Mastercard, American
# Express, JCB, Diners Club, and debit cards from before UnionPay.
_ISSUED = re.compile(
    r"6[02-9]\d{14,17}|62\d{14,17}|4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|35\d{14,17}|3(?:0[0-5]|[68]\d)\d{11}|9\d{15,18}"
)

# GB 32100-2015, table 1: who registers an organisation, and of which kind it is.
_REGISTERED = re.compile("1[1239]|2[19]|3[1-59]|4[19]|5[1-49]|6[19]|7[129]|8[19]|9[123]|A[19]|N[1239]|Y1")


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a valid identity number by the check digit of GB 11643-1999."""
    return bool(_DIGITS_OF_IDENTITY.fullmatch(number)) and ric.calc_check_digit(number) == number[-1].upper()


def is_card_number(number: str) -> bool:
    """Whether 13 to 19 digits pass Luhn's check."""
    return bool(_DIGITS_OF_CARD.fullmatch(number)) and luhn.is_valid(number)


def is_issued_card(number: str) -> bool:
    """Whether digits are a card number of one of the card systems used in China, by prefix, length and check digit."""
    return bool(_ISSUED.fullmatch(number)) and luhn.is_valid(number)


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a valid 统一社会信用代码: an organisation's number, not a person's.

    One card number in thirty-one has its check digit by chance; none begins as an authority and its kind of organisation do.
    """
    return bool(_REGISTERED.match(code)) and uscc.is_valid(code)


def is_region(code: str) -> bool:
    """Whether a number that begins with `code` (three digits) names a province, or a foreigner living in one (9 in front)."""
    return code[:2] in _PROVINCES or (code[0] == "9" and code[1:3] in _PROVINCES)


def is_day(year: str, month: str, day: str) -> bool:
    """Whether there is such a day in the calendar."""
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
