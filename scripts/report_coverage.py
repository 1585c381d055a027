"""`gongkai report coverage`: the fifty items, whether they apply, disclosed where and when, overdue, asked how often."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.gaps.gap import State
from bot.gaps.queue import GapQueue
from bot.reports import coverage_views
from bot.reports.coverage import Coverage, Owed, Report, Rules, cover
from bot.reports.period import Period
from knowledge.workdays import nth_workday
from scripts import console, files, loop, options, settings, stores

AsPage = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page.")]
AsSheet = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write it as a spreadsheet.")]
_COLOURS = {Coverage.OVERDUE: "red", Coverage.MISSING: "yellow", Coverage.WAITING: "yellow", Coverage.DISCLOSED: ""}


def coverage(
    as_json: options.AsJson = False,
    html: AsPage = None,
    csv: AsSheet = None,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Show each of the fifty items: applicable or not, disclosed where and when, overdue, and asked how often in a year."""
    configured = settings.load(config, data)
    report = report_of(configured)
    if html is not None:
        files.write(html, coverage_views.to_page(report, configured.loop.school))
    if csv is not None:
        files.write(csv, coverage_views.to_sheet(report))
    if as_json:
        console.write_json(coverage_views.to_json(report))
    elif html is None and csv is None:
        console.OUT.print(_table(report))
    console.say("；".join(f"{state.chinese} {report.count(state)}" for state in Coverage))
    if report.loose:
        waits = len(report.loose) - len(report.late)
        console.say(f"清单之外：待公开 {waits}，逾期 {len(report.late)}；--html、--csv 逐件列出")


def report_of(configured: settings.Settings) -> Report:
    """The report of today, with the questions of the last twelve months."""
    day = loop.today(configured)
    entries = loop.asked(configured, Period(day - timedelta(days=365), day))
    rules = Rules(configured.loop.inapplicable, configured.loop.disclosure_workdays)
    with stores.existing(configured) as store:
        return cover(store, entries, rules, day, _answers(configured, rules))


def _answers(configured: settings.Settings, rules: Rules) -> list[Owed]:
    """What offices have answered and not disclosed yet: obtained on the day of the answer."""
    with loop.opened(configured) as file:
        loop.collect(configured, file)
        answered = GapQueue(file).list([State.ANSWERED])
    return [
        Owed(
            f"gap:{gap.id}",
            gap.title,
            gap.item,
            gap.answered,
            nth_workday(gap.answered, rules.workdays, inclusive=False),
        )
        for gap in answered
        if gap.answered is not None
    ]


def _table(report: Report) -> Table:
    table = Table("", "事项", "状态", "最近公开", "件数", "被问", "未答", box=None)
    for row in report.rows:
        colour = _COLOURS.get(row.state, "dim")
        state = f"[{colour}]{row.state.chinese}[/]" if colour else row.state.chinese
        latest = f"{row.latest.published_at or '无日期'} {escape(row.latest.title)}" if row.latest else ""
        counts = (len(row.disclosed), len(row.demand.asked), len(row.demand.unanswered))
        table.add_row(str(row.item.number), escape(row.item.title), state, latest, *map(str, counts))
    return table
