import pytest

from knowledge.parsers import pdf_text
from knowledge.parsers.pdf_text import Char


def _line(text: str, x: float, y: float, size: float = 10) -> list[Char]:
    chars = [Char(c, x + size * i, x + size * (i + 1), y, y + size) for i, c in enumerate(text)]
    return [*chars, Char("\n", x, x, y, y)]


@pytest.mark.parametrize(("text", "expected"), [("\ue001\ue002 \ue003学", True), ("学费标准", False), ("", False)])
def test_signs_without_names_are_unreadable(text: str, *, expected: bool) -> None:
    """A text of a font's private signs is no text."""
    assert pdf_text.is_unreadable(text) is expected


def test_labels_without_lines_beside_them_stay() -> None:
    """A list of short lines is left as it is."""
    chars = [char for row in range(5) for char in _line(f"第{row}项", 50, 700 - 20 * row)]
    chars += _line("以上各项由有关学院负责落实到位。", 50, 500)
    assert pdf_text.items(chars, (), 1)[:2] == ("第0项", "第1项")


def test_two_labels_never_share_a_line() -> None:
    """Each label takes the line that stands nearest at its height."""
    chars = [char for row in range(3) for char in _line(f"{row}路", 50, 700 - 20 * row)]
    chars += [char for row in range(3) for char in _line(f"总站{row}至公园总站的公交线路", 90, 700 - 20 * row)]
    assert pdf_text.items(chars, (), 1) == tuple(f"{row}路 总站{row}至公园总站的公交线路" for row in range(3))


def test_no_large_type_where_all_is_even() -> None:
    """Lines of one size have no title among them; neither has an empty page."""
    assert pdf_text.large_lines(_line("各学院", 50, 700)) == ()
    assert pdf_text.large_lines([]) == ()


def test_halves_of_rare_characters_are_joined() -> None:
    """A character outside the basic plane comes in two halves; a half alone can be no text and is a sign for lost."""
    units = ["\ud840", "\udc0b", "\ud840", "学", "\udc0b"]
    chars = [Char(unit, 10.0 * place, 10.0 * place + 10, 0, 10) for place, unit in enumerate(units)]
    assert "".join(char.text for char in pdf_text.without_halves(chars)) == "\U0002000b\ufffd学"
