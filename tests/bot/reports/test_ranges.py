from hypothesis import given
from hypothesis import strategies as st

from bot.reports.ranges import ranges


def test_neighbours_are_a_range_of_both_ends() -> None:
    """In order, each number once."""
    assert ranges([18, 12, 13, 14, 15, 13]) == "12–15、18"
    assert ranges([3], "N") == "N3"
    assert ranges([]) == ""


@given(st.sets(st.integers(0, 60)))
def test_no_number_is_lost_or_made_up(numbers: set[int]) -> None:
    """Read back, the short form gives the same numbers."""
    read: set[int] = set()
    for part in filter(None, ranges(numbers).split("、")):
        first, _, last = part.partition("–")
        read |= set(range(int(first), int(last or first) + 1))
    assert read == numbers
