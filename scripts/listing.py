"""How notices are listed for people: one line each where there is room, two in a window of 80 columns."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest

from rich.cells import cell_len, chop_cells
from rich.text import Text

from knowledge.notice import NoticeId
from knowledge.store.reading import Card

# An id of the longest kind beside the other columns; below that it gets a line of its own.
_WIDE = 120
_GAP = "  "
_DAY = len("2026-01-01")
_STATE = len("superseded")
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


def lines(cards: Sequence[Card], width: int) -> Iterator[Text]:
    """The list of `cards` for a window of `width` columns; ids are never cut, so that they can be copied.

    Laid out here, because a table of the library takes seconds for a college's ten thousand notices.
    """
    return _wide(cards) if width >= _WIDE else _narrow(cards, width)


def _wide(cards: Sequence[Card]) -> Iterator[Text]:
    """One line each; the title, which stands last, may run on."""
    rows = [
        (
            (card.id, ""),
            (_day(card), ""),
            (" ".join(_state(card)), _colour(card)),
            (card.department, ""),
            (card.title, ""),
        )
        for card in cards
    ]
    heads = tuple((name, "bold") for name in ("Id", "Published", "Status", "Department", "Title"))
    table = [heads, *rows]
    widths = [max(cell_len(row[column][0]) for row in table) for column in range(len(heads) - 1)]
    for row in table:
        cells = [(_padded(text, width) + _GAP, style) for (text, style), width in zip(row, widths, strict=False)]
        yield Text.assemble(*cells, row[-1])


def _narrow(cards: Sequence[Card], width: int) -> Iterator[Text]:
    """Two lines each or more: the title, and below it the id and the department."""
    room = width - _DAY - _STATE - 2 * len(_GAP)
    yield _narrow_line(("Published", "bold"), ("Status", "bold"), ("Title, id and department", "bold"))
    for card in cards:
        below = "  ".join(filter(None, (card.id, card.department)))
        right = [(text, "") for text in chop_cells(card.title, room)] + [
            (text, "dim") for text in chop_cells(below, room)
        ]
        states = [(text, _colour(card)) for text in _state(card)]
        for parts in zip_longest([(_day(card), "")], states, right, fillvalue=("", "")):
            yield _narrow_line(*parts)


def _narrow_line(day: tuple[str, str], state: tuple[str, str], right: tuple[str, str]) -> Text:
    return Text.assemble((_padded(day[0], _DAY) + _GAP, day[1]), (_padded(state[0], _STATE) + _GAP, state[1]), right)


def _day(card: Card) -> str:
    return str(card.published_at or "")


def _state(card: Card) -> list[str]:
    """The state in a word, and whether a changed text waits."""
    return [card.standing.state, *(["+change"] if card.changed else [])]


def _colour(card: Card) -> str:
    return "yellow" if card.changed else _COLOURS.get(card.standing.state, "")


def _padded(text: str, width: int) -> str:
    """`text` filled up to `width` columns, a Chinese character taking two."""
    return text + " " * (width - cell_len(text))
