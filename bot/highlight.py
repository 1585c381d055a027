"""The one thing that answers, set in front of the quote: a cell of the row, or a sentence of the passage, taken literally."""

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
# What a column holds without its name saying so is left to the row.
_LEAST = 0.05


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
    # Of 最低分 and 最低分位次, which both say 最低分, the shorter name says it alone.
    asked = [((_fit(one, concepts, want), -len(one.name)), one) for one in cells(row)]
    ranked = sorted((pair for pair in asked if pair[0][0] > _LEAST), key=lambda pair: pair[0], reverse=True)
    is_clear = ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0])
    return f"{MARK}{ranked[0][1]}" if is_clear else ""


def _fit(one: Cell, concepts: Sequence[Weighed], want: Want) -> float:
    """How well a column's name says what is asked; 0 for a cell that holds no such thing, or what was asked of."""
    if not any(letter.isdigit() for letter in one.value) or not wants.holds(want, f"{one.name}：{one.value}"):
        return 0.0
    if any(word == one.value.lower() for concept in concepts for word, _ in concept.alternatives):
        return 0.0
    return coverage.covered(concepts, one.name.lower())


def sentence(text: str, concepts: Sequence[Weighed], want: Want) -> str:
    """The sentence of a long quote that answers, where it is not the first one and short enough to stand in front."""
    if len(text) <= _SHORT:
        return ""
    found = sentences(text)
    values = [worth(one, concepts, want) for one in found]
    best = max(range(len(found)), key=lambda index: values[index], default=0)
    chosen = found[best].strip() if found else ""
    is_alone = sum(value == values[best] for value in values) == 1
    return f"{MARK}{chosen}" if best and is_alone and 0 < len(chosen) <= _LONGEST else ""
