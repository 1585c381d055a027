from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Table
from knowledge.rows import line, render

WORDS = st.text("甲乙1元", max_size=3)


def texts(*rows: tuple[str, ...], caption: str = "", unit: str = "", header_rows: int = 0) -> list[str]:
    return [text for _, text in render(Table(rows, caption, unit, header_rows)).rows]


def test_a_row_carries_its_column_names() -> None:
    """Each filled cell stands after its column's name; empty ones vanish."""
    assert texts(("省份", "最低分", "备注"), ("河南", "501", ""), header_rows=1) == ["省份：河南；最低分：501"]


def test_two_rows_of_names_are_joined() -> None:
    """A group's name stands before the name below it, a name merged down stands once."""
    rows = (("省份", "录取", "录取"), ("省份", "最高", "最低"), ("安徽", "583", "541"))
    assert texts(*rows, header_rows=2) == ["省份：安徽；录取最高：583；录取最低：541"]


def test_two_rows_of_names_are_guessed_where_groups_are_split_below() -> None:
    """Without marks, equal neighbours in the first row tell that the second names their parts."""
    rows = (("省份", "分数", "分数"), ("省份", "最高", "最低"), ("安徽", "583", "541"))
    assert texts(*rows) == ["省份：安徽；分数最高：583；分数最低：541"]


def test_a_caption_gives_the_unit() -> None:
    """（单位：元） in the caption is said with every row."""
    assert texts(("项目", "金额"), ("学费", "5000"), caption="收费表（单位：元）") == [
        "项目：学费；金额：5000（单位：元）"
    ]


def test_the_table_s_own_unit_goes_before_the_caption_s() -> None:
    """A stated unit is not overruled."""
    assert texts(("项目", "金额"), ("学费", "5"), caption="单位：元", unit="千元")[0].endswith("（单位：千元）")


def test_a_row_over_the_whole_width_captions_the_table() -> None:
    """A title in the first row is no data."""
    rendered = render(Table((("收费标准", "收费标准"), ("项目", "金额"), ("学费", "5000"))))
    assert rendered.caption == "收费标准"
    assert rendered.header == ("收费标准", "项目 | 金额")
    assert rendered.rows == (("学费 | 5000", "项目：学费；金额：5000"),)


def test_a_title_merged_over_many_rows_is_said_once() -> None:
    """The rows that a title covers are one title, and the names after them are found."""
    rows = (*[("一览", "一览")] * 5, ("项目", "金额"), ("学费", "5000"))
    assert texts(*rows, header_rows=6) == ["项目：学费；金额：5000"]


def test_a_long_note_over_the_names_is_a_row_of_its_own() -> None:
    """A note of many words is found by itself and does not caption every row."""
    note = "备注：" + "各省填报时间以当地高招办公布的为准。" * 5
    rendered = render(Table(((note, note), ("项目", "金额"), ("学费", "5000"))))
    assert rendered.caption == ""
    assert rendered.rows[0] == (note, note)


def test_more_than_three_titles_are_rows() -> None:
    """Only so many lines caption a table; the rest are its sections."""
    rendered = render(Table((("甲", "甲"), ("乙", "乙"), ("丙", "丙"), ("丁", "丁"), ("电话", "1"))))
    assert rendered.caption == "甲 乙 丙"


def test_a_section_is_said_before_its_rows() -> None:
    """理工类 over the whole width holds for the rows below it, until the next."""
    rows = (("专业", "最低分"), ("理工类", "理工类"), ("机械", "540"), ("文史类", ""), ("德语", "542"))
    assert texts(*rows) == ["", "理工类｜专业：机械；最低分：540", "", "文史类｜专业：德语；最低分：542"]


def test_a_year_over_the_whole_width_is_a_section() -> None:
    """2024年 names the rows below it, equal figures do not."""
    rows = (("专业", "学费"), ("2024年", "2024年"), ("法学", "5000"), ("5", "5"))
    assert texts(*rows)[1:] == ["2024年｜专业：法学；学费：5000", "2024年｜专业：5；学费：5"]


def test_a_long_section_is_a_note_and_ends_the_section() -> None:
    """A sentence over the whole width is quoted by itself."""
    note = "注：以上收费标准均按照省物价局核定的标准执行，住宿费根据不同的条件收取。"
    rows = (("专业", "学费"), ("理工类", "理工类"), ("机械", "540"), (note, note), ("德语", "542"))
    assert texts(*rows)[2:] == [note, "专业：德语；学费：542"]


def test_a_category_merged_down_over_an_empty_row_is_no_section() -> None:
    """安徽 with an empty second row must not name the rows of the provinces after it."""
    rows = (("省份", "批次", "艺术类"), ("安徽", "一批", ""), ("安徽", "", ""), ("广西", "本科", ""))
    assert texts(*rows) == ["省份：安徽；批次：一批", "省份：安徽", "省份：广西；批次：本科"]


def test_equal_numbers_side_by_side_are_two_values() -> None:
    """最高分 560 and 最低分 560 are both said; equal words are one merged cell."""
    rows = (("省份", "最高分", "最低分", "批次", "科类"), ("安徽", "560", "560", "提前批", "提前批"))
    assert texts(*rows) == ["省份：安徽；最高分：560；最低分：560；批次/科类：提前批"]


def test_rows_without_names_are_their_cells() -> None:
    """A list of offices has no header; equal numbers are kept."""
    assert texts(("1", "学生处"), ("5", "5")) == ["1，学生处", "5，5"]


def test_a_first_row_of_names_needs_a_naming_word_or_figures_below() -> None:
    """Office names over office names are data; unknown names over figures are a header."""
    assert texts(("学生处", "团委"), ("教务处", "人事处")) == ["学生处，团委", "教务处，人事处"]
    assert texts(("甲班", "乙班"), ("30", "31")) == ["甲班：30；乙班：31"]


def test_a_first_row_of_the_same_kind_as_those_below_is_data() -> None:
    """文学院 holds a naming word, but so does every cell below it."""
    assert texts(("文学院", "陈洪"), ("法学院", "王五"), ("商学院", "李四"))[0] == "文学院，陈洪"


def test_a_first_row_with_a_sentence_is_no_header() -> None:
    """A cell longer than a name is data."""
    long = "办理时间为每个工作日的上午八点三十分至十一点三十分，节假日除外，请勿空跑。"
    assert texts(("时间", long), ("地点", "101")) == [f"时间，{long}", "地点，101"]


def test_a_value_equal_to_its_name_is_said_once() -> None:
    """A header repeated on the next page does not become 省份：省份."""
    assert texts(("省份", "分数"), ("省份", "分数")) == ["省份；分数"]


def test_empty_rows_vanish_and_one_row_is_data() -> None:
    """Nothing is rendered from nothing; a lone row has no names."""
    assert texts(("", ""), (" ", "")) == []
    assert texts(("电话", "85358271")) == ["电话，85358271"]


def test_a_merged_cell_stands_once_in_the_raw_line() -> None:
    """The raw line shows what a reader saw."""
    assert line(("甲", "甲", "", "乙")) == "甲 |  | 乙"


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[WORDS] * width), max_size=6)))
def test_no_value_is_lost_in_rendering(rows: list[tuple[str, ...]]) -> None:
    """Every cell stands in a header line or in the raw line of a row."""
    rendered = render(Table(tuple(rows)))
    whole = "\n".join([*rendered.header, *(raw for raw, _ in rendered.rows)])
    assert all(cell.strip() in whole for row in rows for cell in row)


def test_the_row_over_the_names_is_the_first_section_where_others_follow() -> None:
    """福建省 over the names and 江西省 further down are sections of one kind; a title of another kind stays the caption."""
    names, values = ("专业", "最低分", "最高分"), ("法学", "551", "560")
    rendered = render(Table((("福建省",) * 3, names, values, ("江西省",) * 3, values)))
    assert rendered.caption == ""
    assert rendered.header[0] == "福建省"
    assert [text.split("｜")[0] for _, text in rendered.rows if text] == ["福建省", "江西省"]
    assert render(Table((("录取分数表",) * 3, names, values, ("江西省",) * 3, values))).caption == "录取分数表"
