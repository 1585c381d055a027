"""Telephone numbers and mailboxes that the college has declared public: never masked, wherever they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.privacy import mobiles


@dataclass(frozen=True, slots=True)
class PublicContact:
    """A number or mailbox of an office, the notice or page it was taken from, and the day somebody checked it."""

    number: str
    office: str
    source: str = ""
    checked_on: date | None = None


def released(contacts: Iterable[PublicContact]) -> frozenset[str]:
    """What masking leaves alone: mobile numbers as eleven digits, mailboxes and accounts in lower case."""
    return frozenset(
        form for contact in contacts for form in (contact.number.strip().lower(), mobiles.digits(contact.number))
    )
