"""Puts a notice under an item of the disclosure list (高等学校信息公开事项清单, 教办函〔2014〕23号) by cue words.

The cue words stand in data/disclosure_items.yaml, where staff may edit them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge import yamltext

_TITLE_POINTS = 6
_TEXT_CAP = 3
_ENOUGH = 3
# Below this share of the points of the first two items together, either could be meant.
_CLEAR = 0.6
_RIVALS = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One of the fifty items: its number, class, wording, cue words, and words that rule it out in a title."""

    number: int
    disclosure_class: str
    title: str
    cues: tuple[str, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """The item, None where too little speaks for any, and the cue words that decided, strongest first.

    `confidence` (0-1) is its share of the points of the two best items; 0 where there is none.
    """

    item: int | None
    cues: tuple[str, ...]
    confidence: float = 1.0

    @property
    def is_sure(self) -> bool:
        """Whether the item stands clear of the next one; where not, staff should look."""
        return self.item is not None and self.confidence >= _CLEAR


@cache
def disclosure_list() -> Mapping[int, Item]:
    """The fifty items by number."""
    raw = yamltext.parse(
        resources.files("knowledge").joinpath("data/disclosure_items.yaml").read_text(encoding="utf-8")
    )
    class_of = {number: entry["name"] for entry in raw["classes"] for number in entry["items"]}
    return {
        number: Item(
            number=number,
            disclosure_class=class_of[number],
            title=entry["title"],
            cues=tuple(cue for cue in entry["cues"] if not cue.startswith("-")),
            excluded=tuple(cue[1:] for cue in entry["cues"] if cue.startswith("-")),
        )
        for number, entry in raw["items"].items()
    }


def classify(title: str, text: str) -> Classification:
    """The item whose cue words weigh most in `title` and `text`.

    A cue in the title counts 6 points, in the text 1 for each of up to 3 places, times the share of its length so that
    「招生章程」 beats 「章程」; the item's own wording counts in the title alone. Fewer than 3 points classify nothing.
    """
    scored = sorted((_scored(item, title, text) for item in disclosure_list().values()), key=lambda one: -one[0])
    total, number, cues = scored[0]
    if total < _ENOUGH:
        return Classification(None, (), 0.0)
    rivals = (_scored(disclosure_list()[other], title, text, cues)[0] for _, other, _ in scored[1:_RIVALS])
    return Classification(number, cues[:5], total / (total + max(rivals)))


def _scored(item: Item, title: str, text: str, beside: tuple[str, ...] = ()) -> tuple[float, int, tuple[str, ...]]:
    """The points of an item and its cues; those that are only parts of a cue `beside` it speak for nothing of their own."""
    if any(word in title for word in item.excluded):
        return 0.0, item.number, ()
    points = {cue: _points(cue, title, text) for cue in item.cues if not any(cue in other for other in beside)}
    if item.title in title:
        points[item.title] = _points(item.title, title, "")
    cues = sorted((cue for cue in points if points[cue]), key=lambda cue: -points[cue])
    return sum(points.values()), item.number, tuple(cues)


def _points(cue: str, title: str, text: str) -> float:
    count = _TITLE_POINTS * (cue in title) + min(text.count(cue), _TEXT_CAP)
    return count * len(cue) / 4
