from knowledge.document import Table
from knowledge.parsers import word_lines
from knowledge.parsers.pdf_flow import Item
from knowledge.parsers.words import Word


def _word(text: str, x: float, y: float, size: float = 20) -> Word:
    return Word(text, x, y, x + size * len(text), y + size)


def _items(*words: Word) -> list[Item]:
    placed = sorted(word_lines.arranged(words, 1), key=lambda entry: entry[0])
    return [item for _, items in placed for item in items]


def test_words_at_one_height_are_a_line() -> None:
    """Words are read left to right, lines top to bottom, whatever the order they come in."""
    assert word_lines.lines([_word("元", 300, 104), _word("学费", 100, 100), _word("住宿费", 100, 140)]) == [
        "学费 元",
        "住宿费",
    ]


def test_words_over_one_another_are_two_lines() -> None:
    """A line never holds two words at the same place."""
    assert word_lines.lines([_word("上行", 100, 100), _word("下行", 100, 109)]) == ["上行", "下行"]


def test_full_lines_are_rejoined() -> None:
    """A line that reaches the edge goes on in the next; one that ends a sentence, and one before a new clause, do not."""
    texts = [
        "一、学生应当在规定的时间内缴清学费和住",
        "宿费，逾期不缴者不予注册，由学院通知本",
        "人及家长。",
        "二、其他。",
    ]
    assert _items(*[_word(text, 60, 100 + 30 * row) for row, text in enumerate(texts)]) == [
        "".join(texts[:3]), texts[3]
    ]  # fmt: skip


def test_aligned_words_are_a_table() -> None:
    """Three lines of three words or more that stand under one another are rows; a gap stays an empty cell."""
    rows = [("专业名称", "计划数", "学费"), ("法学", "40", "5200"), ("物理学", "", "5800"), ("化学", "30", "5800")]
    words = [
        _word(cell, 60 + 200 * column, 200 + 30 * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell
    ]
    assert _items(_word("招生计划如下", 60, 100), *words) == ["招生计划如下", Table(tuple(rows), header_rows=1, page=1)]


def test_columns_of_running_text_are_read_one_by_one() -> None:
    """A page set in two columns gives the left one first, after the title that crosses both."""
    left = [_word(f"左栏第{row}行的文字内容足够长才是正文。", 50, 200 + 40 * row) for row in range(7)]
    right = [_word(f"右栏第{row}行的文字内容足够长才是正文。", 550, 200 + 40 * row) for row in range(7)]
    words = [word for pair in zip(left, right, strict=True) for word in pair]
    items = _items(_word("学生手册节选", 300, 100, 60), *words)
    assert items == ["学生手册节选", *[word.text for word in left], *[word.text for word in right]]


def test_a_form_in_two_halves_is_read_across() -> None:
    """Short words on both sides of a gap are no columns of running text."""
    words = [_word(text, x, 100 + 40 * row) for row in range(7) for text, x in (("姓名：", 50), ("学号：", 600))]
    assert _items(*words)[0] == "姓名： 学号："
