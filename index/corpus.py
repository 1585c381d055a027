"""The published notices and passages as a bundle holds them: read-only records, addressed by row number."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import BundleDamaged
from knowledge.notice import Notice, NoticeId, Period, PeriodKind
from knowledge.passage import Passage, PassageKind
from knowledge.relations import ALONE, Relations, relate

# An encoder reads titles in full but long heading paths would crowd out the passage.
_HEADING_LIMIT = 80
_ROW_LIMIT = 500


@dataclass(frozen=True, slots=True)
class IndexedNotice:
    """What ranking and citing need to know of a notice."""

    id: NoticeId
    title: str
    department: str
    category: str
    published_at: date | None
    source_url: str
    periods: tuple[Period, ...]
    item: int | None
    relations: Relations = ALONE


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage; `notice` is the row of its notice, `ordinal` its place in it, `page` its 1-based page where there are pages."""

    notice: int
    ordinal: int
    kind: PassageKind
    heading: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """All notices and passages of a bundle; passages of one notice are neighbours, in order."""

    notices: tuple[IndexedNotice, ...]
    passages: tuple[IndexedPassage, ...]
    _by_id: dict[NoticeId, IndexedNotice] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {notice.id: notice for notice in self.notices})

    def notice(self, notice_id: NoticeId) -> IndexedNotice | None:
        """The notice of this id, None where the bundle holds none."""
        return self._by_id.get(notice_id)

    def spoken(self, row: int) -> str:
        """All that a passage speaks of: title, headings, text."""
        passage = self.passages[row]
        return f"{self.notices[passage.notice].title}\n{passage.heading}\n{passage.text}"

    def lead(self, row: int) -> str:
        """What is encoded in front of a passage: the title, the nearest headings."""
        passage = self.passages[row]
        return f"{self.notices[passage.notice].title} {passage.heading[-_HEADING_LIMIT:]}\n"

    def embedded(self, row: int) -> str:
        """The text that is encoded: title and headings in front, the passage."""
        return self.lead(row) + self.passages[row].text[:_ROW_LIMIT]


def gather(published: Iterable[tuple[Notice, tuple[Passage, ...]]]) -> Corpus:
    """The corpus of published notices, in the order given, with their relations; passages without text are left out."""
    notices: list[Notice] = []
    passages: list[IndexedPassage] = []
    for notice, own in published:
        passages += [
            IndexedPassage(len(notices), passage.ordinal, passage.kind, passage.heading, passage.text, passage.page)
            for passage in own
            if passage.text.strip()
        ]
        notices.append(notice)
    relations = relate(notices)
    return Corpus(tuple(_indexed(notice, relations[notice.id]) for notice in notices), tuple(passages))


def _indexed(notice: Notice, relations: Relations) -> IndexedNotice:
    return IndexedNotice(
        id=notice.id,
        title=notice.title,
        department=notice.department,
        category=notice.category,
        published_at=notice.published_at,
        source_url=notice.source_url,
        periods=notice.periods,
        item=notice.item,
        relations=relations,
    )


def write(corpus: Corpus, path: Path) -> None:
    """Writes the corpus as JSON, columns of values, so that it loads fast."""
    document = {
        "notices": [_notice_row(notice) for notice in corpus.notices],
        "passages": [[p.notice, p.ordinal, p.kind.value, p.heading, p.text, p.page] for p in corpus.passages],
    }
    path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def read(path: Path) -> Corpus:
    """The corpus written by `write`. Raises BundleDamaged."""
    try:
        return _corpus(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise BundleDamaged(path, "not a readable corpus") from error


def _corpus(document: dict[str, Sequence[Sequence[Any]]]) -> Corpus:
    row, text = PassageKind.ROW, PassageKind.TEXT
    return Corpus(
        notices=tuple(_notice(values) for values in document["notices"]),
        passages=tuple(
            IndexedPassage(notice, ordinal, row if kind == "row" else text, heading, body, page)
            for notice, ordinal, kind, heading, body, page in document["passages"]
        ),
    )


def _notice_row(notice: IndexedNotice) -> list[Any]:
    published = notice.published_at.isoformat() if notice.published_at else None
    periods = [[period.kind.value, period.year] for period in notice.periods]
    return [
        notice.id,
        notice.title,
        notice.department,
        notice.category,
        published,
        notice.source_url,
        periods,
        notice.item,
        astuple(notice.relations) if notice.relations != ALONE else None,
    ]


def _notice(values: Sequence[Any]) -> IndexedNotice:
    identity, title, department, category, published, url, periods, item, relations = values
    return IndexedNotice(
        id=NoticeId(identity),
        title=title,
        department=department,
        category=category,
        published_at=date.fromisoformat(published) if published else None,
        source_url=url,
        periods=tuple(Period(PeriodKind(kind), year) for kind, year in periods),
        item=item,
        relations=_relations(relations) if relations else ALONE,
    )


def _relations(values: Sequence[Any]) -> Relations:
    series, edition, copy_of, amends, amended_by, repealed_by = values
    return Relations(
        series=series,
        edition=edition,
        duplicate_of=copy_of,
        amends=tuple(amends),
        amended_by=tuple(amended_by),
        repealed_by=repealed_by,
    )
