from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx as library
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.document import Heading, Paragraph, Table
from knowledge.errors import UnreadableFile
from knowledge.parsers import docx

PATH = Path("notice.docx")


def _bytes(document: Any) -> bytes:  # noqa: ANN401 -- the library has no types
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _body(xml: str) -> bytes:
    """A document whose body holds the given WordprocessingML, in front of the library's empty template."""
    document = library.Document()
    compatibility = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    wrapped = parse_xml(f"<w:body {nsdecls('w')} {compatibility}>{xml}</w:body>")
    for node in list(wrapped)[::-1]:
        document.element.body.insert(0, node)
    return _bytes(document)


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(text)}</w:tc>"


def test_styles_give_title_and_headings() -> None:
    """The Title style is the title, heading styles are headings of their level; a heading as long as a text is none."""
    document = library.Document()
    document.add_heading("关于学费的通知", 0)
    document.add_heading("一、标准", 1)
    document.add_heading("（一）本科", 2)
    document.add_heading("长" * 80, 2)
    document.add_paragraph("每生每年5200元。")
    parsed = docx.parse(PATH, _bytes(document))
    assert parsed.title == "关于学费的通知"
    assert parsed.blocks[1:3] == (Heading("一、标准", 1), Heading("（一）本科", 2))
    assert parsed.blocks[3] == Paragraph("长" * 80)


def test_title_over_two_lines_is_joined() -> None:
    """Without marked title the first lines that read like one are joined; the file's own property is not believed."""
    document = library.Document()
    document.core_properties.title = "关于旧事项的通知"
    for text in ("某大学全日制本科生", "国家奖助学金实施办法", "第一条 本办法适用于本科生。"):
        document.add_paragraph(text)
    assert docx.parse(PATH, _bytes(document)).title == "某大学全日制本科生国家奖助学金实施办法"


def test_title_falls_back_to_heading_caption_and_property() -> None:
    """Where no line reads like a title: the first heading, the first table's caption, the property if it reads like one."""
    document = library.Document()
    document.core_properties.title = "关于学费的通知"
    document.add_paragraph("正文。")
    assert docx.parse(PATH, _bytes(document)).title == "关于学费的通知"
    document.core_properties.title = "Word 文档"
    assert docx.parse(PATH, _bytes(document)).title == ""
    headed = library.Document()
    headed.add_heading("学校概要", 1)
    assert docx.parse(PATH, _bytes(headed)).title == "学校概要"
    rows = "<w:tr>" + _tc("2024年收费", '<w:gridSpan w:val="2"/>') + "</w:tr>"
    rows += "<w:tr>" + _tc("专业") + _tc("学费") + "</w:tr><w:tr>" + _tc("法学") + _tc("5200") + "</w:tr>"
    assert docx.parse(PATH, _body(f"<w:tbl>{rows}</w:tbl>")).title == "2024年收费"


def test_breaks_split_lines_and_tabs_are_blanks() -> None:
    """A line break in a paragraph begins a new one, a tab is a blank."""
    document = library.Document()
    run = document.add_paragraph().add_run("电话：")
    run.add_tab()
    run.add_text("0755-1234")
    run.add_break(WD_BREAK.LINE)
    run.add_text("地址：某路")
    assert docx.parse(PATH, _bytes(document)).blocks == (Paragraph("电话： 0755-1234"), Paragraph("地址：某路"))


def test_merged_cells_are_spread() -> None:
    """Cells with gridSpan and vMerge repeat their value in each place they cover; a cell that continues nothing stands alone."""
    rows = (
        "<w:tr>"
        + _tc("批次", '<w:vMerge w:val="restart"/>')
        + _tc("分数", '<w:gridSpan w:val="2"/><w:vMerge/>')
        + "</w:tr>"
        "<w:tr>" + _tc("", "<w:vMerge/>") + _tc("最高") + _tc("最低") + "</w:tr>"
        "<w:tr>" + _tc("一本", '<w:vMerge w:val="continue"/>') + _tc("560") + _tc("540") + "</w:tr>"
        "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + _tc("x") + _tc("520") + "</w:tr>"
    )
    (table,) = docx.parse(PATH, _body(f"<w:tbl>{rows}</w:tbl>")).blocks
    assert isinstance(table, Table)
    assert table.rows[:2] == (("批次", "分数", "分数"), ("批次", "最高", "最低"))
    assert table.rows[2][0] == "批次"
    assert table.rows[3] == ("", "x", "520")


def test_caption_and_unit_come_from_the_paragraph_above() -> None:
    """The lines right above a table name it and give its unit."""
    rows = "<w:tr>" + _tc("专业") + _tc("学费") + "</w:tr><w:tr>" + _tc("法学") + _tc("5200") + "</w:tr>"
    blocks = docx.parse(PATH, _body(_p("表1 学费标准") + _p("单位：元") + f"<w:tbl>{rows}</w:tbl>")).blocks
    assert blocks[-1] == Table((("专业", "学费"), ("法学", "5200")), "表1 学费标准", "元", 1)


def test_nested_tables_follow_and_frames_dissolve() -> None:
    """A table inside a cell comes after the outer one; a table of one column is a frame around running text."""
    inner = "<w:tbl><w:tr>" + _tc("甲") + _tc("乙") + "</w:tr><w:tr>" + _tc("1") + _tc("2") + "</w:tr></w:tbl>"
    outer = "<w:tbl><w:tr>" + _tc("名称") + f"<w:tc>{_p('内容')}{inner}</w:tc></w:tr></w:tbl>"
    framed = f"<w:tbl><w:tr><w:tc>{_p('框内文字。')}{inner}</w:tc></w:tr></w:tbl>"
    blocks = docx.parse(PATH, _body(outer + framed)).blocks
    assert [type(block).__name__ for block in blocks] == ["Table", "Table", "Paragraph", "Table"]
    assert blocks[2] == Paragraph("框内文字。")
    assert docx.parse(PATH, _body("<w:tbl></w:tbl>" + _p("正文"))).blocks == (Paragraph("正文"),)


def test_box_text_is_kept_once() -> None:
    """The text of a box follows its paragraph; the copy kept for old programs is left out."""
    box = f"<w:txbxContent>{_p('框中的话')}</w:txbxContent>"
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    alternate = f"<w:r><mc:AlternateContent>{choices}</mc:AlternateContent></w:r>"
    xml = f"<w:p><w:r><w:t>正文</w:t></w:r>{alternate}</w:p>"
    assert docx.parse(PATH, _body(xml)).blocks == (Paragraph("正文"), Paragraph("框中的话"))


def test_deleted_hidden_and_contents_text_is_left_out() -> None:
    """Tracked deletions, hidden runs and the lines of a table of contents are not content; insertions are."""
    xml = (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:noBreakHyphen/><w:t>文</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{_p('控件中的文字')}</w:sdtContent></w:sdt>"
    )
    assert docx.parse(PATH, _body(xml)).blocks == (Paragraph("新-文"), Paragraph("控件中的文字"))
    document = library.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("第一章 总则\t3", style="toc 1")
    document.add_paragraph("第一条 本办法适用于本科生。", style="toc 1")
    assert docx.parse(PATH, _bytes(document)).blocks == (Paragraph("第一条 本办法适用于本科生。"),)


def test_automatic_numbers_are_rendered() -> None:
    """The numbers that Word draws itself stand before their paragraphs, in cells too."""
    document = library.Document()
    root = document.part.numbering_part.element
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
    )
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{level}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    numbered = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='90'/></w:numPr>"
    for text in ("适用于本科生。", "自发布之日起施行。"):
        document.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(numbered))
    assert docx.parse(PATH, _bytes(document)).blocks == (
        Paragraph("第一条 适用于本科生。"),
        Paragraph("第二条 自发布之日起施行。"),
    )


def test_empty_and_damaged_documents_are_refused(make_zip: Callable[..., bytes]) -> None:
    """A document without text, without parts or with broken XML is an error with advice."""
    with pytest.raises(UnreadableFile, match="no text"):
        docx.parse(PATH, _bytes(library.Document()))
    for content in (b"none", make_zip({"word/document.xml": "<w:document"})):
        with pytest.raises(UnreadableFile, match="damaged"):
            docx.parse(PATH, content)


def test_documents_without_lists_are_read() -> None:
    """A package without numbering part has no lists."""
    document = library.Document()
    document.add_paragraph("正文。")
    part = document.part
    for key in [key for key, relation in part.rels.items() if relation.reltype.endswith("/numbering")]:
        part.drop_rel(key)
        part.rels.pop(key, None)
    assert docx.parse(PATH, _bytes(document)).blocks == (Paragraph("正文。"),)
