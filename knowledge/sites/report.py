"""What a sync came to, column by column: the value that the command shows to staff, writes as JSON, and exits by."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.sites.page import Outcome, Page


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """One column in one run: every page that was looked at, with its outcome.

    `error` says why the column could not be followed or was broken off ("" when it was not); `trouble` why its list was
    not read to the end. `resumed` tells that an earlier, broken run was taken up: its pages are in `pages` too.
    """

    name: str
    pages: tuple[Page, ...] = ()
    whole: bool = False
    resumed: bool = False
    trouble: str = ""
    error: str = ""

    def of(self, *outcomes: Outcome) -> tuple[Page, ...]:
        """The pages with one of these outcomes."""
        return tuple(page for page in self.pages if page.outcome in outcomes)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """All columns of one sync."""

    columns: tuple[ColumnReport, ...]
    seconds: float

    def of(self, *outcomes: Outcome) -> tuple[Page, ...]:
        """The pages of all columns with one of these outcomes."""
        return tuple(page for column in self.columns for page in column.of(*outcomes))

    @property
    def failed(self) -> tuple[ColumnReport, ...]:
        """The columns that could not be followed to their end."""
        return tuple(column for column in self.columns if column.error)


def by_reason(pages: Iterable[Page]) -> dict[str, list[Page]]:
    """Pages grouped by why they were refused."""
    groups: dict[str, list[Page]] = {}
    for page in pages:
        groups.setdefault(page.reason, []).append(page)
    return groups
