from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.parsers.layout import Merge
from knowledge.parsers.ruled import Rule, find_grids


def _across(*heights: float, low: float = 0, high: float = 200) -> list[Rule]:
    return [Rule(height, low, high) for height in heights]


def test_a_ruled_grid_is_found_and_places_points() -> None:
    """Crossing lines make a grid whose cells are counted from the upper left corner."""
    (grid,) = find_grids(_across(100, 50, 0), [Rule(x, 0, 100) for x in (0, 80, 200)])
    assert grid.merges == ()
    assert [grid.cell(x, y) for x, y in ((10, 90), (100, 90), (10, 10), (100, 10))] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert grid.cell(300, 50) is None
    assert grid.cell(10, 200) is None
    assert grid.area == 20_000


def test_missing_walls_merge_cells() -> None:
    """Where no line stands between two slots they are one cell."""
    vertical = [Rule(0, 0, 100), Rule(80, 0, 50), Rule(200, 0, 100)]
    horizontal = [*_across(100, 50, 0), Rule(25, 80, 200)]
    (grid,) = find_grids(horizontal, vertical)
    assert set(grid.merges) == {Merge(0, 0, 0, 1), Merge(1, 0, 2, 0)}
    assert grid.cell(150, 90) == (0, 0)
    assert grid.cell(10, 10) == (1, 0)


def test_ranges_that_overlap_stay_single() -> None:
    """A bent cell cannot be one range; its slots are kept apart rather than given to the wrong one."""
    vertical = [Rule(0, 0, 100), Rule(80, 50, 100), Rule(200, 0, 100)]
    horizontal = [*_across(100, 0), Rule(50, 0, 80)]
    (grid,) = find_grids(horizontal, vertical)
    assert grid.cell(10, 90) == (0, 0)
    assert {grid.cell(x, y) for x, y in product((10, 150), (10, 90))} >= {(0, 0), (0, 1)}


def test_lines_a_little_apart_are_one() -> None:
    """Double strokes and small gaps at the corners do not make cells of their own."""
    (grid,) = find_grids(_across(100, 98.5, 50, 0), [Rule(x, 2, 99) for x in (0, 1, 80, 200)])
    assert (len(grid.columns), len(grid.rows)) == (3, 3)


def test_separate_tables_are_separate_grids_from_the_top_down() -> None:
    """Lines that do not touch belong to different tables."""
    low = [Rule(x, 0, 100) for x in (0, 80, 200)]
    high = [Rule(x, 300, 400) for x in (0, 80, 200)]
    grids = find_grids(_across(100, 50, 0, 400, 350, 300), low + high)
    assert [grid.rows[0] for grid in grids] == [400, 100]


@pytest.mark.parametrize("count", [1, 2])
def test_a_frame_is_no_table(count: int) -> None:
    """A box, or a line with one upright, has no two rows and two columns."""
    assert find_grids(_across(100, 0), [Rule(x, 0, 100) for x in (0, 200)[:count]]) == []


def test_a_drawing_is_no_table() -> None:
    """A page with thousands of lines is a drawing; it is left alone rather than searched for minutes."""
    assert find_grids([Rule(y * 4.0, 0, 9) for y in range(1001)], [Rule(x * 4.0, 0, 9) for x in range(1000)]) == []
    many = [Rule(y * 4.0, 0, 800) for y in range(200)]
    assert find_grids(many, [Rule(x * 4.0, 0, 800) for x in range(200)]) == []


_RULES = st.lists(st.builds(Rule, st.floats(0, 100), st.floats(0, 40), st.floats(60, 100)), max_size=8)


@given(_RULES, _RULES, st.floats(0, 100), st.floats(0, 100))
def test_every_point_inside_has_a_cell(horizontal: list[Rule], vertical: list[Rule], x: float, y: float) -> None:
    """Whatever the lines, a point inside a grid lies in one of its cells, and merged ranges do not overlap."""
    for grid in find_grids(horizontal, vertical):
        inside = grid.columns[0] < x < grid.columns[-1] and grid.rows[-1] < y < grid.rows[0]
        assert (grid.cell(x, y) is not None) == inside
        slots = [(r, c) for m in grid.merges for r in range(m.top, m.bottom + 1) for c in range(m.left, m.right + 1)]
        assert len(slots) == len(set(slots))
