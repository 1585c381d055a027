"""What was asked and not answered, by subject and week, and how the offices answer: as values, CSV, page and picture."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.gaps.gap import Case, Gap, State
from bot.gaps.performance import Office, by_office
from bot.reports import chart, pages
from bot.reports.period import CHINA, Period
from bot.reports.ranges import ranges
from bot.reports.sheet import to_csv

_MOST_DRAWN = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One subject: its gaps, and how often it was met in each week."""

    subject: str
    gaps: tuple[Gap, ...]
    weeks: tuple[int, ...]
    sources: tuple[str, ...]

    @property
    def times(self) -> int:
        """All weeks together."""
        return sum(self.weeks)


@dataclass(frozen=True, slots=True)
class Report:
    """The weeks by their Mondays, the subjects most asked first, the offices by name."""

    today: date
    mondays: tuple[date, ...]
    lines: tuple[Line, ...]
    offices: tuple[Office, ...]


def report(cases: Iterable[Case], period: Period, today: date) -> Report:
    """The report of a period of whole weeks; subjects that were not met in it are left out, offices count all gaps."""
    known = tuple(cases)
    count = ((period.last - period.first).days + 1) // 7
    mondays = tuple(period.first + timedelta(weeks=week) for week in range(count))
    by_subject: dict[str, list[Case]] = {}
    for case in known:
        by_subject.setdefault(case.gap.subject, []).append(case)
    lines = (_line(name, same, period, mondays) for name, same in by_subject.items())
    met = sorted((line for line in lines if line.times), key=lambda line: (-line.times, line.subject))
    return Report(today, mondays, tuple(met), by_office((case.gap for case in known), today))


def _line(name: str, cases: Sequence[Case], period: Period, mondays: Sequence[date]) -> Line:
    weeks: Counter[int] = Counter()
    sources: list[str] = []
    for sighting in (one for case in cases for one in case.sightings if period.holds(one.at)):
        weeks[(sighting.at.astimezone(CHINA).date() - period.first).days // 7] += 1
        sources.append(sighting.source)
    return Line(
        name, tuple(case.gap for case in cases), tuple(weeks[week] for week in range(len(mondays))), tuple(sources)
    )


def to_sheet(found: Report) -> bytes:
    """One line a subject and week, with its gaps, offices and states, as CSV."""
    header = ("主题", "周（周一）", "次数", "问题", "责任部门", "状态")
    rows = (
        (
            line.subject,
            monday,
            count,
            "；".join(gap.title for gap in line.gaps),
            "、".join(sorted({gap.office for gap in line.gaps if gap.office})),
            "、".join(sorted({gap.state.chinese for gap in line.gaps})),
        )
        for line in found.lines
        for monday, count in zip(found.mondays, line.weeks, strict=True)
        if count
    )
    return to_csv(header, rows)


def to_picture(found: Report) -> str:
    """The most asked subjects by week, as SVG."""
    columns = [f"{monday.month}/{monday.day}" for monday in found.mondays]
    return chart.grid(
        "没有答案的提问：主题与周", columns, [(line.subject, line.weeks) for line in found.lines[:_MOST_DRAWN]]
    )


def to_page(found: Report, school: str) -> str:
    """One HTML page."""
    return pages.render("gaps.html", report=found, school=school, picture=to_picture(found), ranges=ranges, State=State)


def to_json(found: Report) -> dict[str, Any]:
    """All of it, with the rows of the ledger that each subject counts."""
    return {
        "today": found.today.isoformat(),
        "weeks": [monday.isoformat() for monday in found.mondays],
        "subjects": [
            {
                "subject": line.subject,
                "times": line.times,
                "weeks": list(line.weeks),
                "gaps": [gap.id for gap in line.gaps],
                "rows": list(line.sources),
            }
            for line in found.lines
        ],
        "offices": [_office(office) for office in found.offices],
    }


def _office(office: Office) -> dict[str, Any]:
    return {
        "office": office.name,
        "gaps": list(office.gaps),
        "replied": list(office.replied),
        "undone": list(office.undone),
        "overdue": list(office.overdue),
        "closed": list(office.closed),
        "notices": list(office.notices),
        "reply_rate": office.rate,
        "workdays_to_answer": office.answer_days,
        "workdays_open": office.open_days,
    }
