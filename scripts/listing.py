"""How notices are listed for people: one line each where there is room, two in a window of 80 columns."""

from collections.abc import Sequence
from enum import StrEnum

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from knowledge.notice import NoticeId
from knowledge.store.reading import Card

# An id of the longest kind beside the other columns; below that it gets a line of its own.
_WIDE = 120
_COLOURS = {"draft": "yellow", "checked": "yellow", "withdrawn": "red", "expired": "dim", "superseded": "dim"}


class Wanted(StrEnum):
    """What a list can be limited to: what staff did with a notice, what dates and links make of it, and what waits."""

    DRAFT = "draft"
    CHECKED = "checked"
    PUBLISHED = "published"
    UPCOMING = "upcoming"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting"

    def takes(self, card: Card) -> bool:
        """Whether the list has this notice; `published` has those that are expired or superseded too."""
        if self is Wanted.WAITING:
            return card.waits
        return self in (card.standing.status.value, card.standing.state.value)


def matches(card: Card, word: str, holding: frozenset[NoticeId]) -> bool:
    """Whether `word` stands in what a card shows, or in the text, whose notices are `holding`; capitals do not count."""
    fields = (card.id, card.title, card.department, card.path, card.source_url)
    return card.id in holding or any(word.lower() in field.lower() for field in fields)


def state(card: Card) -> str:
    """The state in a word, and whether a changed text waits."""
    return card.standing.state + (" +change" if card.changed else "")


def render(cards: Sequence[Card], console: Console) -> RenderableType:
    """The table of `cards` for the width of `console`; ids are never cut, so that they can be copied."""
    return _wide(cards) if console.width >= _WIDE else _narrow(cards)


def _wide(cards: Sequence[Card]) -> Table:
    table = Table("Id", "Published", "Status", "Department", "Title", box=None, pad_edge=False)
    for column in table.columns[:3]:
        column.no_wrap = True
    for card in cards:
        table.add_row(escape(card.id), _day(card), _coloured(card), escape(card.department), escape(card.title))
    return table


def _narrow(cards: Sequence[Card]) -> Table:
    table = Table("Published", "Status", "Title, id and department", box=None, pad_edge=False)
    table.columns[0].no_wrap = True
    table.columns[2].overflow = "fold"
    for card in cards:
        below = "  ".join(filter(None, (card.id, card.department)))
        table.add_row(_day(card), _coloured(card), Text.assemble(card.title, "\n", (below, "dim")))
    return table


def _day(card: Card) -> str:
    return str(card.published_at or "")


def _coloured(card: Card) -> Text:
    colour = "yellow" if card.changed else _COLOURS.get(card.standing.state, "")
    return Text(state(card).replace(" ", "\n"), colour)
