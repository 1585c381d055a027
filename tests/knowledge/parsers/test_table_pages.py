from knowledge.document import Paragraph, Table
from knowledge.parsers.table_pages import continued

FIRST = Table((("学院名称", "专业", "学费"), ("文学院", "汉语言", "5200")), "学费一览表", "元", 1, 1)
REST = Table((("", "历史", "5300"), ("理学院", "物理", "5800")), page=2)


def test_the_rest_of_a_table_has_the_names_of_its_columns() -> None:
    """Column names, caption, unit and the open group come from the page before; a footer between does no harm."""
    expected = Table((FIRST.rows[0], ("文学院", "历史", "5300"), REST.rows[1]), "学费一览表", "元", 1, 2)
    assert continued(REST, [FIRST]) == expected
    assert continued(REST, [FIRST, Paragraph("某大学财务处编制", 2)]) == expected


def test_a_repeated_header_stays_one() -> None:
    """A table that repeats its column names on each page has them once."""
    again = Table((FIRST.rows[0], ("理学院", "物理", "5800")), page=2)
    assert continued(again, [FIRST]) == Table(again.rows, "学费一览表", "元", 1, 2)


def test_another_table_is_left_alone() -> None:
    """A caption, column names of its own, another width, running text or another page between begin a new table."""
    other = Table((("科类名称", "批次", "分数"), ("理工", "一批", "560")), page=2)
    assert continued(other, [FIRST]) == other
    assert continued(REST, [FIRST, Paragraph("2024年住宿费标准", 2)]) == REST
    assert continued(REST, [FIRST, Paragraph("上述标准经物价部门核定，" * 5, 2)]) == REST
    assert continued(REST, [Table((("甲", "乙"), ("丙", "丁")), header_rows=1, page=1)]) == REST
    later = Table(REST.rows, page=3)
    assert continued(later, [FIRST]) == later
    assert continued(REST, []) == REST
    assert continued(REST, [Paragraph("短", 2)] * 4) == REST
