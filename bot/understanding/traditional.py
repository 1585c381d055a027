"""Traditional characters to simplified ones, with the words of Taiwan and Hong Kong; the one file that knows opencc."""

from functools import cache, lru_cache

import opencc

from bot.understanding.spoken import spoken

_FIRST, _LAST = 0x4E00, 0x9FFF


def is_traditional(text: str) -> bool:
    """Whether `text` holds a character that simplified Chinese writes otherwise."""
    return any(map(_is_old, text))


@lru_cache(maxsize=1024)
def simplify(text: str) -> str:
    """`text` in simplified characters; a text without traditional ones comes back as it is.

    Words that only Taiwan and Hong Kong use (研究所 for 研究生) are replaced where the text was traditional, and only there.
    """
    if not is_traditional(text):
        return text
    simple = str(_converter().convert(text))
    taiwan = spoken().taiwan
    return taiwan.pattern.sub(lambda match: taiwan.words[match.group()], simple)


@cache
def _converter() -> "opencc.OpenCC":
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=_LAST - _FIRST + 1)
def _is_old(character: str) -> bool:
    return _FIRST <= ord(character) <= _LAST and str(_converter().convert(character)) != character
