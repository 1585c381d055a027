"""Names in lists."""

import pytest

from knowledge.privacy.names import is_foreign_name, is_name, starred_name


@pytest.mark.parametrize(
    "name",
    ["张三", "李 明", "王小明", "欧阳晓东", "司马光", "張國強", "买买提·艾力", "张某", "张某某", "李**", "王*明"],
)
def test_names_are_names(name: str) -> None:
    """Of two to four characters, with a blank set between two, in either script, of other nations, masked."""
    assert is_name(name)


@pytest.mark.parametrize(
    "word",
    [
        "计算机",
        "高等数学",
        "金额",
        "方法",
        "程序",
        "马原课",
        "安全",
        "计算机学院",
        "困难",
        "合计",
        "",
        "张",
        "12",
        "王老师",
        "张三等",
        "黄河路小学",
    ],
)
def test_words_are_none(word: str) -> None:
    """Subjects, offices, kinds and teachers' forms of address."""
    assert not is_name(word)


def test_foreign_names_have_capitals() -> None:
    """Only a column of names asks for them."""
    assert is_foreign_name("Maria da Silva".replace("da", "Da"))
    assert is_foreign_name("NGUYEN VAN AN")
    assert not is_foreign_name("admission office")


def test_a_starred_name_keeps_the_surname() -> None:
    """张*, 张**, 欧阳**."""
    assert [starred_name(name) for name in ("张三", "张小明", "欧阳晓东")] == ["张*", "张**", "欧阳**"]
