from pathlib import Path

import pytest

from knowledge.parsers import titles


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["关于2024年学费标准的通知", "各学院："], "关于2024年学费标准的通知"),
        (
            ["广东工业大学全日制本科生", "国家奖助学金实施办法", "第一章 总则"],
            "广东工业大学全日制本科生国家奖助学金实施办法",
        ),
        (["某某学院文件", "某院〔2024〕12号", "关于公布招生计划的通知"], "关于公布招生计划的通知"),
        (["附件1：", "困难认定申请表"], "困难认定申请表"),
        (["附件2：思想品德鉴定表（转档考生）"], "思想品德鉴定表（转档考生）"),
        (["2021年校历【发布版】20201229"], "2021年校历【发布版】"),
        (["北京大学 2019—2020 学年校历"], "北京大学2019—2020学年校历"),
        (["2021-2-22 党政办公室编制", "2021年校历"], "2021年校历"),
        (["专业间分数级差依次为2、1、1、0、0", "凡符合规定的考生"], ""),
        (["一、招生计划", "招生简章"], ""),
        (["长" * 200, "招生简章"], ""),
        (["", "  ", "招生简章"], "招生简章"),
        ([], ""),
    ],
)
def test_title_is_found_among_the_first_lines(lines: list[str], title: str) -> None:
    """The first lines that read like an official title give it, joined and without stamps, up to the first clause."""
    assert titles.find(lines) == title


def test_sentences_are_no_titles() -> None:
    """A line with a full stop or a colon is no title, whatever its last word."""
    assert not titles.looks_like_title("请各学院尽快完成。附计划")
    assert titles.looks_like_title("2024年本科招生计划")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("laoxiu001__2013年分省分专业录取分数.xls", "2013年分省分专业录取分数"),
        ("附件2：2024年收费标准(1).docx", "2024年收费标准"),
        ("招生章程.txt", "招生章程"),
        ("新建文本文档.txt", ""),
        ("20240301.pdf", ""),
    ],
)
def test_the_name_of_a_file_is_a_title_where_it_reads_like_one(name: str, title: str) -> None:
    """A file's own name gives the title, without a download's prefix, an attachment's number or a copy's mark."""
    assert titles.named(Path("folder") / name) == title
