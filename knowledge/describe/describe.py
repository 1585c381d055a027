"""All that a file says of itself and no one gave, each with the words that decided it; called by the importer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.amendments import named
from knowledge.classify import Classification, disclosure_list
from knowledge.describe.deadline import deadline
from knowledge.describe.in_force import effective_from
from knowledge.describe.number import document_number
from knowledge.describe.office import office
from knowledge.describe.published import published
from knowledge.describe.source import Source
from knowledge.notice import Evidence, Metadata, Period, Place
from knowledge.periods import told_years

_LONG = 120


@dataclass(frozen=True, slots=True)
class Description:
    """What was recognised; given metadata stands as it was given, and has no evidence."""

    department: str
    published_at: date | None
    document_number: str
    effective_from: date | None
    deadline: date | None
    periods: tuple[Period, ...]
    evidence: tuple[Evidence, ...]


def describe(source: Source, given: Metadata, classified: Classification) -> Description:
    """What `source` says, where `given` says nothing."""
    by_office = None if given.department else office(source)
    by_day = None if given.published_at else published(source)
    by_number = None if given.document_number else document_number(source)
    published_at = given.published_at or _day(by_day)
    by_force = None if given.effective_from else effective_from(source.text)
    by_deadline = None if given.deadline else deadline(source.text, published_at)
    found = (by_office, by_day, by_number, by_force, by_deadline)
    years = () if given.applies_to else tuple(_years(source))
    return Description(
        department=given.department or (by_office.value if by_office else ""),
        published_at=published_at,
        document_number=given.document_number or (by_number.value if by_number else ""),
        effective_from=given.effective_from or _day(by_force),
        deadline=given.deadline or _day(by_deadline),
        periods=given.applies_to or tuple(period for period, _ in years),
        evidence=(
            *filter(None, found),
            *(one for _, one in years),
            *_item(source, given, classified),
            *_amends(source),
        ),
    )


def _day(found: Evidence | None) -> date | None:
    return date.fromisoformat(found.value) if found else None


def _years(source: Source) -> Iterator[tuple[Period, Evidence]]:
    """The years of the title, else of the text, else of the file's name."""
    in_title, told = told_years(source.title, source.text)
    place = Place.TITLE if in_title else Place.TEXT
    if not told:
        place, (_, told) = Place.FILE_NAME, told_years(source.file_name, "")
    for one in told:
        is_sure = in_title or (len(told) == 1 and place is Place.TEXT)
        yield one.period, Evidence("periods", str(one.period), one.words, place, is_sure)


def _item(source: Source, given: Metadata, classified: Classification) -> Iterator[Evidence]:
    if given.item is None and classified.item is not None:
        place = Place.TITLE if any(cue in source.title for cue in classified.cues) else Place.TEXT
        value = f"{classified.item} {disclosure_list()[classified.item].title}"
        yield Evidence("item", value, "、".join(classified.cues), place, classified.is_sure)


def _amends(source: Source) -> Iterator[Evidence]:
    """The notices that this one says it changes; which these are is told at a publish, when all are known."""
    for one in named(source.title, source.text):
        place = Place.TITLE if one.words in source.title else Place.TEXT
        value = f"{one.change} {one.title}" + (f"（{one.number}）" if one.number else "")
        yield Evidence("amends", value, one.words[:_LONG], place)
