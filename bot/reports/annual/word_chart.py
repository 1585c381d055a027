"""Bar charts that Word draws itself, with their numbers in a sheet behind: the only file that knows python-pptx.

A chart is a part of the document (ECMA-376 part 1, §14.2.1) that refers to a workbook; no picture, so no fonts are needed here.
"""

from collections.abc import Sequence
from html import escape

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

_EMU_PER_CM = 360_000
_WIDTH_CM, _ROW_CM, _EDGE_CM = 15.5, 0.55, 1.6
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Numbers at the ends of the bars; the order of elements is the schema's.
_LABELS = (
    '<c:invertIfNegative val="0"/><c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/>'
    '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
)
# What the library draws is a slide's: here the bars stand close, need no grid beside their numbers, and small letters.
_CHANGES = (
    ("<c:cat>", f"{_LABELS}<c:cat>"),
    ("</c:ser>", '</c:ser><c:gapWidth val="60"/>'),
    ("<c:majorGridlines/>", ""),
    ('<c:scaling/>\n        <c:delete val="0"/>', '<c:scaling/>\n        <c:delete val="1"/>'),
    ('sz="1800"', 'sz="1000"'),
)
_DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="{name}" descr="{name}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)


def add_bars(document: Document, number: int, title: str, counts: Sequence[tuple[str, int]]) -> None:
    """Adds a paragraph with a bar chart; `number` tells the charts of one document apart, from 1."""
    # The first category stands at the bottom of the axis.
    shown = list(reversed(counts))
    data = CategoryChartData(number_format="0")  # type: ignore[no-untyped-call]
    data.categories = [name for name, _ in shown]
    data.add_series(title, [count for _, count in shown])  # type: ignore[no-untyped-call]
    package = document.part.package
    book = CategoryWorkbookWriter(data)  # type: ignore[no-untyped-call]
    sheet = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _SHEET, book.xlsx_blob, package)
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    behind = chart.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
    chart._blob = _xml(data, behind)  # noqa: SLF001 - the part has no other way to be filled after it has relations
    drawing = _DRAWING.format(
        width=round(_WIDTH_CM * _EMU_PER_CM),
        height=round((len(counts) * _ROW_CM + _EDGE_CM) * _EMU_PER_CM),
        number=1000 + number,
        name=escape(title),
        relation=document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART),
    )
    document.add_paragraph().add_run()._r.append(parse_xml(drawing))  # noqa: SLF001 - python-docx's own way in


def _xml(data: CategoryChartData, sheet: str) -> bytes:
    xml = str(ChartXmlWriter(XL_CHART_TYPE.BAR_CLUSTERED, data).xml)  # type: ignore[no-untyped-call]
    for before, after in _CHANGES:
        xml = xml.replace(before, after, 1)
    external = f'<c:externalData r:id="{sheet}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    return xml.replace("</c:chartSpace>", external).encode()
