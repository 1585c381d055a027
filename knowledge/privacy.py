"""Finds and masks personal numbers: identity cards, mobile telephones, bank cards.

The last filter on what goes out, and the first on what is kept of a question. Sources: GB 11643-1999 (identity numbers),
ISO/IEC 7812 (Luhn's check digit of bank cards).
"""

import re

MASKED_IDENTITY = "［身份证号已隐藏］"
MASKED_CARD = "［银行卡号已隐藏］"

_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[0-9Xx](?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<!\d)((?:\+?86[-\s]?)?1[3-9]\d)[-\s]?\d{4}[-\s]?(\d{4})(?!\d)")
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:62|4|5)\d{3}(?:[ -]?\d{4}){2,3}[ -]?\d{0,3}(?![0-9A-Za-z])")


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a valid identity number by the check digit of GB 11643-1999."""
    if not re.fullmatch(r"\d{17}[\dXx]", number, re.ASCII):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def is_card_number(number: str) -> bool:
    """Whether 13 to 19 digits pass Luhn's check."""
    if not re.fullmatch(r"\d{13,19}", number, re.ASCII):
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def mask_outgoing(text: str) -> str:
    """`text` without identity numbers and bank cards, whatever the source; what merely looks like one is masked too.

    Telephone numbers stay: an office's own number may be a mobile one, and notices are screened at import.
    """
    if not re.search(r"[\d０-９]{6}", text):
        return text
    text = _IDENTITY.sub(MASKED_IDENTITY, text.translate(_DIGITS) if re.search("[０-９]{6}", text) else text)
    return _CARD.sub(lambda found: MASKED_CARD if is_card_number(re.sub(r"\D", "", found.group())) else found.group(), text)


def mask_question(text: str) -> str:
    """What may be kept of a question: outgoing masks, and mobile numbers as 138****5678."""
    return _MOBILE.sub(r"\1****\2", mask_outgoing(text))
