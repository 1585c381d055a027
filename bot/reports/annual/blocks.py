"""What a report is made of, whatever file it becomes: headings, paragraphs with figures, tables, bars, blanks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reports.annual.figures import Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part of the report."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words and figures in reading order; each figure shows its number and where the appendix explains it."""

    pieces: tuple[str | Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; cells are words, figures, or "" for none."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | Figure, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of counts by name."""

    title: str
    figures: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """What only people can write; shown so that nobody can overlook it."""

    title: str
    hint: str


Block = Heading | Paragraph | Table | Bars | Blank


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report; `about` stands at its beginning, `figures` are all that it shows."""

    title: str
    subtitle: str
    about: str
    blocks: Sequence[Block]
    figures: Sequence[Figure] = ()
