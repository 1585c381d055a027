"""What a search finds."""

from dataclasses import dataclass

from index.confidence import Features


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its row in the corpus, what speaks for it, and its score (comparable within one query only)."""

    row: int
    score: float
    features: Features
