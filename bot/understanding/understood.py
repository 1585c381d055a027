"""What was understood: the value that the understanding hands to the rest of the bot."""

from dataclasses import dataclass

from bot.understanding.intent import Intent
from index.query import Concept, Query


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as understood.

    `asked` is the question as read, a follow-up with its subject filled in; `query` what to search, None where a search makes
    no sense; `subject` what a follow-up inherits; `others` further questions of the same message, each complete.
    """

    intent: Intent
    asked: str
    query: Query | None = None
    subject: tuple[Concept, ...] = ()
    is_followup: bool = False
    others: tuple[str, ...] = ()
