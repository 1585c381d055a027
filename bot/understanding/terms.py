"""From the words of a question to concepts: vocabulary words with their official forms, and what else it names."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.spoken import spoken
from bot.understanding.vocabulary import Entry, Mention, mentions, vocabulary
from index.query import Concept

# What a message tells around its question counts half.
_BACKGROUND = 0.5
_UNKNOWN = 0.6
_CHOICE = 0.5
_OR = re.compile("还是|或者|或是")
# A long stretch without any known word is a phrase that no notice repeats.
_LONG, _LONG_WEIGHT = 6, 0.4
_MOST = 12
_TELLING = 0.5
_YEAR = re.compile(r"(?:19|20)\d{2}(?:年至(?:19|20)\d{2}年|-(?:19|20)\d{2}学年|[年级届])")
_PIECE = re.compile(
    r"[a-z][类级档组][\u4e00-\u9fff]*|[\u4e00-\u9fff]{2,}|[a-z][a-z0-9+.-]*[a-z0-9+]|\d+(?:\.\d+)?(?:小时|学分|分|元|人间)"
)
# 周恩来奖学金, 津南校区, 医学院: a name and what it names; its characters may be question words by themselves.
_NAMED = re.compile(
    r"(?:^|[的个叫是在到去有和与对，。\s])(?P<name>(?!那|这|哪|某|各|其|什么|一个|几个|[我你他她贵本])(?:(?![那这哪]个)[\u4e00-\u9fff]){1,6}?)"
    r"(?P<kind>奖学金|助学金|校区|书院|学院|研究院|实验班|基金|大赛|公寓)"
)
_QUOTED = re.compile(r"[《“\"「]([^》”\"」]{2,30})[》”\"」]")


def concepts(question: str, background: str = "") -> tuple[Concept, ...]:
    """What `question` names, weighed, most telling first; of `background` only known words, and none of it strict.

    Both are normalised text. The same thing said twice is one concept.
    """
    found = _merged([*_known(question), *(one for _, _, one in _named(question)), *_unknown(question)])
    told = [replace(concept, weight=concept.weight * _BACKGROUND, strict=False) for concept in _known(background)]
    ordered = sorted(_merged([*found, *told]), key=lambda concept: (-concept.strict, -concept.weight))
    return tuple(ordered[:_MOST])


def background_words(text: str) -> tuple[str, ...]:
    """The official words of the subjects that a story names, in order, at most four."""
    subjects = [mention.entries[0] for mention in mentions(text) if not mention.entries[0].group.modifier]
    return tuple(dict.fromkeys(entry.official[0] for entry in subjects))[:4]


def official(text: str) -> tuple[str, ...]:
    """The official word of each word of people's in `text`, where the text does not say it itself; generic ones left out."""
    words = [
        mention.entries[0].official[0]
        for mention in mentions(text)
        if mention.entries[0].weight >= _TELLING and not any(word in text for word in mention.entries[0].official)
    ]
    return tuple(dict.fromkeys(words))


def own_words(text: str) -> str:
    """`text` without what only makes it a question; words of notices stay whole (会计, though 会 is such a word)."""
    kept = [(one.start, one.end) for one in mentions(text) if any(one.word in entry.official for entry in one.entries)]
    kept += [match.span() for match in spoken().kept.finditer(text)]
    bare, place = "", 0
    for start, end in sorted(kept):
        if start >= place:
            bare += spoken().stop.sub(" ", text[place:start]) + text[start:end]
            place = end
    return bare + spoken().stop.sub(" ", text[place:])


def concept(mention: Mention) -> Concept:
    """The person's word and the official ones of all it may mean."""
    entries = mention.entries
    words = (mention.word, *(word for entry in entries for word in (*entry.official, *entry.also)))
    return Concept(tuple(dict.fromkeys(words)), entries[0].weight, all(entry.strict for entry in entries))


def _known(text: str) -> Iterator[Concept]:
    borders = [match.span() for match in _OR.finditer(text)]
    for mention in mentions(text):
        known = concept(mention)
        # 工学还是艺术学: the answer names one of the two, whichever it is.
        is_choice = any(mention.end == start or mention.start == end for start, end in borders)
        yield replace(known, weight=known.weight * _CHOICE, strict=False) if is_choice else known


def _named(text: str) -> Iterator[tuple[int, int, Concept]]:
    """Names in quotation marks, and names of scholarships, campuses and schools that no vocabulary lists, with their place."""
    for match in _QUOTED.finditer(text):
        yield match.start(), match.end(), Concept((match.group(1),))
    known = [mention for mention in mentions(text) if mention.entries[0].weight >= _TELLING]
    for match in _NAMED.finditer(text):
        start, end = match.span("name")
        if not any(mention.start < end and start < mention.end for mention in known):
            name = match["name"] + match["kind"]
            yield start, match.end(), Concept((name, match["name"]) if end - start > 1 else (name,))


def _unknown(text: str) -> Iterator[Concept]:
    """What stands between known words, years and question words, of two characters and more."""
    rest = list(text)
    for mention in mentions(text):
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    for start, end, _ in _named(text):
        rest[start:end] = " " * (end - start)
    for match in spoken().kept.finditer("".join(rest)):
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
        yield Concept((match.group(),), _UNKNOWN)
    bare = spoken().stop.sub(" ", _YEAR.sub(lambda match: " " * len(match.group()), "".join(rest)))
    for match in _PIECE.finditer(bare):
        piece = match.group().strip(spoken().edge)
        if len(piece) > 1:
            yield Concept((piece,), _UNKNOWN if len(piece) <= _LONG else _LONG_WEIGHT)


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
