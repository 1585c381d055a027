from pathlib import PurePath

import pytest

from knowledge.describe.title import title
from knowledge.document import Block, Document, Heading, Paragraph
from knowledge.notice import Place


def titled(*blocks: Block | str, own: str = "", name: str = "a.docx") -> tuple[str, Place, bool]:
    found = title(Document(own, tuple(Paragraph(b) if isinstance(b, str) else b for b in blocks)), PurePath(name))
    return found.value, found.place, found.is_sure


def test_what_the_content_calls_itself_comes_first() -> None:
    """Its marked title, then lines that read like one, then the first heading."""
    assert titled("正文。", own="学生管理办法") == ("学生管理办法", Place.HEAD, True)
    assert titled("某某学院文件", "校发〔2024〕1号", "2024年3月5日", "关于放假的通知", "正文。")[0] == "关于放假的通知"
    assert titled("说明如下。", Heading("图书馆开放")) == ("图书馆开放", Place.HEAD, True)


@pytest.mark.parametrize("letter", ["某某学院文件", "校发〔2024〕1号", "（2024年3月5日）"])
def test_a_letterhead_is_no_title(letter: str) -> None:
    """Nor is the document's number or its day, even where the format calls it the title."""
    assert titled(letter, "关于放假的通知", own=letter)[0] == "关于放假的通知"


def test_a_files_name_goes_before_a_plain_line_and_before_the_name_of_a_sheet() -> None:
    """Where it reads like a title, or says more than a word or two."""
    assert titled("依次为2、1、1", name="招生章程.txt") == ("招生章程", Place.FILE_NAME, False)
    assert titled(Heading("重庆"), "426", name="2013年分省分专业录取分数.xls")[0] == "2013年分省分专业录取分数"
    assert titled("426", own="重庆", name="2013年分省分专业录取分数.xls")[0] == "2013年分省分专业录取分数"
    assert titled("426", own="就业年报", name="2013年分省分专业录取分数.xls")[0] == "就业年报"


def test_salutations_and_sentences_are_no_titles() -> None:
    """The file's name is, less what copying and attaching added to it."""
    assert titled("各学院：", "正文。", name="附件2：申请材料(1).docx") == ("申请材料", Place.FILE_NAME, False)
    assert titled("放假安排及值班", "正文。", name="3.docx") == ("放假安排及值班", Place.HEAD, False)
    assert titled("一" * 70, name="附件1.docx")[0] == "附件1"
