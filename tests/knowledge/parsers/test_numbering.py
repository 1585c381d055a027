import pytest

from knowledge.parsers.numbering import Level, Numbering, spell


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (12, "japaneseCounting", "十二"),
        (20, "taiwaneseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (1001, "chineseCounting", "一千零一"),
        (3, "chineseLegalSimplified", "叁"),
        (2, "ideographTraditional", "乙"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircleChinese", "21"),
        (2, "lowerLetter", "b"),
        (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"),
        (4, "upperRoman", "IV"),
        (7, "decimal", "7"),
        (7, "no such format", "7"),
        (0, "chineseCounting", "0"),
    ],
)
def test_numbers_are_spelled_as_word_shows_them(number: int, number_format: str, text: str) -> None:
    """Each number format gives what Word prints."""
    assert spell(number, number_format) == text


def test_levels_count_and_restart() -> None:
    """A deeper level begins again under each number of the level above, and shows the numbers above it."""
    levels = {0: Level(1, "chineseCounting", "第%1条"), 1: Level(1, "decimal", "%1.%2"), 2: Level(1, "bullet", "·")}
    numbering = Numbering({5: ("a", levels)})
    labels = [numbering.label(5, depth) for depth in (0, 1, 1, 0, 1, 2)]
    assert labels == ["第一条 ", "一.1 ", "一.2 ", "第二条 ", "二.1 ", ""]


def test_lists_that_share_a_counter_go_on() -> None:
    """Two lists of one counter continue each other; unknown lists and levels give nothing."""
    levels = {0: Level(3, "decimal", "（%1）"), 1: Level(1, "decimal", "%5")}
    numbering = Numbering({1: ("a", levels), 2: ("a", levels)})
    assert [numbering.label(1, 0), numbering.label(2, 0)] == ["（3）", "（4）"]
    assert numbering.label(9, 0) == ""
    assert numbering.label(1, 8) == ""
    assert numbering.label(1, 1) == ""
