"""How much of what a question names a text speaks of, weighed by how telling each thing is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.grams import pairs
from index.query import Concept

# A long alternative may be met in part (计算机专业 by 计算机类); below this share it is not met at all.
_PARTIAL = 0.5
_ROUNDING = 1e-9
# Concepts kept ready: most that a question names were named by another one before.
_READY = 4096
_MARK = "[*＊※■□▲△★☆●◆#①-⑨]*"


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A concept ready for matching: its importance, the words that it may be met by, and those of which a part may do.

    Of the latter `parts` has the telling pairs, each with its share of the idf of its word; a strict concept has none. A Scale
    has one object for each concept, so they are told apart by identity.
    """

    strict: bool
    importance: float
    words: tuple[str, ...]
    parts: tuple[tuple[tuple[str, float], ...], ...]

    def is_cell(self, row: str) -> bool:
        """Whether one cell of a rendered row (lower case) is exactly this: 专业：护理, not 学院：护理与健康学院.

        A mark that points to a footnote (工业设计■) is no part of a cell.
        """
        return any(
            f"：{word}" in row and re.search(rf"：{re.escape(word)}{_MARK}(?:；|（单位|$)", row) for word in self.words
        )

    def met(self, text: str) -> float:
        """0-1: 1 where an alternative stands in `text` (lower case), else the best share of pairs, by idf."""
        for word in self.words:
            if word in text:
                return 1.0
        best, least = 0.0, _PARTIAL
        for shares in self.parts:  # plain loops: they run some thousand times a question
            met, possible = 0.0, 1.0 + _ROUNDING
            for pair, part in shares:
                if pair in text:
                    met += part
                else:
                    possible -= part
                    if possible < least:
                        break
            if met >= least:
                best = least = met
        return best


class Scale:
    """Weighs concepts by how telling they are in one corpus, and keeps them ready. Safe between threads."""

    def __init__(self, idf: Callable[[str], float]) -> None:
        self._ready = lru_cache(_READY)(lambda concept: _weigh(concept, idf))

    def weigh(self, concepts: Sequence[Concept]) -> tuple[Weighed, ...]:
        """Concepts with importance = weight x mean idf of the telling pairs of their rarest alternative known, at least 0."""
        return tuple([self._ready(concept) for concept in concepts])


def _weigh(concept: Concept, idf: Callable[[str], float]) -> Weighed:
    known = [(word.lower(), {pair: idf(pair) for pair in pairs(word)}) for word in concept.alternatives]
    means = [sum(weighed.values()) / len(weighed) for _, weighed in known if weighed]
    parts = () if concept.strict else tuple(shares for _, weighed in known if (shares := _shares(weighed)))
    return Weighed(concept.strict, concept.weight * min(means, default=0.0), tuple(word for word, _ in known), parts)


def _shares(weighed: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Each pair's share of the idf of its word; none for a word of one pair, which is met whole or not at all."""
    total = sum(weighed.values())
    return tuple((pair, value / total) for pair, value in weighed.items()) if len(weighed) > 1 and total > 0 else ()


def covered(concepts: Sequence[Weighed], text: str) -> float:
    """The share of the concepts' importance that `text` (lower case) meets; 0 where nothing is asked."""
    return part(concepts, met(concepts, text))


def met(concepts: Sequence[Weighed], text: str) -> tuple[float, ...]:
    """How well `text` (lower case) meets each concept, 0-1."""
    return tuple([concept.met(text) for concept in concepts])


def part(concepts: Sequence[Weighed], met: Sequence[float]) -> float:
    """The share of the concepts' importance that is met; 0 where nothing is asked."""
    total = reached = 0.0
    for concept, one in zip(concepts, met, strict=True):
        total += concept.importance
        reached += concept.importance * one
    return reached / total if total else 0.0


def missed(concepts: Sequence[Weighed], met: Sequence[float]) -> int:
    """How many strict concepts are not met at all."""
    return sum([concept.strict and one == 0 for concept, one in zip(concepts, met, strict=True)])


def met_key(concepts: Sequence[Weighed], met: Sequence[float]) -> float:
    """How well the most important thing asked is met; 0 where nothing is asked."""
    greatest, key = -1.0, 0.0
    for concept, one in zip(concepts, met, strict=True):
        if concept.importance > greatest:
            greatest, key = concept.importance, one
    return key


def closest(
    concepts: Sequence[Weighed], met: Sequence[float], around: Sequence[float], sentences: Sequence[Sequence[float]]
) -> float:
    """The greatest share met by one of the sentences that hold the wanted thing, read with what stands around them.

    Of each concept: how well it is met by the passage with all that stands around it, by that alone, and by each sentence;
    what the whole does not speak of, none of its sentences does. What a passage speaks of in one place and the figure it
    gives in another do not belong together.
    """
    total = met_around = 0.0
    open_ones: list[Sequence[float]] = []
    for concept, everywhere, beside, own in zip(concepts, met, around, sentences, strict=True):
        total += concept.importance
        if everywhere > 0:
            if beside == 1:
                met_around += concept.importance
            else:
                open_ones.append([concept.importance * one for one in own])
    best = max(map(sum, zip(*open_ones, strict=True)), default=0.0)
    return (met_around + best) / total if total > 0 else 0.0


def exact(cells: Sequence[bool]) -> float:
    """The share of the concepts that are exactly a cell of a row; 0 where nothing is asked."""
    return sum(cells) / len(cells) if cells else 0.0


@dataclass(frozen=True, slots=True)
class Telling:
    """The telling pairs of a question's own words with their idf, and the sum of all."""

    pairs: tuple[tuple[str, float], ...]
    total: float


def telling(words: str, idf: Callable[[str], float]) -> Telling:
    """The telling pairs of a question's own words."""
    weighed = {pair: idf(pair) for pair in pairs(words)}
    return Telling(tuple(weighed.items()), sum(weighed.values()))


def share(telling: Telling, text: str) -> float:
    """The share of the pairs that stand in `text` (lower case), by idf; 0 where there are none."""
    found = 0.0
    for pair, value in telling.pairs if telling.total > 0 else ():
        if pair in text:
            found += value
    return found / telling.total if telling.total > 0 else 0.0
