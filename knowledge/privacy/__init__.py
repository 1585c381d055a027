"""Personal information: finds and masks it, and keeps lists of persons out of what is stored, indexed and answered."""

from knowledge.privacy.finding import MASKED_CARD, MASKED_IDENTITY, Kind
from knowledge.privacy.mask import cut_asked, mask_outgoing, mask_question, mask_quoted
from knowledge.privacy.numbers import is_card_number, is_identity_number

__all__ = [
    "MASKED_CARD",
    "MASKED_IDENTITY",
    "Kind",
    "cut_asked",
    "is_card_number",
    "is_identity_number",
    "mask_outgoing",
    "mask_question",
    "mask_quoted",
]
