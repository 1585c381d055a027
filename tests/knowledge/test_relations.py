from datetime import date

from knowledge.notice import Notice, NoticeId
from knowledge.relations import ALONE, relate

TEXT = "为做好评选工作，现将有关事项通知如下。" * 20


def notice(identity: str, title: str, text: str = "正文。", **given: object) -> Notice:
    return Notice(NoticeId(identity), title, text, **given)  # type: ignore[arg-type]  # fields by name


def test_everything_between_notices_is_told_of_each() -> None:
    """Series, copies, amendments both ways, repeals."""
    found = relate(
        [
            notice("a", "2023年奖学金评选通知"),
            notice("b", "2024年奖学金评选通知", TEXT, published_at=date(2024, 9, 1)),
            notice("copy", "2024年奖学金评选通知", TEXT),
            notice("more", "2024年奖学金评选补充通知", published_at=date(2024, 9, 9)),
            notice("rule", "请假办法细则", "原《学生请假规定》同时废止。"),
            notice("old", "学生请假规定"),
            notice("alone", "图书馆"),
        ]
    )
    assert (found[NoticeId("a")].edition, found[NoticeId("b")].edition) == (1, 2)
    assert found[NoticeId("copy")].duplicate_of == "b"
    assert found[NoticeId("copy")].series == found[NoticeId("b")].series != ""
    assert found[NoticeId("more")].amends == ("b",)
    assert found[NoticeId("b")].amended_by == ("more",)
    assert found[NoticeId("old")].repealed_by == "rule"
    assert found[NoticeId("rule")].amends == ()
    assert found[NoticeId("alone")] == ALONE
