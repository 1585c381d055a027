"""How notices stand to each other: series, copies, amendments. Computed over all published notices at a publish."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.amendments import Amendment, Change, link
from knowledge.duplicates import duplicates
from knowledge.notice import Notice, NoticeId
from knowledge.series import Edition, editions


@dataclass(frozen=True, slots=True)
class Relations:
    """One notice's: its series ("" alone) and place in it, the notice it is a copy of, what it changes and what changed it.

    `repealed_by` is the notice that says that this one no longer holds.
    """

    series: str = ""
    edition: int = 0
    duplicate_of: NoticeId | None = None
    amends: tuple[NoticeId, ...] = ()
    amended_by: tuple[NoticeId, ...] = ()
    repealed_by: NoticeId | None = None


ALONE = Relations()
"""Of a notice that has none."""


def relate(notices: Sequence[Notice]) -> dict[NoticeId, Relations]:
    """The relations of every notice among `notices`."""
    copies = duplicates(notices)
    placed = editions(notice for notice in notices if notice.id not in copies)
    linked = link(notices)
    changed_by: dict[NoticeId, list[tuple[Change, NoticeId]]] = defaultdict(list)
    for notice_id, amendments in sorted(linked.items()):
        for one in amendments:
            changed_by[one.amends].append((one.change, notice_id))
    return {
        notice.id: _relations(
            placed.get(copies.get(notice.id, notice.id)),
            copies.get(notice.id),
            linked.get(notice.id, ()),
            changed_by.get(notice.id, ()),
        )
        for notice in notices
    }


def _relations(
    place: Edition | None,
    copy_of: NoticeId | None,
    changes: Sequence[Amendment],
    changed_by: Sequence[tuple[Change, NoticeId]],
) -> Relations:
    repealed = [by for change, by in changed_by if change is Change.REPEALS]
    return Relations(
        series=place.series if place else "",
        edition=place.number if place else 0,
        duplicate_of=copy_of,
        amends=tuple(one.amends for one in changes if one.change is not Change.REPEALS),
        amended_by=tuple(by for change, by in changed_by if change is not Change.REPEALS),
        repealed_by=repealed[-1] if repealed else None,
    )
