"""Reads Latin letters that stand for Chinese: initials (jxj), whole pinyin (zhusu, xuefei duoshao)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.sound import syllables
from bot.understanding.spoken import spoken
from bot.understanding.vocabulary import edition, vocabulary

_RUN = re.compile(r"(?<![a-z0-9@./:_-])[a-z]+(?: [a-z]+)*(?![a-z0-9@./:_-])")
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")
_SHORTEST_INITIALS = 3
_SHORTEST_PINYIN = 4
_LONGEST_RUN = 60


def resolve(text: str) -> str:
    """`text` with pinyin and initials in Chinese, where they are known; other letters stay."""
    if not any("a" <= character <= "z" for character in text):
        return text
    return _RUN.sub(lambda match: _run(match.group(), text), text)


def _run(run: str, context: str) -> str:
    """A stretch of Latin words: all of it as pinyin if it is that, else word by word."""
    whole = _spelt(run.replace(" ", "")) if len(run) <= _LONGEST_RUN else ""
    return whole or " ".join(_word(word, context) for word in run.split(" "))


def _word(word: str, context: str) -> str:
    if word in spoken().latin_words or word in vocabulary().meanings:
        return word
    choices = spoken().initials.get(word)
    if choices:
        return _choose(choices, context)
    return _initials(edition()).get(word) or _spelt(word) or word


def _choose(choices: Mapping[str, tuple[str, ...]], context: str) -> str:
    """The first meaning that a word of the context speaks for, else the last, which needs no context."""
    return next((word for word, near in choices.items() if any(sign in context for sign in near)), list(choices)[-1])


def _spelt(letters: str) -> str:
    """Letters that are nothing but pinyin of known words, as these words (fewest words win); "" otherwise."""
    if len(letters) < _SHORTEST_PINYIN:
        return ""
    best: list[tuple[int, str] | None] = [(0, ""), *[None] * len(letters)]
    table = _pinyin(edition())
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 24), end):
            before, word = best[start], table.get(letters[start:end])
            if before is None or word is None:
                continue
            found = (before[0] + 1, before[1] + word)
            current = best[end]
            if current is None or found[0] < current[0]:
                best[end] = found
    last = best[-1]
    return last[1] if last is not None and len(last[1]) > 1 else ""


@lru_cache(1)
def _pinyin(_: int) -> Mapping[str, str]:
    """Words by their whole pinyin: question words, then official words, then people's."""
    found: dict[str, str] = {}
    for word in _chinese_words():
        found.setdefault("".join(syllables(word)), word)
    return found


@lru_cache(1)
def _initials(_: int) -> Mapping[str, str]:
    """Words of three characters and more by their initials."""
    found: dict[str, str] = {}
    for word in _chinese_words():
        if len(word) >= _SHORTEST_INITIALS:
            found.setdefault("".join(sound[0] for sound in syllables(word)), word)
    return found


def _chinese_words() -> list[str]:
    entries = vocabulary().entries
    ordered = [*spoken().pinyin_words]
    ordered += [word for entry in entries for word in entry.official if _HAN_WORD.fullmatch(word)]
    return ordered + [word for entry in entries for word in entry.say if _HAN_WORD.fullmatch(word)]
