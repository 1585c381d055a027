"""`gongkai report gaps`: what was asked and not answered, by subject and week."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.gaps.queue import GapQueue
from bot.reports import gaps as reporting
from bot.reports.gaps import Report
from bot.reports.period import Period
from scripts import console, files, loop, options, settings

Weeks = Annotated[int, typer.Option(min=1, max=53, help="How many weeks, the present one included.")]
AsPage = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page.")]
AsSheet = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write it as a spreadsheet.")]
AsPicture = Annotated[Path | None, typer.Option("--picture", metavar="FILE", help="Draw it, as SVG.")]


def gaps(
    weeks: Weeks = 12,
    *,
    csv: AsSheet = None,
    html: AsPage = None,
    picture: AsPicture = None,
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Show what was asked and not answered, by subject and week, and how the offices answer."""
    configured = settings.load(config, data)
    found = report_of(configured, weeks)
    made: tuple[tuple[Path | None, str | bytes], ...] = (
        (csv, reporting.to_sheet(found)),
        (html, reporting.to_page(found, configured.loop.school)),
        (picture, reporting.to_picture(found)),
    )
    for file, content in made:
        if file is not None:
            files.write(file, content)
    if as_json:
        console.write_json(reporting.to_json(found))
    elif not any(file for file, _ in made):
        console.OUT.print(_table(found))
    console.say(f"{sum(line.times for line in found.lines)} questions about {len(found.lines)} subjects")


def report_of(configured: settings.Settings, weeks: int) -> Report:
    """The report of the last `weeks` weeks, the ledger's new questions taken in."""
    today = loop.today(configured)
    with loop.opened(configured) as file:
        loop.collect(configured, file)
        queue = GapQueue(file)
        cases = [queue.show(gap.id) for gap in queue.list()]
    return reporting.report(cases, Period.weeks(weeks, today), today)


def _table(found: Report) -> Table:
    table = Table("主题", *(f"{monday:%m-%d}" for monday in found.mondays), "次数", "部门", box=None)
    for line in found.lines:
        offices = "、".join(sorted({gap.office for gap in line.gaps if gap.office}))
        weeks = (str(count) if count else "" for count in line.weeks)
        table.add_row(escape(line.subject), *weeks, str(line.times), escape(offices))
    return table
