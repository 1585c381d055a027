from knowledge.document import Heading, Paragraph, Table
from knowledge.parsers.captions import captioned

ROWS = (("专业", "学费"), ("法学", "5200"))


def test_caption_and_unit_come_from_the_lines_above() -> None:
    """The short line that names the table is its caption, 「单位：元」 its unit."""
    table = captioned(Table(ROWS), [Paragraph("正文。"), Paragraph("表1 学费标准"), Paragraph("（单位：元/年）")])
    assert (table.caption, table.unit) == ("表1 学费标准", "元/年")
    joined = captioned(Table(ROWS), [Paragraph("学费一览表（单位：元）")])
    assert (joined.caption, joined.unit) == ("学费一览表", "元")


def test_running_text_is_no_caption() -> None:
    """A sentence, a heading, a long or an unrelated line above a table does not caption it."""
    for above in (
        [Paragraph("见下表：")],
        [Heading("学费表")],
        [Paragraph("长" * 50 + "表")],
        [Paragraph("各学院")],
        [],
    ):
        assert captioned(Table(ROWS), above) == Table(ROWS)


def test_own_caption_and_unit_stand() -> None:
    """What the table says of itself goes before the lines above."""
    own = Table(ROWS, caption="收费标准", unit="万元")
    assert captioned(own, [Paragraph("表2 学费 单位：元")]) == own
