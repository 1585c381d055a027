"""The one thing that answers, set in front of the quote: a cell of the row, or a sentence of the passage, taken literally."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.quote import sentences, worth
from index import coverage, wants
from index.coverage import Weighed
from index.query import Want

MARK = "▶ "
# A quote this short shows its answer by itself.
_SHORT = 110
_LONGEST = 120
_UNIT = "（单位："
_NUMBERING = re.compile(r"^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)．.、]\s*")
# A heading has neither a mark nor a figure.
_CONTENT = re.compile(r"[，,：:；。]|\d")
# 截止时间延长至, 调整为: before it stands what held until now.
_CHANGES = re.compile(r"(?:延长|延期|延迟|推迟|提前|调整|变更|更正|修改|改)(?:至|到|为|在|于)")
_NEW = 0.6
# What a column holds without its name saying so is left to the row.
_LEAST = 0.05
# Kinds of figures by the names of their columns, the first that fits: 最低分位次 is a rank, whatever else it says.
_KINDS = (
    (Want.RANK, re.compile("位次|排名|名次")),
    (Want.COUNT, re.compile("人数|计划|名额|数$")),
    (Want.CODE, re.compile("代码|代号")),
    (Want.AMOUNT, re.compile("费|金额|元")),
    (Want.SCORE, re.compile("分$|分数|线|绩点|成绩")),
)
_OF_A_KIND = frozenset(want for want, _ in _KINDS)


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a rendered row: its name, its value, the unit that holds for the table ("" if none)."""

    name: str
    value: str
    unit: str

    def __str__(self) -> str:
        return f"{self.name}：{self.value}{self.unit}"


def cells(row: str) -> Iterator[Cell]:
    """The cells of a row as knowledge/rows.py renders it: 题：列：值；列：值（单位：元）."""
    body, mark, unit = row.rpartition(_UNIT) if row.endswith("）") and _UNIT in row else (row, "", "")
    for number, part in enumerate(body.split("；")):
        name, colon, value = part.rpartition("：")
        if colon:
            yield Cell(name.rpartition("：")[2] if number == 0 else name, value.strip(), mark + unit)


def cell(row: str, concepts: Sequence[Weighed], want: Want) -> str:
    """The cell whose column is asked for, as 「列：值」; "" where no figure is asked or no column clearly is the one."""
    if not wants.is_checkable(want):
        return ""
    fitting = [(_fit(one, concepts, want), one) for one in cells(row)]
    # A control line (省控线) of the batch asked for is no lowest score: where the question names its figure, the column must.
    figures = _figures(concepts, want)
    ranked = sorted(
        ((fit, one) for fit, one in fitting if fit > _LEAST and (not figures or one.name.lower().endswith(figures))),
        key=lambda pair: -pair[0],
    )
    is_clear = len(ranked) == 1 or (len(ranked) > 1 and bool(figures) and ranked[0][0] > ranked[1][0])
    return f"{MARK}{ranked[0][1]}" if is_clear else ""


def _figures(concepts: Sequence[Weighed], want: Want) -> tuple[str, ...]:
    """The words for the figure itself among all that is asked: 最低分 in 浙江第二批最低分."""
    pattern = dict(_KINDS).get(want)
    words = (word for concept in concepts for word in concept.words)
    return tuple(word for word in words if pattern is not None and pattern.search(word))


def _is_of_another_kind(name: str, want: Want) -> bool:
    kind = next((kind for kind, pattern in _KINDS if pattern.search(name)), None)
    return want in _OF_A_KIND and kind is not None and kind is not want


def _fit(one: Cell, concepts: Sequence[Weighed], want: Want) -> float:
    """How well a column's name says what is asked; 0 for a cell that holds no such thing, or what was asked of."""
    if _is_of_another_kind(one.name, want):
        return 0.0
    if not any(letter.isdigit() for letter in one.value) or not wants.holds(want, f"{one.name}：{one.value}"):
        return 0.0
    if any(word == one.value.lower() for concept in concepts for word in concept.words):
        return 0.0
    return coverage.covered(concepts, one.name.lower())


def sentence(text: str, concepts: Sequence[Weighed], want: Want) -> str:
    """The sentence of a long quote that answers, where it is not the first one and short enough to stand in front."""
    if len(text) <= _SHORT:
        return ""
    found = sentences(text)
    values = [worth(one, concepts, want) + _changed(one, want) for one in found]
    best = max(range(len(found)), key=lambda index: values[index], default=0)
    chosen = found[best].strip() if found else ""
    is_alone = sum(value == values[best] for value in values) == 1
    return f"{MARK}{chosen}" if best and is_alone and _says_something(chosen) else ""


def _changed(sentence: str, want: Want) -> float:
    """What a sentence is worth more for saying what holds from now on: 延长至10月12日, after what was fixed before."""
    return _NEW * (wants.is_checkable(want) and bool(_CHANGES.search(sentence)) and wants.holds(want, sentence))


def _says_something(sentence: str) -> bool:
    """Whether a sentence is short enough, and neither a question nor a bare heading."""
    bare = _NUMBERING.sub("", sentence)
    is_question = bare.endswith(("？", "?")) or bare.startswith(("问：", "问:"))
    return len(sentence) <= _LONGEST and not is_question and bool(_CONTENT.search(bare.rstrip("。；：:")))
