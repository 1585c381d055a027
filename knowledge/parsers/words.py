"""A word with its box, as text recognition and PDF pages give it to word_lines.py, which makes lines and rows of words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of text on one line, with its box and its slope in radians.

    The unit, and whether y counts up or down, are the page's own; `top` is the smaller y of the two.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    slope: float = 0.0

    @property
    def height(self) -> float:
        """The extent in y."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2
