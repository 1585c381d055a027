"""English questions in the words of Chinese notices, by the glossary in data/english.yaml (staff may edit it)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.understanding import datafile
from bot.understanding.spoken import any_of

_FILE = "english.yaml"
_LATIN_WORD = re.compile(r"[a-z][a-z'-]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_FEWEST = 3
_LOOSE = frozenset({"能不能", "要不要", "有没有", "可不可以", "是什么", "有哪些"})


@dataclass(frozen=True, slots=True)
class Glossary:
    """English phrases and their Chinese; `asks` tells those that ask, which stand last in a Chinese question.

    `common` are words that only English has: they tell it from pinyin.
    """

    words: Mapping[str, str]
    asks: frozenset[str]
    common: frozenset[str]
    pattern: re.Pattern[str]


def translate(text: str) -> str:
    """The Chinese key words of an English question, what asks last; "" where `text` is no English or nothing is known."""
    if not _is_english(text):
        return ""
    known = glossary()
    found = [match.group() for match in known.pattern.finditer(text)]
    things = [known.words[phrase] for phrase in found if phrase not in known.asks]
    asking = [known.words[phrase] for phrase in found if phrase in known.asks]
    years = [f"{year}年" for year in _YEAR.findall(text)]
    if not things and not asking:
        return ""
    return " ".join([*dict.fromkeys([*years, *things]), "".join(dict.fromkeys(_telling(asking)))]).strip()


def _telling(asking: list[str]) -> list[str]:
    """Of the words that ask, the first two that tell what for; 能不能 and 是什么 only where there is no other."""
    return ([word for word in asking if word not in _LOOSE] or asking)[:2]


def _is_english(text: str) -> bool:
    """Words of the Latin alphabet and next to no Chinese, and at least one that only English has."""
    words = _LATIN_WORD.findall(text)
    if len(_HAN.findall(text)) * 2 > len(words) or not words:
        return False
    if len(words) >= _FEWEST and not glossary().common.isdisjoint(words):
        return True
    return bool(glossary().pattern.fullmatch(text.strip(" ?!.")))


@cache
def glossary() -> Glossary:
    """The file's content, read once. Raises BadData."""
    return read(datafile.load(_FILE))


def read(content: object) -> Glossary:
    """Checks and takes over the parsed file. Raises BadData."""
    raw = datafile.mapping(_FILE, "the file", content, frozenset({"asks", "words", "common"}))
    asks = datafile.texts(_FILE, "asks", raw.get("asks", {}))
    words = {**datafile.texts(_FILE, "words", raw.get("words", {})), **asks}
    common = frozenset(datafile.words(_FILE, "common", raw.get("common")))
    return Glossary(
        words, frozenset(asks), common, re.compile(rf"(?<![a-z0-9])(?:{any_of(words).pattern})(?![a-z0-9])")
    )
