"""The annual report as a Word file to go on writing in: headings, tables that repeat their head, charts, marked blanks."""

import io
import re
from collections.abc import Sequence

import docx
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from bot.reports.annual.blocks import Bars, Blank, Block, Document, Heading, Paragraph, Table
from bot.reports.annual.figures import Figure
from bot.reports.annual.word_chart import add_bars

_BODY, _BOLD, _TITLE = "仿宋", "黑体", "方正小标宋简体"
_WIDTH_CM = 15.6
_GREY = RGBColor(0x70, 0x70, 0x70)
# A longer cell may need more than a page.
_LONG = 300
# So few rows stay together on one page.
_SHORT_TABLE = 12
_EVIDENCE = "数字依据"


def to_word(document: Document) -> bytes:
    """The file."""
    word = docx.Document()
    _set_up(word)
    said = word.core_properties
    said.author, said.title, said.comments = document.title, document.subtitle, ""
    for text, size in ((document.title, 22), (document.subtitle, 20)):
        title = word.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(title, text, size=size, font=_TITLE).bold = True
    _run(_indented(word), document.about)
    charts = 0
    for block in document.blocks:
        charts += isinstance(block, Bars)
        _add(word, block, charts)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _add(word: Word, block: Block, charts: int) -> None:
    match block:
        case Heading(text=text, level=level):
            heading = word.add_heading(level=level)
            run = _run(heading, text, size=16 if level == 1 else 14, font=_BOLD)
            run.font.color.rgb = RGBColor(0, 0, 0)
        case Paragraph(pieces=pieces):
            paragraph = _indented(word)
            paragraph.paragraph_format.keep_with_next = isinstance(pieces[-1], str) and pieces[-1].endswith("：")
            for piece in pieces:
                _piece(paragraph, piece)
        case Table():
            _table(word, block)
        case Bars(title=title, figures=figures):
            add_bars(word, charts, title, [(name, figure.value) for name, figure in figures])
        case Blank(hint=hint):
            _run(_indented(word), f"【待填写】{hint}").font.highlight_color = WD_COLOR_INDEX.YELLOW


def _set_up(word: Word) -> None:
    """A4, the fonts of official papers, and page numbers."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.6)
    section.start_type = WD_SECTION.NEW_PAGE
    normal = word.styles["Normal"]
    normal.font.size = Pt(14)
    normal.font.name = "Times New Roman"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    normal.paragraph_format.line_spacing = 1.4
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.rPr.append(language)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(footer, "PAGE")


def _table(word: Word, table: Table) -> None:
    caption = word.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    _run(caption, table.caption, size=11, font=_BOLD)
    made = word.add_table(rows=1, cols=len(table.header), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    head = made.rows[0]
    _flag(head._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 - python-docx has no name for it
    _fill(head.cells, table.header, table.caption, bold=True)
    for row in table.rows:
        added = made.add_row()
        if all(len(value) <= _LONG for value in row if isinstance(value, str)):
            _flag(added._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001 - python-docx has no name for it
        _fill(added.cells, row, table.caption)
    shares = table.widths or tuple(1 / len(table.header) for _ in table.header)
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Cm(_WIDTH_CM * share)
        for cell in column.cells:
            cell.width = Cm(_WIDTH_CM * share)
    if len(table.rows) <= _SHORT_TABLE:
        for part in made.rows[:-1]:
            for cell in part.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    below = word.add_paragraph().paragraph_format
    below.space_after, below.line_spacing = Pt(0), Pt(12)


def _fill(cells: Sequence[object], values: Sequence[str | Figure], caption: str, *, bold: bool = False) -> None:
    for cell, value in zip(cells, values, strict=True):
        paragraph: WordParagraph = cell.paragraphs[0]  # type: ignore[attr-defined]  # python-docx's cell
        paragraph.paragraph_format.line_spacing = 1.1
        if isinstance(value, Figure) and caption == _EVIDENCE:
            _run(paragraph, str(value.value), size=10.5)
        elif isinstance(value, Figure):
            _piece(paragraph, value, size=10.5)
        else:
            _run(paragraph, _breakable(value), size=10.5, font=_BOLD if bold else _BODY)


def _breakable(text: str) -> str:
    """LibreOffice breaks no line after a comma between numbers: N1、N3 would stand in one line, however long."""
    return re.sub(r"、(?=[0-9A-Z])", "、\u200b", text)


def _piece(paragraph: WordParagraph, piece: str | Figure, size: float | None = None) -> None:
    """Words, or a number with the sign under which the appendix explains it."""
    if isinstance(piece, str):
        _run(paragraph, piece, size=size)
        return
    _run(paragraph, str(piece.value), size=size).bold = True
    sign = _run(paragraph, piece.id, size=8)
    sign.font.superscript = True
    sign.font.color.rgb = _GREY


def _run(paragraph: WordParagraph, text: str, size: float | None = None, font: str = _BODY) -> Run:
    run = paragraph.add_run(_clean(text))
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - python-docx knows no East Asian font
    if size is not None:
        run.font.size = Pt(size)
    return run


def _indented(word: Word) -> WordParagraph:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(28)
    return paragraph


def _field(paragraph: WordParagraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx knows no fields


def _flag(properties: object, name: str) -> None:
    properties.append(OxmlElement(name))  # type: ignore[attr-defined]  # an element of lxml


def _clean(text: str) -> str:
    """Without characters that XML forbids."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
