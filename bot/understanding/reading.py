"""How a question is read, for staff: the words of the vocabulary in it, what they mean, and what is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.understanding.intent import Intent
from bot.understanding.understand import understand
from bot.understanding.vocabulary import Entry, mentions, vocabulary
from index.query import Concept


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary as the question has it, what notices call it, and the group it belongs to."""

    word: str
    official: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is read; `concepts` is what a search looks for, none where nothing is searched."""

    asked: str
    intent: Intent
    words: Sequence[Word]
    concepts: Sequence[Concept]


def read(text: str, today: date) -> Reading:
    """The reading of a question or a word."""
    understood = understand(text, today)
    words = [
        Word(
            mention.word,
            tuple(dict.fromkeys(one.official[0] for one in mention.entries)),
            mention.entries[0].group.name,
        )
        for mention in mentions(understood.asked)
    ]
    return Reading(understood.asked, understood.intent, words, understood.query.concepts if understood.query else ())


def found(word: str) -> tuple[Entry, ...]:
    """The entries with a way of writing that holds `word`."""
    wanted = word.strip().lower()
    return tuple(entry for entry in vocabulary().entries if any(wanted in one for one in (*entry.words, *entry.also)))
