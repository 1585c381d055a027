"""What a benchmark gives back: one figure with all its runs, and what is needed of it."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure; `runs` holds one value a round, in `unit` ("" for a ratio), and the median of them counts.

    `at_least` tells on which side of `needed` it must be; `facts` are the absolute medians behind it, for the reader.
    """

    name: str
    what: str
    unit: str
    needed: float
    at_least: bool
    runs: tuple[float, ...]
    facts: str = ""

    @property
    def median(self) -> float:
        """The median of the runs."""
        return median(self.runs)

    @property
    def good(self) -> bool:
        """Whether the median is what is needed."""
        return self.median >= self.needed if self.at_least else self.median <= self.needed

    def to_json(self) -> dict[str, object]:
        """For programs: `{name, what, unit, needed, at_least, median, runs, facts, good}`."""
        return {
            "name": self.name,
            "what": self.what,
            "unit": self.unit,
            "needed": self.needed,
            "at_least": self.at_least,
            "median": round(self.median, 4),
            "runs": [round(run, 4) for run in self.runs],
            "facts": self.facts,
            "good": self.good,
        }
