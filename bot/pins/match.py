"""When a question is the very one that an answer was pinned to: the same things asked of, the same want, nothing left over.

Similar is not enough: 最多 and 最少, 转入 and 转出, 老师 and 学生 would get each other's answers.
"""

import re
from collections import Counter
from dataclasses import dataclass

from bot.understanding import timewords
from bot.understanding.spoken import spoken
from bot.understanding.understood import Understood
from bot.understanding.vocabulary import Mention, mentions
from bot.understanding.want import want
from index.query import Want
from knowledge.notice import Period

_MARKS = re.compile(r"[\W_]+")
# 学校, 学生, 专业: with or without them the question is the same.
_GENERIC = 0.3


@dataclass(frozen=True, slots=True)
class Named:
    """A word of the vocabulary in a question: what it means, and the word itself, "" for the official one.

    Two words of people for one thing (电饭锅, 吹风机: 违章电器) are not the same; each is what its official word is.
    """

    thing: str
    group: str
    word: str

    def is_same(self, other: "Named") -> bool:
        """Whether both mean the same, neither of them another part of it."""
        return self.thing == other.thing and (not self.word or not other.word or self.word == other.word)


@dataclass(frozen=True, slots=True)
class Key:
    """What two wordings of one question have in common, for finding it at once."""

    want: Want
    periods: frozenset[Period]
    things: tuple[str, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A question as far as it tells it from others; `named` in the order of the question."""

    key: Key
    named: tuple[Named, ...]

    @property
    def says_something(self) -> bool:
        """Whether it asks of anything: 多少钱 alone does not."""
        return bool(self.key.things or self.key.rest)

    def is_same(self, other: "Signature") -> bool:
        """Whether both ask the same; of two things of one kind (从护理转会计) the order counts."""
        if self.key != other.key:
            return False
        mine, theirs = (sorted(one.named, key=lambda named: (named.thing, named.word)) for one in (self, other))
        return all(a.is_same(b) for a, b in zip(mine, theirs, strict=True)) and _order(self) == _order(other)


def signature(understood: Understood) -> Signature:
    """The signature of a message as understood; its years are those that 今年 meant on the day it was read."""
    text = timewords.without(understood.asked)
    found = [mention for mention in mentions(text) if mention.entries[0].weight > _GENERIC]
    query = understood.query
    key = Key(
        want=query.want if query else want(understood.asked),
        periods=frozenset(query.periods if query else ()),
        things=tuple(sorted(mention.entries[0].official[0] for mention in found)),
        rest=_rest(text),
    )
    return Signature(key, tuple(map(_named, found)))


def _named(mention: Mention) -> Named:
    entry = mention.entries[0]
    return Named(entry.official[0], entry.group.name, "" if mention.word in entry.official else mention.word)


def _order(one: Signature) -> tuple[str, ...]:
    """The things that have another of their kind beside them, in order."""
    kinds = Counter(named.group for named in one.named)
    return tuple(named.thing for named in one.named if kinds[named.group] > 1)


def _rest(text: str) -> tuple[str, ...]:
    """What stands beside the known words, without what makes no other question of it, sorted."""
    pieces: list[str] = []
    start = 0
    for mention in mentions(text):
        pieces.append(text[start : mention.start])
        start = mention.end
    pieces.append(text[start:])
    same = spoken().same
    bare = (same.pattern.sub(lambda match: same.words[match.group()], _MARKS.sub("", piece)) for piece in pieces)
    return tuple(sorted(piece for piece in bare if piece))
