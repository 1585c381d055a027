from pathlib import Path

import pytest

from knowledge.document import Paragraph
from knowledge.errors import UnreadableFile
from knowledge.parsers import text

PATH = Path("notice.txt")


def test_lines_become_paragraphs_and_the_first_the_title() -> None:
    """Short lines stay paragraphs, and one that reads like a title is the title."""
    document = text.parse(PATH, "关于学费的通知\n\n各学院：\n学费标准如下。\n".encode("gbk"))
    assert document.title == "关于学费的通知"
    assert document.blocks == tuple(map(Paragraph, ("关于学费的通知", "各学院：", "学费标准如下。")))


def test_hard_wrapped_lines_are_rejoined() -> None:
    """Lines cut at a fixed width are joined into the paragraph they were."""
    whole = "学校按照国家规定收取学费和住宿费，" * 30 + "特此通知。"
    lines = "\n".join(whole[start : start + 35] for start in range(0, len(whole), 35))
    document = text.parse(PATH, lines.encode())
    assert document.blocks == (Paragraph(whole),)
    assert document.title == ""


def test_empty_text_is_refused() -> None:
    """A file of blanks is refused with advice."""
    with pytest.raises(UnreadableFile, match="empty"):
        text.parse(PATH, b" \n\t\n")
