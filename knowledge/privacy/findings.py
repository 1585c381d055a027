"""What screening did to one notice, for the import report: findings by kind, lists of persons kept back and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.notice import NoticeId
from knowledge.privacy.finding import Kind
from knowledge.privacy.subjects import Subject


@dataclass(frozen=True, slots=True)
class Withheld:
    """Rows or lines of persons that were kept back: what they are about, how many, and under which heading."""

    subject: Subject
    rows: int
    under: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was masked, by kind and count, and which lists were kept back; no personal information itself."""

    masked: tuple[tuple[Kind, int], ...] = ()
    withheld: tuple[Withheld, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.masked and not self.withheld


@dataclass(frozen=True, slots=True)
class ScreenedNotice:
    """The findings of one imported file, `path` relative to the imported folder."""

    notice_id: NoticeId
    path: str
    findings: Findings

    def to_json(self) -> dict[str, object]:
        """The form of the import report."""
        return {
            "notice_id": self.notice_id,
            "path": self.path,
            "masked": {kind.value: count for kind, count in self.findings.masked},
            "withheld": [
                {"subject": list_.subject.value, "rows": list_.rows, "under": list_.under}
                for list_ in self.findings.withheld
            ],
        }


def summary(screened: Iterable[ScreenedNotice]) -> tuple[str, ...]:
    """What an import says to staff: a line a kept back list, one for all that was masked; empty where nothing was found."""
    masked: Counter[Kind] = Counter()
    lines: list[str] = []
    for one in screened:
        masked.update(dict(one.findings.masked))
        lines += [
            f"kept back: {one.path}: {list_.rows} rows of persons ({list_.subject.value}) under {list_.under}"
            for list_ in one.findings.withheld
        ]
    counts = ", ".join(f"{count} {kind.value}" for kind, count in sorted(masked.items()))
    return (*lines, f"masked: {counts}") if counts else tuple(lines)
