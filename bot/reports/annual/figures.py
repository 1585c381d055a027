"""A figure of the report and the rows that it counts: no number stands in it that the appendix does not lead back to rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Where rows stand, and the letter by which the appendix numbers them."""

    NOTICE = "通知"
    ASKED = "提问"
    GAP = "问题"
    REQUEST = "申请"
    VOICE = "评议举报"
    LIST = "清单事项"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: how many rows there are. `id` names it in the appendix (F3); the value is never written by hand."""

    id: str
    label: str
    source: Source
    rows: tuple[str, ...]

    @property
    def value(self) -> int:
        """The count."""
        return len(self.rows)


class Figures:
    """Makes figures and keeps them in the order in which they were made, for the appendix."""

    def __init__(self) -> None:
        self._made: list[Figure] = []

    @property
    def all(self) -> Sequence[Figure]:
        """Every figure of the report."""
        return tuple(self._made)

    def make(self, label: str, source: Source, rows: Iterable[object]) -> Figure:
        """A figure of these rows, each counted once."""
        unique = tuple(dict.fromkeys(map(str, rows)))
        figure = Figure(f"F{len(self._made) + 1}", label, source, unique)
        self._made.append(figure)
        return figure

    def group(
        self, label: str, source: Source, rows: Iterable[tuple[str, object]], most: int | None = None
    ) -> Mapping[str, Figure]:
        """A figure for each name among (name, row), the largest first, and no more than `most` of them."""
        groups: dict[str, list[object]] = {}
        for name, row in rows:
            groups.setdefault(name, []).append(row)
        ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return {name: self.make(f"{label}：{name}", source, same) for name, same in ordered[:most]}
