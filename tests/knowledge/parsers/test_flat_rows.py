from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Block, Paragraph, Table
from knowledge.parsers.flat_rows import blocks


def of(text: str) -> list[Block]:
    return blocks(text.split("|"))


def test_repeating_kinds_tell_the_columns() -> None:
    """Name, figure, date repeat: three columns, the first row names them."""
    found = of("项目|金额|截止|学费|5000元|9月1日|住宿费|1200元|9月1日|书费|600元|9月2日")
    assert found == [
        Table(
            (
                ("项目", "金额", "截止"),
                ("学费", "5000元", "9月1日"),
                ("住宿费", "1200元", "9月1日"),
                ("书费", "600元", "9月2日"),
            ),
            header_rows=1,
        )
    ]


def test_a_cell_merged_down_is_filled_from_the_row_above() -> None:
    """Rows that end with an address but lack their office belong to the office above."""
    found = of(
        "部门|姓名|电话|邮箱|办公室|张三|23501111|a@x.cn|李四|23502222|b@x.cn|教务处|王五|23503333|c@x.cn|赵六|23504444|d@x.cn"
    )
    assert found == [
        Table(
            (
                ("部门", "姓名", "电话", "邮箱"),
                ("办公室", "张三", "23501111", "a@x.cn"),
                ("办公室", "李四", "23502222", "b@x.cn"),
                ("教务处", "王五", "23503333", "c@x.cn"),
                ("教务处", "赵六", "23504444", "d@x.cn"),
            ),
            header_rows=1,
        )
    ]


def test_names_split_below_are_joined() -> None:
    """Two groups of the same two names: 图书册数, 图书借期, 期刊册数, 期刊借期."""
    found = of("读者|图书|期刊|册数|借期|册数|借期|教授|40|62天|20|15天|讲师|30|31天|10|15天|学生|20|31天|5|15天")
    assert found == [
        Table(
            (
                ("读者", "图书册数", "图书借期", "期刊册数", "期刊借期"),
                ("教授", "40", "62天", "20", "15天"),
                ("讲师", "30", "31天", "10", "15天"),
                ("学生", "20", "31天", "5", "15天"),
            ),
            header_rows=1,
        )
    ]


def test_names_that_do_not_fit_stay_a_line_before_the_rows() -> None:
    """Six names over five columns name nothing for sure, so they are kept as text."""
    found = of("位置|人数|单价|设施|元/天|元/单元|一楼|16|1600|800|空调|二楼|60|1600|800|投影|三楼|70|1600|800|空调")
    assert found == [
        Paragraph("位置 | 人数 | 单价 | 设施 | 元/天 | 元/单元"),
        Table(
            (
                ("一楼", "16", "1600", "800", "空调"),
                ("二楼", "60", "1600", "800", "投影"),
                ("三楼", "70", "1600", "800", "空调"),
            )
        ),
    ]


def test_a_table_that_comes_again_is_a_second_table_with_its_title() -> None:
    """The title of the next table ran into the last cell of the one before."""
    found = of(
        "等级|时间|一等奖|2009.9|二等奖|2005.9|三等奖|2001.9\n省级奖|等级|时间|一等奖|2013.9|二等奖|2013.9|三等奖|2012.1"
    )
    assert [type(block) for block in found] == [Table, Paragraph, Table]
    assert found[1] == Paragraph("省级奖")
    assert isinstance(found[0], Table)
    assert found[0].rows[-1] == ("三等奖", "2001.9")


def test_a_last_row_that_is_short_does_not_shift_the_names() -> None:
    """Counted from the start the rows fit, so the missing cell is the last one."""
    found = of(
        "部门|津南|八里台|办公室|85358271|23508271|文化部|85358362|23508763|资源部|85358574|23508425|读者部|85358100"
    )
    assert isinstance(found[0], Table)
    assert found[0].rows[0] == ("部门", "津南", "八里台")
    assert found[0].rows[-1] == ("读者部", "85358100", "")


def test_cells_without_a_pattern_stay_on_one_line() -> None:
    """A list of names is not forced into columns."""
    assert of("张三|李四|王五|赵六|钱七") == [Paragraph("张三 | 李四 | 王五 | 赵六 | 钱七")]
    assert of(" | ") == []


def test_rows_whose_kinds_disagree_are_not_believed() -> None:
    """Addresses at uneven distances mark no rows."""
    found = of("部门|姓名|职务|邮箱|a|b|1|a@x.cn|丙|23501111|b@x.cn|9月|2009|c@x.cn|丁")
    assert [type(block) for block in found] == [Paragraph]


@given(
    st.lists(
        st.sampled_from(["张三", "5000元", "9月1日", "a@x.cn", "23501111", "男", "A1", "8:30", "http://x", "甲\n乙"]),
        max_size=40,
    )
)
def test_no_cell_is_lost_in_any_order(cells: list[str]) -> None:
    """Whatever the kinds, each text comes out at least as often as it went in, and tables are rectangles."""
    found = blocks(cells)
    text = str(found)
    assert all(text.count(word) >= cells.count(word) for word in ("张三", "5000元", "a@x.cn", "23501111"))
    assert all(len({len(row) for row in block.rows}) == 1 for block in found if isinstance(block, Table))
