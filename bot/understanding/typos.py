"""Mends typos by sound: characters that read like a word of the vocabulary and are not one (图书官 for 图书馆)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.sound import blurred, syllable, syllables
from bot.understanding.spoken import spoken
from bot.understanding.vocabulary import Mention, edition, mentions, vocabulary

_SHORTEST, _LONGEST = 3, 8
# A long message is someone's whole story; its first part is enough and keeps the time bounded.
_READ = 400
_HAN = re.compile(r"[\u4e00-\u9fff]{3,}")
# An input method offers rare characters in place of others: one that every sentence needs is no slip and in no term.
_EVERYDAY = frozenset(
    "的了是在我你他她它们有没不和与就都也还要会能可以到去来里这那个什么怎吗呢吧啊多少几哪谁让把被给从对为"
    "或及很太真正最好又再只已每想说问看做用过得着地啦呀嘛如果因所但且比"
)


def mend(text: str) -> str:
    """`text` with slips replaced by the word that sounds the same; words of the vocabulary are left alone."""
    head, rest = text[:_READ], text[_READ:]
    known = mentions(head)
    for run in reversed(list(_HAN.finditer(head))):
        head = head[: run.start()] + _mend_run(run.group(), run.start(), known) + head[run.end() :]
    return head + rest


def _mend_run(run: str, offset: int, known: tuple[Mention, ...]) -> str:
    sounds = [blurred(syllable(character)) for character in run]
    settled = {place - offset for mention in known for place in range(mention.start, mention.end)}
    # 宿舍晚上几点断电: 晚上 is a word of its own, and no 宿舍网.
    settled |= {place for word in spoken().stop.finditer(run) if len(word[0]) > 1 for place in range(*word.span())}
    by_sound = _by_sound(edition())
    place = 0
    while place <= len(run) - _SHORTEST:
        candidates = by_sound.get((sounds[place], sounds[place + 1]))
        word = _word_at(run, sounds, place, settled, candidates) if candidates else ""
        run = run[:place] + word + run[place + len(word) :]
        place += len(word) or 1
    return run


def _word_at(
    run: str, sounds: list[str], place: int, settled: set[int], candidates: Mapping[tuple[str, ...], str]
) -> str:
    """The word among `candidates` that the characters at `place` were meant to be; "" where they are no slip."""
    for length in range(min(_LONGEST, len(run) - place), _SHORTEST - 1, -1):
        word = candidates.get(tuple(sounds[place : place + length]))
        if (
            word
            and not settled.issuperset(range(place, place + length))
            and _is_slip(run[place : place + length], word)
        ):
            return word
    return ""


def _is_slip(written: str, meant: str) -> bool:
    """Whether the differing characters are the slips of an input method, and at least one character is right."""
    wrong = [there for there, should in zip(written, meant, strict=True) if there != should]
    return 0 < len(wrong) < len(written) and _EVERYDAY.isdisjoint(wrong) and written not in spoken().never_typo


@lru_cache(1)
def _by_sound(_: int) -> Mapping[tuple[str, str], Mapping[tuple[str, ...], str]]:
    """Words of three characters and more by their first two syllables, then by all of them; official words win."""
    found: dict[tuple[str, str], dict[tuple[str, ...], str]] = {}
    ordered = [*(word for entry in vocabulary().entries for word in entry.official)]
    ordered += [word for entry in vocabulary().entries for word in entry.say]
    for word in ordered:
        if _SHORTEST <= len(word) <= _LONGEST and _HAN.fullmatch(word) and _EVERYDAY.isdisjoint(word):
            sounds = tuple(blurred(sound) for sound in syllables(word))
            found.setdefault((sounds[0], sounds[1]), {}).setdefault(sounds, word)
    return found
