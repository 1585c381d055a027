from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Document, Paragraph, Table
from knowledge.errors import KnowledgeError, UnreadableFile
from knowledge.parsers.html import parse

PATH = Path("page.html")
BODY = "根据上级有关规定，现将二〇二四年各专业学费标准公布如下，请各位同学按时缴纳，逾期不予办理注册手续。"


def of(markup: str) -> Document:
    return parse(PATH, markup.encode())


def texts(markup: str) -> list[str]:
    return [block.text for block in of(markup).blocks if not isinstance(block, Table)]


@pytest.mark.parametrize(
    "mark",
    [
        'id="vsb_content_2"',
        'class="v_news_content"',
        'class="wp_articlecontent"',
        'id="js_content"',
        'class="TRS_Editor"',
    ],
)
def test_the_content_of_known_layouts_is_found(mark: str) -> None:
    """The site builders' own ids and classes mark the notice; all around it is dropped."""
    assert texts(f"<div>栏目导航</div><div {mark}><p>{BODY}</p></div><div>友情链接</div>") == [BODY]


def test_a_page_of_unknown_layout_is_read_without_its_navigation() -> None:
    """Menus by name, lists of links, and furniture lines vanish; the text stays."""
    menu = "<ul>" + "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(6)) + "</ul>"
    page = f'<div class="nav">学校首页</div>{menu}<p>{BODY}</p><p>上一篇：校历</p><div id="footer">江边路1号</div>'
    assert texts(page) == [BODY]


def test_a_list_of_attachments_is_kept() -> None:
    """Links to documents are content, however many."""
    links = "".join(f'<a href="f{n}.docx">附件{n}</a> ' for n in range(5))
    assert texts(f"<p>{BODY}</p><div>{links}</div>")[-1] == "附件0 附件1 附件2 附件3 附件4"


def test_a_data_table_of_links_keeps_its_rows_and_columns() -> None:
    """A table of offices whose cells link is data; a cell of many links does not shift its row."""
    row = "".join(f'<td><a href="/{n}">学院{n}</a>' for n in range(3))
    found = of(f"<p>{BODY}</p><table>{f'<tr>{row}' * 3}</table>").blocks
    assert found[-1] == Table((("学院0", "学院1", "学院2"),) * 3)
    links = "".join(f'<a href="/{n}">系{n}</a>' for n in range(4))
    page = f"<p>{BODY}</p><table>{f'<tr><td>文学院<td>{links}<td>23501111' * 3}</table>"
    assert of(page).blocks[-1] == Table((("文学院", "", "23501111"),) * 3)


def test_a_page_that_is_all_links_is_read_whole() -> None:
    """Where nothing is left without the links, they are the text."""
    page = "".join(f'<a href="/{n}">科室{n}</a>' for n in range(8))
    assert "科室7" in texts(f"<div>{page}</div>")[0]


def test_an_almost_empty_content_element_is_not_believed() -> None:
    """A picture in the known place does not hide the text beside it."""
    assert BODY in texts(f'<div id="vsb_content">图</div><p>{BODY}</p>')


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        (f'<title>网站</title><div class="arti_title">学费标准公示</div><p>{BODY}', "学费标准公示"),
        (f"<title>网站</title><h1>学费标准公示</h1><p>{BODY}", "学费标准公示"),
        (f"<title>学费标准公示-某某大学</title><p>{BODY}", "学费标准公示"),
        (f"<title>退费说明</title><h2>1. 所需材料</h2><p>{BODY}", "退费说明"),
        (f"<title>无标题文档</title><p>学费标准</p><p>{BODY}", "学费标准"),
        ("<table><tr><td colspan=2>收费一览<tr><td>专业<td>学费<tr><td>法学<td>5000</table>", "收费一览"),
        (f"<p>{BODY}", ""),
    ],
)
def test_the_title_is_what_the_page_calls_the_notice(markup: str, title: str) -> None:
    """Marked title, heading, <title> without the site's name, first short line, title of a table, in this order."""
    assert of(markup).title == title


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f'<meta name="PubDate" content="2024-03-05 10:00"><p>{BODY}', date(2024, 3, 5)),
        (f"<p>发布时间：2023年7月8日</p><p>{BODY}", date(2023, 7, 8)),
        (f"<p>发布时间：2023-13-40</p><p>{BODY}", None),
        (f"<p>{BODY}", None),
    ],
)
def test_the_date_of_publication(markup: str, expected: date | None) -> None:
    """From a meta entry, else from what the page says; an impossible date is none."""
    assert of(markup).metadata.published_at == expected


def test_bytes_go_before_the_declared_character_set() -> None:
    """UTF-8 declared as gb2312 is read as UTF-8, and true GBK as GBK."""
    markup = f'<meta charset="gb2312"><p>{BODY}</p>'
    assert [parse(PATH, markup.encode(code)).blocks for code in ("utf-8", "gbk")] == [(Paragraph(BODY),)] * 2


def test_server_directives_are_not_text() -> None:
    """A saved .jsp page begins with directives."""
    assert texts(f'<%@ page language="java" %><p>{BODY}</p>') == [BODY]


def test_a_page_without_text_is_refused_with_advice() -> None:
    """A page that is a picture says what staff can do."""
    with pytest.raises(UnreadableFile, match="no text") as raised:
        of('<body><img src="fees.png"></body>')
    assert raised.value.advice


def test_a_page_of_damaged_bytes_is_refused() -> None:
    """Replacement characters in number mean that the page was destroyed before."""
    with pytest.raises(UnreadableFile):
        of("<p>" + "学费标准公示" * 600 + "\ufffd" * 30)


@given(st.one_of(st.binary(), st.text().map(str.encode), st.binary().map(lambda raw: b"<html><p>" + raw)))
def test_any_bytes_give_a_document_or_a_clear_error(content: bytes) -> None:
    """Nothing but KnowledgeError leaves the parser, and a document holds a block."""
    message = "page.html: read"
    try:
        assert parse(PATH, content).blocks
    except KnowledgeError as error:
        message = str(error)
    assert message.startswith("page.html: ")
