import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.classify import classify, disclosure_list


def test_the_list_has_ten_classes_and_fifty_items() -> None:
    """教办函〔2014〕23号 counts ten classes and fifty items."""
    items = disclosure_list()
    assert sorted(items) == list(range(1, 51))
    assert len({item.disclosure_class for item in items.values()}) == 10
    assert all(item.cues and item.title for item in items.values())


@pytest.mark.parametrize("number", range(1, 51))
def test_every_item_is_reached_by_its_own_cues(number: int) -> None:
    """A notice whose title holds an item's cue words falls under that item."""
    item = disclosure_list()[number]
    found = classify("、".join(item.cues), "")
    assert found.item == number
    assert set(found.cues) <= {*item.cues, item.title}


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("2024年普通本科招生章程", 7),
        ("河南大学章程", 2),
        ("2024年各省录取分数线", 9),
        ("硕士研究生复试成绩公示", 12),
        ("2024级新生学费收费标准公示", 21),
        ("国家奖学金评审办法", 37),
        ("2023届毕业生就业质量年度报告", 33),
        ("学生申诉处理办法", 39),
        ("食堂改造工程招标公告", 18),
        ("校园突发事件应急预案", 50),
    ],
)
def test_plain_titles_fall_where_staff_would_put_them(title: str, number: int) -> None:
    """Hand-checked titles, one for each class and more."""
    assert classify(title, "").item == number


def test_the_text_decides_where_the_title_is_silent() -> None:
    """Cue words in the text count up to three times each."""
    found = classify("通知", "国家助学贷款的申请。助学贷款的发放。助学贷款的偿还。")
    assert found.item == 37
    assert "助学贷款" in found.cues


def test_a_page_under_an_items_own_name_falls_under_it() -> None:
    """A page of the disclosure site: its menu names the other items, its title its own, behind a number."""
    menu = "教职工代表大会相关制度 教代会 工代会 教职工代表大会 招生章程 招生计划 招生简章 本科教学质量报告"
    assert classify("5.教职工争议解决办法", menu).item == 26
    assert classify("6.参加研究生复试的考生成绩", menu).item == 12
    assert classify("5.促进毕业生就业的政策措施和指导服务", menu * 3).item == 31


def test_too_little_classifies_nothing() -> None:
    """One mention of a short word decides nothing."""
    assert classify("关于放假的通知", "如有处分").item is None
    assert classify("", "") == classify("通知", "")


@given(st.text(), st.text())
def test_any_text_gives_an_item_of_the_list_or_none(title: str, text: str) -> None:
    """Nothing raises, and an item always comes with the words that decided it."""
    found = classify(title, text)
    assert (found.item is None) == (not found.cues)
    assert found.item is None or found.item in disclosure_list()
