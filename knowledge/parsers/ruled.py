"""Finds tables in the ruling lines of a page: pure geometry, in points, y upwards as PDF has it.

pdf.py gives it the lines it found on a page and asks in which cell a character stands.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import neg

from knowledge.parsers.layout import Merge

_TOLERANCE = 3.0  # lines closer than this are one; ends this close touch
_MAX_SLOTS = 20_000
_MAX_MEETINGS = 1_000_000  # beyond that it is a drawing


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: horizontal at height `at` from `low` to `high`, or vertical at distance `at` likewise."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's ruling: column borders left to right, row borders top to bottom, and its merged ranges."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    merges: tuple[Merge, ...]
    homes: dict[tuple[int, int], tuple[int, int]]

    @property
    def area(self) -> float:
        """Square points."""
        return (self.columns[-1] - self.columns[0]) * (self.rows[0] - self.rows[-1])

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, low, right and high border."""
        return self.columns[0], self.rows[-1], self.columns[-1], self.rows[0]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column (0-based, the first of a merged range) at a point; None outside."""
        left, low, right, high = self.box
        return self.slot(x, y) if left < x < right and low < y < high else None

    def slot(self, x: float, y: float) -> tuple[int, int]:
        """The cell at a point within the box."""
        row = bisect_right(self.rows, -y, key=neg) - 1
        return self.homes[row, bisect_right(self.columns, x) - 1]


def find_grids(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Grid]:
    """The grids of two rows and two columns or more, top to bottom; lines that touch belong to one grid."""
    across, down = _snapped(horizontal), _snapped(vertical)
    grids: list[Grid] = []
    if len(across) * len(down) > _MAX_MEETINGS:
        return grids
    for rows, columns in _touching(across, down):
        heights = sorted({rule.at for rule in rows}, reverse=True)
        places = sorted({rule.at for rule in columns})
        slots = (len(heights) - 1) * (len(places) - 1)
        if len(heights) > 2 and len(places) > 2 and slots <= _MAX_SLOTS:
            grids.append(_grid(heights, places, rows, columns))
    return sorted(grids, key=lambda grid: -grid.rows[0])


def _snapped(rules: Sequence[Rule]) -> list[Rule]:
    """The rules with positions less than the tolerance apart made one."""
    snapped: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        near = snapped and rule.at - snapped[-1].at <= _TOLERANCE
        snapped.append(Rule(snapped[-1].at if near else rule.at, rule.low, rule.high))
    return snapped


def _touching(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of horizontal and vertical rules that meet one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    places = [rule.at for rule in down]  # in order, for they are snapped
    spans = [(rule.low - _TOLERANCE, rule.high + _TOLERANCE) for rule in down]
    for first, row in enumerate(across):
        at, own = row.at, root(first)
        begin, end = bisect_left(places, row.low - _TOLERANCE), bisect_right(places, row.high + _TOLERANCE)
        for second in range(begin, end):
            low, high = spans[second]
            if low <= at <= high:
                other = root(len(across) + second)
                parent[own] = other
                own = other
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index, rule in enumerate((*across, *down)):
        groups[root(index)][0 if index < len(across) else 1].append(rule)
    return list(groups.values())


def _grid(heights: list[float], places: list[float], rows: Sequence[Rule], columns: Sequence[Rule]) -> Grid:
    """Slots between which no line stands are one cell."""
    upwards = _cover(columns, [(a + b) / 2 for a, b in pairwise(reversed(heights))])
    walls = {(at, len(heights) - 2 - index) for at, index in upwards}
    floors = _cover(rows, [(a + b) / 2 for a, b in pairwise(places)])
    homes: dict[tuple[int, int], tuple[int, int]] = {}
    merges: list[Merge] = []
    for top in range(len(heights) - 1):
        for left in range(len(places) - 1):
            if (top, left) in homes:
                continue
            right = left
            while right + 2 < len(places) and (places[right + 1], top) not in walls:
                right += 1
            bottom = top
            while bottom + 2 < len(heights) and (heights[bottom + 1], left) not in floors:
                bottom += 1
            _claim(homes, merges, Merge(top, left, bottom, right))
    return Grid(tuple(places), tuple(heights), tuple(merges), homes)


def _claim(homes: dict[tuple[int, int], tuple[int, int]], merges: list[Merge], merge: Merge) -> None:
    """Give the slots of a range to its first; a range that runs into another stays a single slot."""
    slots = [
        (row, column) for row in range(merge.top, merge.bottom + 1) for column in range(merge.left, merge.right + 1)
    ]
    if any(slot in homes for slot in slots):
        slots = slots[:1]
    homes.update(dict.fromkeys(slots, slots[0]))
    if len(slots) > 1:
        merges.append(merge)


def _cover(rules: Sequence[Rule], middles: Sequence[float]) -> set[tuple[float, int]]:
    """Which rules pass which middles, these in order: (position of the rule, index of the middle)."""
    passed: set[tuple[float, int]] = set()
    for rule in rules:
        begin, end = bisect_left(middles, rule.low - _TOLERANCE), bisect_right(middles, rule.high + _TOLERANCE)
        passed.update((rule.at, index) for index in range(begin, end))
    return passed
