"""What a question without an answer is about: near-identical questions have one key, and related ones one subject."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.understanding import terms
from bot.understanding.normalise import normalise, tidy
from bot.understanding.understand import Intent, understand
from bot.understanding.understood import Understood
from bot.understanding.vocabulary import edition
from index.query import Concept, Want

OTHER = "其他"
_TELLING = 0.5
_LONGEST = 120
# Ways of asking that one sentence of a notice would answer alike.
_ALIKE = {
    Want.DATE: "时间",
    Want.TIME: "时间",
    Want.WHETHER: "情况",
    Want.ANY: "情况",
    Want.HOW: "情况",
    Want.NAME: "情况",
    Want.PHONE: "联系",
    Want.EMAIL: "联系",
    Want.PERSON: "联系",
}
# The hours of a place answer all of these: in a question about a time they add nothing, in any other they are one thing.
_OPEN = "开放"
_OF_HOURS = frozenset({"开门", "关门", "开放", "营业", "开馆", "闭馆", "开放时间", "营业时间", "开门时间", "关门时间"})


@dataclass(frozen=True, slots=True)
class Subject:
    """`key` is the same for questions that one answer would serve; `name` is the thing that they are about, for lists.

    `words` are the question and the official words of what it names: by these the responsible office is found.
    """

    key: str
    name: str
    words: tuple[str, ...]


def subject(question: str, today: date) -> Subject | None:
    """The subject of a question as the ledger keeps it; None for what asks nothing (chat, what is about a person)."""
    return _subject(question, today, edition())


# A question is looked at when its person is noted, and again for the queue.
@lru_cache(4096)
def _subject(question: str, today: date, _: int) -> Subject | None:
    understood = understand(question, today)
    query = understood.query
    if query is None or understood.intent is not Intent.QUESTION:
        return None
    telling = [concept for concept in query.concepts if concept.weight >= _TELLING]
    words = [_official(concept) for concept in telling]
    if not words:
        plain = normalise(tidy(question))[:_LONGEST]
        return Subject(f"～{plain}", OTHER, (understood.asked,)) if plain.strip() else None
    way = _ALIKE.get(query.want, query.want.value)
    if way == "时间":
        words = [word for word in words if word not in _OF_HOURS] or words
    words = [_OPEN if word in _OF_HOURS else word for word in words]
    years = [str(period) for period in query.periods] if query.is_dated else []
    key = f"{way}:{'+'.join(sorted({*words, *years}))}"
    return Subject(key, _name(telling), (understood.asked, *_spoken(understood), *words))


def _name(telling: list[Concept]) -> str:
    """The thing asked about: the first that can be asked about by itself, or is no province, major or cohort."""
    things = [concept for concept in telling if not concept.strict]
    known = [concept for concept in things if terms.meaning(concept) is not None]
    return _official((known or things or telling)[0])


def _official(concept: Concept) -> str:
    entry = terms.meaning(concept)
    return entry.official[0] if entry is not None else concept.alternatives[0]


def _spoken(understood: Understood) -> tuple[str, ...]:
    return tuple(concept.alternatives[0] for concept in understood.subject)
