"""The coverage of the list as JSON, as rows of a spreadsheet, and as a page."""

from collections.abc import Iterable
from typing import Any

from bot.reports import pages
from bot.reports.coverage import Coverage, Disclosed, Owed, Report, Row
from bot.reports.ranges import ranges
from bot.reports.sheet import to_csv

_HEADER = ("序号", "类别", "事项", "是否适用", "状态", "已公开件数", "最近公开", "最近公开日期", "公开渠道", "链接",
           "逾期件数", "逾期事项", "被问次数", "未答复次数")  # fmt: skip


def to_json(report: Report) -> dict[str, Any]:
    """The whole report; ids of notices, and numbers of the ledger, of everything that is counted."""
    return {
        "today": report.today.isoformat(),
        "items": [_row(row) for row in report.rows],
        "counts": {state.value: report.count(state) for state in Coverage},
        "unlisted": [_disclosed(one) for one in report.unlisted],
        "unlisted_waiting": [_owed(one) for one in report.loose if one not in report.late],
        "unlisted_overdue": [_owed(one) for one in report.late],
        "other_questions": {"asked": list(report.other.asked), "unanswered": list(report.other.unanswered)},
    }


def to_sheet(report: Report) -> bytes:
    """One line an item, and one for what belongs to none, as CSV."""
    return to_csv(_HEADER, (*map(_cells, report.rows), _elsewhere(report)))


def to_page(report: Report, school: str) -> str:
    """One HTML page."""
    return pages.render("coverage.html", report=report, school=school, states=list(Coverage), ranges=ranges)


def _cells(row: Row) -> tuple[object, ...]:
    latest = row.latest
    return (
        row.item.number,
        row.item.disclosure_class,
        row.item.title,
        "是" if row.applies else "否",
        row.state.chinese,
        len(row.disclosed),
        latest.title if latest else None,
        latest.published_at if latest else None,
        latest.channel if latest else None,
        latest.url if latest else None,
        len(row.overdue),
        _titles(row.overdue),
        len(row.demand.asked),
        len(row.demand.unanswered),
    )


def _elsewhere(report: Report) -> tuple[object, ...]:
    state = Coverage.OVERDUE if report.late else Coverage.WAITING if report.loose else None
    counts = (len(report.late), _titles(report.late), len(report.other.asked), len(report.other.unanswered))
    said = state.chinese if state else None
    return (None, None, "清单之外", None, said, len(report.unlisted), None, None, None, None, *counts)


def _titles(overdue: Iterable[Owed]) -> str:
    return "；".join(f"{one.title}（应于{one.due}前公开）" for one in overdue)


def _row(row: Row) -> dict[str, Any]:
    return {
        "number": row.item.number,
        "class": row.item.disclosure_class,
        "title": row.item.title,
        "applies": row.applies,
        "state": row.state.value,
        "disclosed": [_disclosed(one) for one in row.disclosed],
        "waiting": [_owed(one) for one in row.owed if one not in row.overdue],
        "overdue": [_owed(one) for one in row.overdue],
        "asked": list(row.demand.asked),
        "unanswered": list(row.demand.unanswered),
    }


def _disclosed(one: Disclosed) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "department": one.department,
        "published_at": one.published_at.isoformat() if one.published_at else None,
        "channel": one.channel,
        "url": one.url,
    }


def _owed(one: Owed) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "title": one.title,
        "since": one.since.isoformat(),
        "due": one.due.isoformat(),
    }
