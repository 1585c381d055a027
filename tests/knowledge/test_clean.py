import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clean import clean, display_width, rejoin

LINES = st.lists(st.text(st.sampled_from("学费为每年五千元。；：a1 -第页３—\t　"), max_size=60), max_size=30)
# One paragraph of a page 40 columns wide: only the last line is short.
PARAGRAPH = [
    "奖学金的评定应当坚持公开公平公正的原则",
    "由各学院评审小组根据学生上一学年的成绩",
    "与表现提出名单并在学院网站公示五个工作",
]


def test_full_width_letters_and_digits_are_folded_and_chinese_punctuation_is_not() -> None:
    """Full-width letters and digits become plain ones; ，（）：stay."""
    assert clean("２０２４级（Ａ类），学费：５０００元。") == "2024级（A类），学费：5000元。"


def test_blanks_of_all_kinds_become_one_space() -> None:
    """Ideographic, no-break and line-breaking blanks collapse, and none is left outside."""
    assert clean("\u3000\u3000第一条\u00a0 本办法\r\n适用 ") == "第一条 本办法 适用"


def test_invisible_characters_vanish() -> None:
    """Zero-width marks, soft hyphens, control and private-use characters leave no trace."""
    assert clean("招\u200b生\ufeff简\u00ad章\x07\ue004") == "招生简章"


def test_bookmarks_of_word_vanish() -> None:
    """An exported bookmark is no text."""
    assert clean("附件[bookmark: _GoBack]1") == "附件1"


def test_a_word_set_wide_before_a_colon_is_one_word() -> None:
    """电    话： is 电话：, while two names side by side stay two."""
    assert clean("电　　话：85358271") == "电话：85358271"
    assert clean("张三    李四") == "张三 李四"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """`clean` is idempotent on any text."""
    assert clean(clean(text)) == clean(text)


@given(st.text(st.sampled_from("[bookmark: ]电话：\u200b 　ａ\u0301e第")))
def test_cleaning_is_idempotent_where_its_rules_meet(text: str) -> None:
    """What one rule leaves behind never feeds another rule on a second run."""
    assert clean(clean(text)) == clean(text)


def test_a_chinese_character_is_two_columns_wide() -> None:
    """Width is counted as a fixed-width font shows it."""
    assert display_width("学费5000元") == 10


def test_lines_cut_at_a_fixed_width_become_paragraphs() -> None:
    """A page's lines are joined, and its paragraphs part where a short line ends them."""
    lines = [*PARAGRAPH, "日。", *PARAGRAPH, "日。", *PARAGRAPH, "日。"]
    assert rejoin(lines) == ["".join(PARAGRAPH) + "日。"] * 3


def test_a_clause_number_opens_a_paragraph_after_a_full_line() -> None:
    """第三条 begins anew even where the line above was full and had no full stop."""
    assert rejoin([*PARAGRAPH, *PARAGRAPH, "第三条 各学院应当在规定的期限内报送材料", *PARAGRAPH])[1].startswith(
        "第三条"
    )


def test_latin_words_keep_a_space_where_lines_are_joined() -> None:
    """An English word at a line's end is not glued to the next."""
    english = "students who have been admitted shall"
    assert rejoin([english] * 8) == [" ".join([english] * 8)]


def test_lines_that_were_not_cut_stay_paragraphs() -> None:
    """A list of short lines is not joined."""
    assert rejoin(["招生办", "", "电话：1", "地址：2"]) == ["招生办", "电话：1", "地址：2"]


def test_an_empty_line_parts_paragraphs_of_a_cut_text() -> None:
    """An empty line ends a paragraph although the line above it was full."""
    assert rejoin([*PARAGRAPH, "", *PARAGRAPH, *PARAGRAPH]) == ["".join(PARAGRAPH), "".join(PARAGRAPH) * 2]


@pytest.mark.parametrize("mark", ["- 3 -", "—3—", "第3页", "第 3 页 共 12 页"])
def test_page_marks_between_cut_lines_vanish(mark: str) -> None:
    """A page break does not cut a paragraph in two, nor leave its mark in the text."""
    assert rejoin([*PARAGRAPH, mark, *PARAGRAPH, *PARAGRAPH]) == ["".join(PARAGRAPH) * 3]


def test_bare_numbers_vanish_only_where_they_count_pages() -> None:
    """1, 2 between the lines are pages; 583 is a score."""
    assert rejoin([*PARAGRAPH, "1", *PARAGRAPH, *PARAGRAPH, "2"]) == ["".join(PARAGRAPH) * 3]
    assert "583" in rejoin([*PARAGRAPH, "583", *PARAGRAPH, *PARAGRAPH])[0]


def test_lines_wider_than_a_page_are_paragraphs() -> None:
    """Long lines of equal length are paragraphs of their own, not a page's lines."""
    assert len(rejoin(["学" * 100] * 9)) == 9


@given(LINES)
def test_rejoining_loses_no_character_but_page_marks(lines: list[str]) -> None:
    """Without digits, so without page numbers, every character that is not blank comes back in order."""
    lines = ["".join(char for char in line if not char.isdigit()) for line in lines]
    assert "".join("".join(rejoin(lines)).split()) == "".join("".join(map(clean, lines)).split())
