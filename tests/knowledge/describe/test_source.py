from tests.fakes.sources import lines


def test_the_end_stands_before_the_attachments() -> None:
    """A form appended to a notice hides its signature not; nor does a list of attachments below it."""
    assert lines("正文。", "保卫处", "2024年3月5日", "附件1", "申请表", "姓名").tail == (
        "正文。",
        "保卫处",
        "2024年3月5日",
    )
    assert lines("正文。", "保卫处", "2024年3月5日", "附件：1.申请表", "（联系人：某某）").tail[-1] == "2024年3月5日"


def test_long_paragraphs_are_no_head() -> None:
    """Only short lines can be a letterhead, a number or a day."""
    assert lines("某某学院文件", "长" * 90, "校发〔2024〕1号").head == ("某某学院文件", "校发〔2024〕1号")
