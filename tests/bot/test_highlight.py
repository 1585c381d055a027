import pytest

from bot.highlight import Cell, cell, cells, sentence
from index.coverage import Scale, Weighed
from index.query import Concept, Want

ROW = "各省录取分数·2025年统计：省份：河南；科类：物理类；最高分：421；最低分：350；最低分位次：567887"
LONG = "统计：省份：河南；录取人数：44；录取分数（满分750分）最高分：421；录取分数（满分750分）最低分：350；最低分位次：567887"
LINES = "统计：省份：浙江；批次控制线第一批：605；批次控制线第二批：428；录取情况最低分：550；录取情况平均分：561"
FEES = "学费·2026年标准：专业：护理；学费：15600；住宿费：1200（单位：元/生·学年）"


def asked(*words: str) -> tuple[Weighed, ...]:
    return Scale(lambda _: 2.0).weigh([Concept((word,)) for word in words])


def test_a_row_is_read_into_its_cells() -> None:
    """Names without the caption, values, and the unit that holds for all."""
    assert list(cells(FEES)) == [
        Cell("专业", "护理", "（单位：元/生·学年）"),
        Cell("学费", "15600", "（单位：元/生·学年）"),
        Cell("住宿费", "1200", "（单位：元/生·学年）"),
    ]
    assert list(cells("没有列的一行")) == []


@pytest.mark.parametrize(
    ("row", "words", "want", "expected"),
    [
        (ROW, ("河南", "最低分"), Want.SCORE, "▶ 最低分：350"),
        (LONG, ("河南", "最低分"), Want.SCORE, "▶ 录取分数（满分750分）最低分：350"),
        (LONG, ("河南", "最低分"), Want.RANK, "▶ 最低分位次：567887"),
        (LINES, ("浙江", "第二批", "最低分"), Want.SCORE, "▶ 录取情况最低分：550"),
        (LINES, ("浙江", "第二批", "最高分"), Want.SCORE, ""),
        (FEES, ("护理", "住宿费"), Want.AMOUNT, "▶ 住宿费：1200（单位：元/生·学年）"),
        (ROW, ("河南",), Want.SCORE, ""),
        (ROW, ("河南", "最低分"), Want.HOW, ""),
        (FEES, ("15600",), Want.AMOUNT, ""),
    ],
)
def test_the_cell_whose_column_is_asked_for_stands_in_front(
    row: str, words: tuple[str, ...], want: Want, expected: str
) -> None:
    """Only a figure, only where one column clearly is the one, and never what the question itself said."""
    assert cell(row, asked(*words), want) == expected


def test_the_sentence_that_answers_stands_in_front_of_a_long_quote() -> None:
    """Literally; not where the quote is short, begins with it, or two sentences are as good."""
    long = "第一条 " + "学校按照有关规定做好学生的各项工作，" * 7 + "完毕。"
    text = f"{long}\n迟到一次按旷课0.5学时计算。\n其他按本细则执行。"
    assert sentence(text, asked("迟到"), Want.ANY) == "▶ 迟到一次按旷课0.5学时计算。"
    assert sentence("迟到一次按旷课0.5学时计算。", asked("迟到"), Want.ANY) == ""
    assert sentence(f"迟到{long}", asked("迟到"), Want.ANY) == ""
    assert sentence(f"{long}\n迟到甲。\n迟到乙。", asked("迟到"), Want.ANY) == ""


def test_what_holds_from_now_on_stands_in_front_of_what_held_before() -> None:
    """A notice that moves a day names the old one first, in the words of the question."""
    old = "原通知中规定的2026年贷款回执录入截止时间为9月30日18:00。"
    new = "因部分资助中心受台风影响延迟受理，经与经办银行商定，现将录入截止时间延长至2026年10月12日18:00。"
    text = f"关于延长回执录入时间的补充通知\n各学院、各位贷款学生：\n{old}{new}\n其他事项仍按原通知执行，请相互转告。"
    assert sentence(text, asked("回执", "截止时间"), Want.DATE) == f"▶ {new}"


@pytest.mark.parametrize("heading", ["二、迟到", "问：迟到怎么办？", "迟到记不记旷课？"])
def test_a_heading_or_a_question_is_no_answer(heading: str) -> None:
    """It speaks of what was asked and says nothing of it."""
    long = "第一条 " + "学校按照有关规定做好学生的各项工作，" * 7 + "完毕。"
    assert sentence(f"{long}\n{heading}\n其他按本细则执行。", asked("迟到"), Want.ANY) == ""
