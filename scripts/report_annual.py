"""`gongkai report annual`: the yearly report on disclosure, counted from store, ledger and requests."""

from pathlib import Path
from typing import Annotated

import typer

from bot.gaps.queue import GapQueue
from bot.reports.annual import outline as outlines
from bot.reports.annual.blocks import Blank, Document
from bot.reports.annual.compose import compose, to_rows
from bot.reports.annual.facts import Queues, gather
from bot.reports.annual.page import to_page
from bot.reports.annual.word import to_word
from bot.reports.coverage import Rules
from bot.reports.period import Period
from scripts import console, files, loop, options, settings, stores
from scripts.requests_desk import desk

Year = Annotated[str, typer.Option("--year", metavar="YEAR", help="The academic year, such as 2022-2023.")]
AsWord = Annotated[Path | None, typer.Option("--docx", metavar="FILE", help="Write it as a Word file.")]
AsPage = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page.")]
AsRows = Annotated[
    Path | None, typer.Option("--rows", metavar="FILE", help="Write each row behind each figure, as CSV.")
]
Outline = Annotated[Path | None, typer.Option("--outline", metavar="FILE", help="An outline of the college's own.")]


def annual(
    year: Year,
    docx: AsWord = None,
    html: AsPage = None,
    rows: AsRows = None,
    *,
    outline: Outline = None,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Write the annual report of an academic year; what only people can write is left blank and marked."""
    if docx is None and html is None:
        raise typer.BadParameter("say where to write it: --docx FILE, --html FILE, or both", param_hint="--docx")
    try:
        period = Period.academic_year(year)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--year") from None
    document = document_of(settings.load(config, data), config, data, period, outline)
    if docx is not None:
        files.write(docx, to_word(document))
    if html is not None:
        files.write(html, to_page(document))
    if rows is not None:
        files.write(rows, to_rows(document))
    blanks = sum(isinstance(block, Blank) for block in document.blocks)
    console.say(f"{period.name}: written; {blanks} blanks are marked 【待填写】 for people to fill.")


def document_of(
    configured: settings.Settings,
    config: options.Config,
    data: options.Data,
    period: Period,
    outline: Path | None = None,
) -> Document:
    """The report as blocks."""
    with loop.opened(configured) as file, desk(config, data) as at:
        loop.collect(configured, file)
        queue = GapQueue(file)
        cases = [queue.show(gap.id) for gap in queue.list()]
        queues = Queues(cases, at.register.list(), at.voices.list())
    rules = Rules(configured.loop.inapplicable, configured.loop.disclosure_workdays)
    with stores.existing(configured) as store, loop.ledger(configured) as ledger:
        facts = gather(store, ledger, queues, rules, period)
    return compose(facts, outlines.load(outline), configured.loop.school)
