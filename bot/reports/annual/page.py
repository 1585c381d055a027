"""The annual report as one HTML page: charts drawn in it, blanks marked, every figure linked to its rows."""

from bot.reports import chart, pages
from bot.reports.annual.blocks import Bars, Document


def to_page(document: Document) -> str:
    """The page."""
    return pages.render("annual.html", document=document, kind=lambda block: type(block).__name__, picture=_picture)


def _picture(bars: Bars) -> str:
    return chart.bars(bars.title, [(name, figure.value) for name, figure in bars.figures])
