"""How Chinese sounds: toneless pinyin of characters and words; the one file that knows pypinyin."""

from collections.abc import Callable
from functools import cache, lru_cache

# Sounds that many speakers and input methods do not keep apart: fuzzy pinyin.
_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=20_000)
def syllable(character: str) -> str:
    """The usual toneless pinyin of one Han character: 馆 is guan."""
    return str(_reader()(character)[0])


def syllables(word: str) -> tuple[str, ...]:
    """The pinyin of a word, read as a word (重修 is chong xiu); anything that is no Han character stays one piece."""
    return tuple(map(str, _reader()(word)))


@lru_cache(maxsize=2_000)
def blurred(sound: str) -> str:
    """A syllable as those hear it who do not keep zh and z, or ang and an, apart."""
    for clear, loose in _FUZZY:
        sound = sound.replace(clear, loose)
    return sound


@cache
def _reader() -> Callable[[str], list[str]]:
    # Its dictionary of phrases takes longer to load than any other library, and a question in plain words does without.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return lazy_pinyin
