"""From the words of a question to concepts: vocabulary words with their official forms, and what else it names."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.spoken import spoken
from bot.understanding.vocabulary import Entry, Mention, vocabulary
from index.query import Concept

# What a message tells around its question counts half.
_BACKGROUND = 0.4
_UNKNOWN = 0.6
# A long stretch without any known word is a phrase that no notice repeats.
_LONG, _LONG_WEIGHT = 6, 0.4
_MOST = 12
_YEAR = re.compile(r"(?:19|20)\d{2}(?:年至(?:19|20)\d{2}年|-(?:19|20)\d{2}学年|[年级届])")
_PIECE = re.compile(r"[\u4e00-\u9fff]{2,}|[a-z][a-z0-9+.-]*[a-z0-9+]|\d+(?:\.\d+)?(?:小时|学分|分|元|人间)")
_QUOTED = re.compile(r"[《“\"「]([^》”\"」]{2,30})[》”\"」]")


def concepts(question: str, background: str = "") -> tuple[Concept, ...]:
    """What `question` names, weighed, most telling first; of `background` only known words, and none of it strict.

    Both are normalised text. The same thing said twice is one concept.
    """
    found = _merged([*_known(question), *_quoted(question), *_unknown(question)])
    told = [replace(concept, weight=concept.weight * _BACKGROUND, strict=False) for concept in _known(background)]
    ordered = sorted(_merged([*found, *told]), key=lambda concept: (-concept.strict, -concept.weight))
    return tuple(ordered[:_MOST])


def official(text: str) -> tuple[str, ...]:
    """The official word of each word of people's in `text`, where the text does not say it itself; generic ones left out."""
    words = [
        mention.entries[0].official[0]
        for mention in vocabulary().find(text)
        if mention.entries[0].weight >= 0.5 and not any(word in text for word in mention.entries[0].official)
    ]
    return tuple(dict.fromkeys(words))


def concept(mention: Mention) -> Concept:
    """The person's word and the official ones of all it may mean."""
    entries = mention.entries
    words = (mention.word, *(word for entry in entries for word in entry.official))
    return Concept(tuple(dict.fromkeys(words)), entries[0].weight, all(entry.strict for entry in entries))


def _known(text: str) -> Iterator[Concept]:
    return map(concept, vocabulary().find(text))


def _quoted(text: str) -> Iterator[Concept]:
    return (Concept((match.group(1),)) for match in _QUOTED.finditer(text))


def _unknown(text: str) -> Iterator[Concept]:
    """What stands between known words, years and question words, of two characters and more."""
    rest = list(text)
    for mention in vocabulary().find(text):
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    bare = spoken().stop.sub(" ", _YEAR.sub(lambda match: " " * len(match.group()), "".join(rest)))
    for match in _PIECE.finditer(bare):
        yield Concept((match.group(),), _UNKNOWN if len(match.group()) <= _LONG else _LONG_WEIGHT)


def _merged(found: list[Concept]) -> list[Concept]:
    """Concepts with one main word become one, the heaviest and all their ways of writing."""
    by_word: dict[str, Concept] = {}
    for one in found:
        key = _main(one)
        known = by_word.get(key)
        by_word[key] = one if known is None else _joined(known, one)
    return list(by_word.values())


def _joined(first: Concept, second: Concept) -> Concept:
    words = tuple(dict.fromkeys((*first.alternatives, *second.alternatives)))
    return Concept(words, max(first.weight, second.weight), first.strict or second.strict)


def _main(one: Concept) -> str:
    entry = meaning(one)
    return entry.official[0] if entry is not None else one.alternatives[0]


def meaning(one: Concept) -> Entry | None:
    """The entry of the vocabulary that a concept came from; None where it is a word of the person's own."""
    return vocabulary().entry(one.alternatives[0])
