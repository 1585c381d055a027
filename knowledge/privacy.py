"""Finds and masks personal numbers: identity cards, mobile telephones, bank cards.

The last filter on what goes out, and the first on what is kept of a question. Sources: GB 11643-1999 (identity numbers),
ISO/IEC 7812 (Luhn's check digit of bank cards).
"""

import re
from collections.abc import Sequence

MASKED_IDENTITY = "［身份证号已隐藏］"
MASKED_CARD = "［银行卡号已隐藏］"

_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_GAP = r"[\s\-–—]?"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_SHAPE = rf"[1-9]\d{{5}}(?:18|19|20)\d{{2}}{_MONTH_DAY}\d{{3}}[\dXx]"
# What looks like an identity number of 18 or of 15 digits, valid or not; letters may touch it, digits may not.
_IDENTITY = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}{_GAP}(?:18|19|20)\d{{2}}{_MONTH_DAY}{_GAP}\d{{3}}[\dXx](?!\d)"
    rf"|(?<!\d)[1-9]\d{{7}}{_MONTH_DAY}\d{{3}}(?!\d)"
)
# Eighteen digits written with gaps anywhere: masked where the check digit proves them.
_SPREAD = re.compile(rf"(?<!\d)(?=([1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx])(?!\d))")
_MOBILE = re.compile(r"(?<!\d)((?:(?:\+|00)?86[-\s]?)?1[3-9]\d)[-\s]?\d{4}[-\s]?(\d{4})(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:62|4|5)\d{3}(?:[ -]?\d{4}){2,3}[ -]?\d{0,3}(?!\d)")


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

    Full-width digits count as digits. Telephone numbers stay: an office's own number may be a mobile one, and notices
    are screened at import.
    """
    spread = [found for found in _SPREAD.finditer(text.translate(_DIGITS)) if _is_spread(found[1])]
    text = _replaced(text, [(*found.span(1), MASKED_IDENTITY) for found in spread])
    text = _replaced(text, [(*found.span(), MASKED_IDENTITY) for found in _IDENTITY.finditer(text.translate(_DIGITS))])
    cards = [
        found for found in _CARD.finditer(text.translate(_DIGITS)) if is_card_number(re.sub(r"\D", "", found.group()))
    ]
    return _replaced(text, [(*found.span(), MASKED_CARD) for found in cards])


def mask_question(text: str) -> str:
    """What may be kept of a question: outgoing masks, and mobile numbers as 138****5678."""
    text = mask_outgoing(text)
    found = _MOBILE.finditer(text.translate(_DIGITS))
    return _replaced(text, [(*mobile.span(), f"{mobile[1]}****{mobile[2]}") for mobile in found])


def _is_spread(written: str) -> bool:
    digits = re.sub(_GAP, "", written)
    return is_identity_number(digits) and re.fullmatch(_SHAPE, digits) is not None


def _replaced(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """`text` with each span (start, end, replacement), in order, replaced; a span that overlaps the one before is skipped."""
    parts, done = [], 0
    for start, end, replacement in spans:
        if start >= done:
            parts += [text[done:start], replacement]
            done = end
    return "".join([*parts, text[done:]])
