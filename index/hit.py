"""What a search finds."""

from typing import NamedTuple

from index.confidence import Features

_AS_WELL = 0.2


class Hit(NamedTuple):
    """A passage found: its row in the corpus, what speaks for it, and its score (comparable within one query only)."""

    row: int
    score: float
    features: Features

    def says_as_much(self, other: "Hit") -> bool:
        """Whether this passage speaks as well of what is asked as the other one."""
        mine, theirs = self.features, other.features
        return (
            mine.key >= theirs.key
            and mine.coverage >= theirs.coverage - _AS_WELL
            and mine.near >= theirs.near - _AS_WELL
            and mine.holds >= theirs.holds
            and mine.missed <= theirs.missed
        )
