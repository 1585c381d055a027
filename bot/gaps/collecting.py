"""One round of collecting: what the ledger, the judgements and the knowledge store have that the gap queue does not know yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.feedback import Feedback
from bot.gaps.intake import Intake, Judgement, from_judgements, from_ledger
from bot.ledger import Ledger
from knowledge.notice import Status
from knowledge.store import KnowledgeStore

# Far enough back for any ledger: the number of the last question seen is what limits it.
_ALL = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where questions, judgements (`ledger`: of messages, `feedback`: of the page) and notices are looked up."""

    ledger: Ledger
    store: KnowledgeStore
    feedback: Feedback


def tend(sources: Sources, intake: Intake, unsure_below: float, now: datetime) -> int:
    """Takes new questions and what was judged 没用, and settles gaps whose notice is published; how many were new."""
    entries = sources.ledger.entries(now - _ALL, now + timedelta(days=1), intake.seen(), unsure_below)
    since = intake.judged_since(now - _ALL)
    judged: tuple[Judgement, ...] = (*sources.ledger.judged(since), *sources.feedback.judged(since))
    new = intake.take(from_ledger(entries, unsure_below), now) + intake.take(from_judgements(judged), now)
    cards = sources.store.cards(now.date())
    intake.settle({card.id for card in cards if card.standing.status is Status.PUBLISHED}, now)
    return new
