"""Renders the automatic numbers of Word lists (第一条, 一、, （一）, 1.1), which stand nowhere in the text itself.

Pure counting for docx.py, which reads the definitions; formats as named in ECMA-376 part 1, §17.18.59.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, number format and pattern, in which %1 is the first level's number."""

    start: int
    format: str
    pattern: str


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document; call `label` once for each, in reading order.

    `lists` maps a list's id to the id of the counter it shares with others, and to its levels.
    """

    lists: Mapping[int, tuple[str, Mapping[int, Level]]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, list_id: int, depth: int) -> str:
        """The number to print before the paragraph, with the blank it needs; "" for bullets and unknown lists."""
        counter, levels = self.lists.get(list_id, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(counter, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        if level.format in {"bullet", "none"}:
            return ""
        text = re.sub(r"%(\d)", lambda found: _part(levels, counts, int(found[1]) - 1), level.pattern).strip()
        return f"{text} " if re.search(r"[\w]$", text) else text


def _part(levels: Mapping[int, Level], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth)
    return "" if level is None else spell(counts.get(depth, level.start), level.format)


def spell(number: int, number_format: str) -> str:
    """A number of 1 or more in one of Word's number formats; unknown formats read as decimal."""
    speller = _SPELLERS.get(number_format)
    return speller(number) if speller and 0 < number < 10_000 else str(number)


def _chinese(number: int) -> str:
    """Up to 9999: 十, 十二, 二十, 一百零五."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
        gap = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


def _letter(number: int) -> str:
    """Letters a to z, then aa, bb: Word repeats the letter."""
    turns, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (turns + 1)


def _stem(number: int) -> str:
    return _STEMS[(number - 1) % 10]


def _roman(number: int) -> str:
    text = ""
    for value, sign in (*_ROMAN, *_ROMAN_ONES):
        count, number = divmod(number, value)
        text += sign * count
    return text


_SPELLERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "chineseLegalSimplified": lambda number: _chinese(number).translate(_LEGAL),
    "ideographTraditional": _stem,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
