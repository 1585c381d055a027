"""Numbers in short: 12–15、18."""

from collections.abc import Iterable, Iterator


def ranges(numbers: Iterable[int], prefix: str = "") -> str:
    """The numbers in order, neighbours as a range of both ends; each with `prefix`. "" for none."""
    return "、".join(_spans(sorted(set(numbers)), prefix))


def _spans(numbers: list[int], prefix: str) -> Iterator[str]:
    start = 0
    for position, number in enumerate(numbers):
        if position + 1 == len(numbers) or numbers[position + 1] != number + 1:
            first = f"{prefix}{numbers[start]}"
            yield first if position == start else f"{first}–{prefix}{number}"
            start = position + 1
