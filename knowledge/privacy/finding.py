"""What a recogniser finds: which kind of personal information, where it stands, and what is shown in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MASKED_IDENTITY = "［身份证号已隐藏］"
MASKED_DOCUMENT = "［证件号已隐藏］"
MASKED_CARD = "［银行卡号已隐藏］"
MASKED_BIRTH = "［出生日期已隐藏］"
MASKED_ADDRESS = "［住址已隐藏］"
MASKED_ACCOUNT = "［账号已隐藏］"


class Kind(StrEnum):
    """A kind of personal information; the names are those of an import report."""

    IDENTITY = "identity_number"
    DOCUMENT = "travel_document"
    CARD = "bank_card"
    MOBILE = "mobile_number"
    BIRTH = "birth_date"
    ADDRESS = "home_address"
    STUDENT = "student_number"
    ACCOUNT = "qq_or_wechat"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Found:
    """Characters `start` to `end` of a text are of `kind`; `shown` is what may stand there instead."""

    kind: Kind
    start: int
    end: int
    shown: str


def replaced(text: str, found: Iterable[Found]) -> tuple[str, tuple[Found, ...]]:
    """`text` with each finding replaced, and those that were; of two that overlap, the one that starts first, else the longer."""
    parts: list[str] = []
    kept: list[Found] = []
    done = 0
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.start >= done:
            parts += [text[done : one.start], one.shown]
            kept.append(one)
            done = one.end
    return "".join([*parts, text[done:]]), tuple(kept)


def starred(text: str, front: int, back: int) -> str:
    """`text` with all but `front` first and `back` last characters as four stars."""
    return f"{text[:front]}****{text[len(text) - back :]}"
