from hypothesis import given
from hypothesis import strategies as st

from knowledge.grid import Cell, header_depth, rectangle

CELLS = st.builds(Cell, st.text("甲乙丙", max_size=3), st.integers(-1, 4), st.integers(-1, 4), st.booleans())


def test_a_merged_cell_stands_in_every_place_it_covers() -> None:
    """A cell over two rows and one over two columns are repeated."""
    rows = [[Cell("省份", rowspan=2), Cell("分数", colspan=2)], [Cell("最高"), Cell("最低")]]
    assert rectangle(rows) == (("省份", "分数", "分数"), ("省份", "最高", "最低"))


def test_missing_cells_are_empty() -> None:
    """A short row is filled up."""
    assert rectangle([[Cell("甲"), Cell("乙")], [Cell("丙")], []]) == (("甲", "乙"), ("丙", ""), ("", ""))


def test_no_rows_make_no_rectangle() -> None:
    """Nothing in, nothing out."""
    assert rectangle([]) == ()


def test_crossing_spans_push_later_cells_aside() -> None:
    """A cell merged down takes its column in the rows below."""
    rows = [[Cell("本科", rowspan=3), Cell("文科", rowspan=2), Cell("1")], [Cell("2")], [Cell("理科"), Cell("3")]]
    assert rectangle(rows)[1:] == (("本科", "文科", "2"), ("本科", "理科", "3"))


def test_a_broken_span_does_not_blow_up_the_table() -> None:
    """A colspan of a million ends at the widest table that is believed."""
    grid = rectangle([[Cell("甲", colspan=10**6, rowspan=10**6), Cell("乙")]])
    assert len(grid) == 1
    assert len(grid[0]) == 400


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_rows_are_equal_in_length_and_hold_every_text(rows: list[list[Cell]]) -> None:
    """Whatever the spans, the rectangle is one, and no cell's text is lost from its own row."""
    grid = rectangle(rows)
    assert len(grid) == len(rows)
    assert len({len(row) for row in grid}) <= 1
    assert all(cell.text in line for row, line in zip(rows, grid, strict=True) for cell in row)


def test_rows_of_header_cells_are_the_header() -> None:
    """Two rows of <th> are two rows of names; an empty corner may be a plain cell."""
    rows = [[Cell(""), Cell("文", header=True)], [Cell("省", header=True)] * 2, [Cell("北京"), Cell("1")]]
    assert header_depth(rows) == 2


def test_a_row_that_mixes_header_and_plain_cells_is_data() -> None:
    """A <th> that only names its row heads no column."""
    assert header_depth([[Cell("费用", header=True), Cell("5元")], [Cell("时间", header=True), Cell("三天")]]) == 0


def test_a_table_of_header_cells_only_has_no_header() -> None:
    """Where all is marked, the mark tells nothing."""
    assert header_depth([[Cell("甲", header=True)], [Cell("乙", header=True)]]) == 0


def test_merged_and_single_cells_in_the_first_row_make_a_deep_header() -> None:
    """省份 merged down beside 分数 merged across: two rows of names."""
    rows = [[Cell("省份", rowspan=2), Cell("分数", colspan=2)], [Cell("高"), Cell("低")], [Cell("1")] * 3]
    assert header_depth(rows) == 2


def test_a_first_row_mostly_merged_down_is_a_deep_header() -> None:
    """Names without groups that are merged over two rows are two rows of names."""
    rows = [[Cell("省份", 2), Cell("代码", 2), Cell("批次", 2), Cell("备注")], [Cell("甲")], [Cell("1")] * 4]
    assert header_depth(rows) == 2


def test_titles_over_the_names_count_as_header() -> None:
    """A title merged over the whole width, three rows deep, comes before the names."""
    names = [Cell("省份", rowspan=2), Cell("分数", colspan=2)]
    rows = [[Cell("录取一览", 3, 3), Cell("")], [], [], names, [Cell("高"), Cell("低")], [Cell("1")] * 3]
    assert header_depth(rows) == 5


def test_nothing_but_titles_has_no_names() -> None:
    """Titles alone head nothing."""
    assert header_depth([[Cell("一览", colspan=2)]]) == 0
    assert header_depth([]) == 0


def test_a_first_row_of_data_with_one_merged_category_is_no_header() -> None:
    """本科 merged down over its rows does not make them names."""
    assert header_depth([[Cell("本科", 3), Cell("文科"), Cell("5000")], [Cell("理科"), Cell("5500")]]) == 0
