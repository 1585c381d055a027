import pytest

from knowledge.headings import QUESTION, is_title_only, label, level


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("第一编 总则", 10),
        ("第二章 学籍", 11),
        ("第三节 考核", 12),
        ("第十二条 学生应当按时缴费。", 13),
        ("一、报名条件", 14),
        ("（三）申请材料", 15),
        ("1. 身份证复印件", 16),
        ("2．户口簿", 16),
        ("（1）文科", 17),
        ("3）理科", 17),
        ("①在校学生", 18),
        ("学校坐落于江边。", None),
        ("第一条款的解释", None),
        ("1.5万元", None),
        ("2024年招生", None),
    ],
)
def test_clause_numbers_have_their_usual_depth(paragraph: str, expected: int | None) -> None:
    """The signs of official documents nest in one order, and what only resembles one is text."""
    assert level(paragraph) == expected


@pytest.mark.parametrize(
    "paragraph", ["问：学费多少？", "1. 新生什么时候报到？", "外地学生如何办理户口迁移？", "Q1：住宿几人一间"]
)
def test_a_question_opens_a_part(paragraph: str) -> None:
    """Questions and answers part at the questions, numbered or not."""
    assert level(paragraph) == QUESTION


def test_an_article_that_asks_stays_an_article() -> None:
    """第X条 goes before the question mark."""
    assert level("第三条 什么是学籍？") == 13


def test_a_label_is_the_first_sentence_cut_short() -> None:
    """What heads a passage is short: to the colon or full stop, at most forty characters."""
    assert label("第三条 收费标准：学费五千元。") == "第三条 收费标准"
    assert label("一、报名。二、考试。") == "一、报名"
    assert label("学" * 50) == "学" * 39 + "…"


def test_a_short_line_without_full_stop_is_a_title() -> None:
    """第一章 总则 is a title, 第一条 with its sentence is not."""
    assert is_title_only("第一章 总则")
    assert not is_title_only("第一条 为规范管理，制定本办法。")
    assert not is_title_only("学" * 41)
