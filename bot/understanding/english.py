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


@dataclass(frozen=True, slots=True)
class Glossary:
    """English phrases and their Chinese; `asks` tells those that ask, which stand last in a Chinese question."""

    words: Mapping[str, str]
    asks: frozenset[str]
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
    return " ".join(dict.fromkeys([*years, *things])) + " " * bool(things) + "".join(dict.fromkeys(asking[:2]))


def _is_english(text: str) -> bool:
    """Words of the Latin alphabet and next to no Chinese, and at least one that only English has."""
    words = _LATIN_WORD.findall(text)
    if len(_HAN.findall(text)) * 2 > len(words) or not words:
        return False
    return len(words) >= _FEWEST and any(word in _COMMON for word in words) or bool(glossary().pattern.fullmatch(text.strip(" ?!.")))


_COMMON = frozenset(
    "the a an is are am was do does did can could may must should i my me you your we our to of for in on at with from how what when where which who why have has had need want get if it this that there and or not be will would please much many per tell know about".split()
)


@cache
def glossary() -> Glossary:
    """The file's content, read once. Raises BadData."""
    return read(datafile.load(_FILE))


def read(content: object) -> Glossary:
    """Checks and takes over the parsed file. Raises BadData."""
    raw = datafile.mapping(_FILE, "the file", content, frozenset({"asks", "words"}))
    asks = datafile.texts(_FILE, "asks", raw.get("asks", {}))
    words = {**datafile.texts(_FILE, "words", raw.get("words", {})), **asks}
    return Glossary(words, frozenset(asks), re.compile(rf"(?<![a-z0-9])(?:{any_of(words).pattern})(?![a-z0-9])"))
