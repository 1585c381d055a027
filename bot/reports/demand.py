"""Which item of the disclosure list each question in the ledger is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.answer import UNANSWERED, Outcome
from bot.ledger import Entry
from bot.understanding import terms
from bot.understanding.normalise import normalise, tidy
from bot.understanding.vocabulary import edition
from knowledge.classify import classify

QUESTIONS = frozenset({Outcome.ANSWERED, Outcome.CANDIDATES, Outcome.NOT_FOUND})
"""Outcomes of questions of fact; chat and what is refused is no demand for disclosure."""


@dataclass(frozen=True, slots=True)
class Demand:
    """The ledger's numbers of the questions about one item, and of those among them that got no answer."""

    asked: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()


def by_item(entries: Iterable[Entry], items: Mapping[str, int | None]) -> dict[int | None, Demand]:
    """The demand for each item; None holds the questions that are about no item. `items` are those of the notices.

    A question that was answered is about the item of the notice quoted; any other, and one that quotes a notice without
    an item, is about what its words say, people's words taken for the official ones. Once the words are deleted, the ledger
    says what that was.
    """
    asked: dict[int | None, list[int]] = {}
    unanswered: dict[int | None, list[int]] = {}
    for entry in entries:
        if entry.asked.outcome not in QUESTIONS:
            continue
        quoted = items.get(entry.asked.notice_id) if entry.asked.outcome is Outcome.ANSWERED else None
        item = quoted or (item_of(entry.asked.question) if entry.asked.question else entry.asked.item)
        asked.setdefault(item, []).append(entry.id)
        if entry.asked.outcome in UNANSWERED:
            unanswered.setdefault(item, []).append(entry.id)
    return {item: Demand(tuple(ids), tuple(unanswered.get(item, ()))) for item, ids in asked.items()}


def item_of(question: str) -> int | None:
    """The item that a question's words speak for, None where they speak for none."""
    return _item_of(question, edition())


@lru_cache(8192)
def _item_of(question: str, _: int) -> int | None:
    plain = normalise(tidy(question))
    return classify(" ".join((plain, *terms.official(plain))), "").item
