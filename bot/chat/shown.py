"""An answer as the page gets it: the answer object, and beside it what the page alone needs."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot import outgoing
from bot.answer import Answer, Outcome
from bot.chat.feedback import Feedback, Shown
from bot.chat.wording import Part, body, lead, parts

LONGEST_SHARED = 300
"""Characters of a question that a link carries."""

_JUDGED = frozenset({Outcome.ANSWERED, Outcome.CANDIDATES, Outcome.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lead` is the text's first line where it answers by itself, `parts` the rest in order.

    `id` is for a judgement and `share` the link's path: both "" where there is none.
    """

    answer: Answer
    lead: str
    parts: tuple[Part, ...]
    id: str
    share: str

    def to_json(self) -> dict[str, Any]:
        """The answer object with `page: {id, share, lead, parts: [[text, href]]}`."""
        told = [[part.text, part.href] for part in self.parts]
        return self.answer.to_json() | {"page": {"id": self.id, "share": self.share, "lead": self.lead, "parts": told}}


def sheet(question: str, answer: Answer, feedback: Feedback) -> Sheet:
    """What the page shows of the answer to `question`; neither ticket nor link holds anything personal."""
    first, text = lead(body(answer))[0], parts(answer)
    # A follow-up stands alone in a link and in the ledger: what it was understood as says all of it.
    asked = answer.asked or question
    kept = outgoing.kept(asked, answer)
    if answer.outcome not in _JUDGED or kept == outgoing.ABOUT_A_PERSON:
        return Sheet(answer, first, text, "", "")
    notice = answer.citations[0].notice_id if answer.citations else ""
    ticket = feedback.ticket(Shown(kept, notice, answer.bundle))
    return Sheet(answer, first, text, ticket, _link(outgoing.read(asked).text.strip()))


def _link(question: str) -> str:
    return f"/?q={quote(question, safe='')}" if 0 < len(question) <= LONGEST_SHARED else ""
