"""`gongkai report`: coverage of the disclosure list, questions without an answer, the annual report, subscribers."""

import typer

from scripts import report_annual, report_coverage, report_gaps, report_subscribers

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Report the coverage of the disclosure list, what was asked and not answered, and the year.",
)
app.command("coverage")(report_coverage.coverage)
app.command("gaps")(report_gaps.gaps)
app.command("subscribers")(report_subscribers.subscribers)
app.command("annual")(report_annual.annual)
