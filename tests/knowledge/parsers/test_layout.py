from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Paragraph, Table
from knowledge.parsers.layout import Merge, cell_text, lay_out, spread

HEADER = ["专业", "计划", "最低分"]


def test_rows_above_the_header_become_caption_unit_and_paragraphs() -> None:
    """A title row is the caption, a unit row the unit, an attachment number a paragraph before the table."""
    grid = [["附表2", "", ""], ["2024年收费标准"] * 3, ["单位：元", "", ""], HEADER, ["法学", "30", "551"]]
    laid = lay_out(grid, [Merge(1, 0, 1, 2)])
    assert laid.title == "2024年收费标准"
    assert laid.before == (Paragraph("附表2"),)
    assert laid.table == Table((tuple(HEADER), ("法学", "30", "551")), "2024年收费标准", "元", 1)


def test_notes_below_become_paragraphs() -> None:
    """Rows of one value at the bottom, and rows that begin with 注：, are notes."""
    grid = [HEADER, ["法学", "30", "551"], ["注：", "分数含加分", ""], ["以上数据截至八月", "", ""]]
    laid = lay_out(grid, [], 3)
    assert laid.after == (Paragraph("注： 分数含加分", 3), Paragraph("以上数据截至八月", 3))
    assert [type(block) for block in laid.blocks] == [Table, Paragraph, Paragraph]


def test_form_lines_above_a_full_header_become_paragraphs() -> None:
    """Blanks to be filled in by hand above the column names are no header."""
    grid = [["姓名", "", "年级", "", ""], ["序号", "情况", "材料", "备注", "时间"], ["1", "脱贫", "证件", "无", "九月"]]
    laid = lay_out(grid)
    assert laid.before == (Paragraph("姓名 年级"),)
    assert laid.table is not None
    assert laid.table.rows[0][0] == "序号"


def test_sparse_header_stays_header() -> None:
    """A full header under a full first row is not mistaken for one under form lines."""
    grid = [["甲", "乙", "丙", "丁"], ["子", "丑", "寅", "卯"]]
    laid = lay_out(grid)
    assert laid.table is not None
    assert len(laid.table.rows) == 2


def test_header_of_two_rows_is_counted_by_its_merges() -> None:
    """Cells merged down from the first row and groups split below make two header rows."""
    rows = [["专业", "理工", "", "文史", ""], ["", "最低", "最高", "最低", "最高"], ["法学", "1", "2", "3", "4"]]
    merges = [Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 0, 4)]
    table = lay_out(spread(rows, merges), merges).table
    assert table is not None
    assert table.header_rows == 2
    assert table.rows[0] == ("专业", "理工", "理工", "文史", "文史")
    years = [["专业", "最低分", ""], ["专业名", "2023", "2024"], ["法学", "551", "560"]]
    groups = [Merge(0, 1, 0, 2)]
    split = lay_out(spread(years, groups), groups).table
    assert split is not None
    assert split.header_rows == 2


def test_data_below_a_merged_group_is_no_header() -> None:
    """Numbers, or one merged value, under a merged column name are data."""
    rows = [["序号", "情况", "", "材料"], ["1", "甲", "", "证件"], ["2", "乙", "", "证件"]]
    merges = [Merge(0, 1, 0, 2), Merge(1, 1, 1, 2), Merge(2, 1, 2, 2)]
    table = lay_out(spread(rows, merges), merges).table
    assert table is not None
    assert table.header_rows == 1


def test_header_is_not_claimed_where_the_rows_do_not_tell() -> None:
    """A table whose first row holds numbers, or which is all header, has no header rows."""
    plain = lay_out([["1", "2"], ["3", "4"]]).table
    assert plain is not None
    assert plain.header_rows == 0
    rows = [["专业", "学费"], ["专业", "住宿费"]]
    merged = lay_out(rows, [Merge(0, 0, 1, 0)]).table
    assert merged is not None
    assert merged.header_rows == 1


def test_same_as_above_is_resolved() -> None:
    """「同上」 gives the value above it, also through several rows; in a first row it stays."""
    table = lay_out([["情况", "材料"], ["甲", "证件"], ["乙", "同上"], ["丙", "同上"]]).table
    assert table is not None
    assert [row[1] for row in table.rows] == ["材料", "证件", "证件", "证件"]


def test_blank_form_rows_beside_a_merged_label_vanish() -> None:
    """A row that only carries a merged label down holds nothing."""
    rows = [["家庭", "姓名", "年龄"], ["", "", ""], ["", "", ""], ["地址", "某市", "某区"]]
    merges = [Merge(0, 0, 2, 0)]
    table = lay_out(spread(rows, merges), merges).table
    assert table is not None
    assert [row[0] for row in table.rows] == ["家庭", "地址"]


def test_grid_of_one_value_a_row_is_running_text() -> None:
    """A grid without a row of two values has no table."""
    laid = lay_out([["甲", ""], ["", "乙"]])
    assert laid.table is None
    assert laid.blocks == (Paragraph("甲"), Paragraph("乙"))
    assert lay_out([]).blocks == ()


def test_caption_without_title_words_is_the_longest_short_line() -> None:
    """Without a line that reads like a title, the longest short one that is no sentence is the caption."""
    laid = lay_out([["某大学", "", ""], ["重庆各专业录取线汇总", "", ""], HEADER, ["法学", "30", "551"]])
    assert laid.title == "重庆各专业录取线汇总"
    assert lay_out([["注意；请核对。", "", ""], HEADER, ["法学", "30", "551"]]).title == ""


def test_vertical_labels_lose_their_breaks() -> None:
    """A label with a break after each character reads as a word; longer lines keep a blank."""
    assert cell_text(["个", "人", "简", "历"]) == "个人简历"
    assert cell_text(["本人承诺所填属实", "", "签名处在下面一行"]) == "本人承诺所填属实 签名处在下面一行"


def test_merges_outside_the_rows_are_ignored() -> None:
    """A merged range beyond the data does no harm."""
    assert spread([["a", "b"]], [Merge(5, 0, 6, 1), Merge(0, 7, 0, 8), Merge(0, 1, 9, 9)]) == [["a", "b"]]


@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from(["", "甲", "1", "注：", "同上"]), min_size=width, max_size=width)
        )
    )
)
def test_every_table_is_rectangular_and_no_row_is_empty(rows: list[list[str]]) -> None:
    """Whatever the cells, the table's rows have equal length and none is empty."""
    laid = lay_out(rows)
    if laid.table is not None:
        assert len({len(row) for row in laid.table.rows}) == 1
        assert all(any(row) for row in laid.table.rows)
        assert laid.table.header_rows < max(len(laid.table.rows), 2)
