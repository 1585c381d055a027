"""What people type that notices never write: fillers, net words, initials; read from data/spoken.yaml, which staff may edit."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from bot.understanding import datafile

_FILE = "spoken.yaml"
_KEYS = frozenset(
    {
        "replace",
        "drop",
        "never_typo",
        "taiwan",
        "initials",
        "pinyin_words",
        "latin_words",
        "stop",
        "edge",
        "same",
        "separable",
        "kept",
    }
)


@dataclass(frozen=True, slots=True)
class Replacements:
    """Words and what stands for them, with the pattern that finds them, longest first."""

    words: Mapping[str, str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The content of data/spoken.yaml.

    `same` has words that make no other question of a question, and what they amount to ("" for nothing).
    `initials` maps letters to Chinese words in order of preference, each with the context words that make it the choice.
    """

    replace: Replacements
    taiwan: Replacements
    same: Replacements
    drop: re.Pattern[str]
    stop: re.Pattern[str]
    edge: str
    never_typo: frozenset[str]
    initials: Mapping[str, Mapping[str, tuple[str, ...]]]
    pinyin_words: tuple[str, ...]
    latin_words: frozenset[str]
    separable: frozenset[str]
    kept: re.Pattern[str]


def any_of(words: Collection[str]) -> re.Pattern[str]:
    """A pattern that finds any of `words`, the longest where several begin at one place; none where there are none."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered)) if ordered else "(?!)")


@cache
def spoken() -> Spoken:
    """The file's content, read once. Raises BadData."""
    return read(datafile.load(_FILE))


def read(content: object) -> Spoken:
    """Checks and takes over the parsed file. Raises BadData, naming the key."""
    raw = datafile.mapping(_FILE, "the file", content, _KEYS)
    return Spoken(
        replace=_replacements("replace", raw.get("replace", {})),
        taiwan=_replacements("taiwan", raw.get("taiwan", {})),
        same=_replacements("same", raw.get("same", {})),
        drop=any_of(datafile.words(_FILE, "drop", raw.get("drop"))),
        stop=any_of(datafile.words(_FILE, "stop", raw.get("stop"))),
        edge="".join(datafile.words(_FILE, "edge", raw.get("edge"))),
        never_typo=frozenset(datafile.words(_FILE, "never_typo", raw.get("never_typo"))),
        initials=_initials(raw.get("initials", {})),
        pinyin_words=datafile.words(_FILE, "pinyin_words", raw.get("pinyin_words")),
        latin_words=frozenset(datafile.words(_FILE, "latin_words", raw.get("latin_words"))),
        kept=any_of(datafile.words(_FILE, "kept", raw.get("kept"))),
        separable=frozenset(datafile.words(_FILE, "separable", raw.get("separable"))),
    )


def _replacements(place: str, value: object) -> Replacements:
    words = datafile.texts(_FILE, place, value)
    pattern = any_of(words)
    for old, new in words.items():
        if any(words[match] != match for match in pattern.findall(new)):
            raise datafile.BadData(_FILE, f"{place}, {old}", f"a word that needs no replacing itself, not {new!r}")
    return Replacements(words, pattern)


def _initials(value: object) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for letters, choices in datafile.mapping(_FILE, "initials", value).items():
        place = f"initials, {letters}"
        known = datafile.mapping(_FILE, place, choices)
        if not known:
            raise datafile.BadData(_FILE, place, "at least one word")
        found[letters] = {word: datafile.words(_FILE, f"{place}, {word}", near) for word, near in known.items()}
    return found
