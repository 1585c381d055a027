from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from knowledge.duplicates import duplicates
from knowledge.notice import Notice, NoticeId

CHANCE = Random(7)  # noqa: S311 - words, not secrets
TEXT = "，".join("".join(chr(0x4E00 + CHANCE.randrange(3000)) for _ in range(12)) for _ in range(50))
DAY = date(2024, 3, 5)


def notice(identity: str, text: str = TEXT, title: str = "关于国家助学金的通知", **given: object) -> Notice:
    return Notice(NoticeId(identity), title, text, **given)  # type: ignore[arg-type]  # fields by name


def test_the_same_text_is_one_notice() -> None:
    """Blanks, punctuation and the count of visitors aside."""
    spaced = TEXT.replace("，", " , ") + "\n浏览次数：1234次"
    assert duplicates([notice("a"), notice("b", spaced + "。")]) == {"b": "a"}


def test_under_another_title_it_is_one_notice_if_it_is_long_enough() -> None:
    """「详见附件」 is the text of many notices."""
    assert duplicates([notice("a"), notice("b", title="国家助学金通知-学生处")]) == {"b": "a"}
    assert duplicates([notice("a", "详见附件", "甲"), notice("b", "详见附件", "乙")]) == {}
    assert duplicates([notice("a", "详见附件", "甲"), notice("b", "详见附件", "甲")]) == {"b": "a"}
    assert duplicates([notice("a", "", "甲"), notice("b", "", "甲")]) == {}


def test_nearly_the_same_text_under_one_title_is_one_notice() -> None:
    """One word differs in six hundred; under another title, or with more of it different, it is another."""
    near = TEXT.replace(TEXT[300:302], "换了")
    assert duplicates([notice("a"), notice("b", near)]) == {"b": "a"}
    assert duplicates([notice("a"), notice("b", near, "关于助学贷款的通知")]) == {}
    assert duplicates([notice("a"), notice("b", TEXT[:500] + TEXT[:100])]) == {}


def test_one_figure_makes_another_notice() -> None:
    """A table with a corrected fee is no copy of the wrong one."""
    assert duplicates([notice("a", TEXT + "5000元"), notice("b", TEXT + "6000元")]) == {}


def test_editions_are_no_copies() -> None:
    """Neither of two years by their titles, nor a year apart by their days."""
    assert duplicates([notice("a", title="2023年通知"), notice("b", title="2024年通知")]) == {}
    assert duplicates([notice("a", published_at=DAY), notice("b", published_at=date(2025, 3, 5))]) == {}
    assert duplicates([notice("a", published_at=DAY), notice("b", published_at=date(2024, 3, 20))]) == {"a": "b"}


def test_the_one_that_stands_for_all_is_the_best_documented() -> None:
    """An official link, then an office, then the newest day, then the first id; all copies lead to it."""
    plain, later = notice("a"), notice("b", published_at=DAY)
    office, linked = notice("c", department="学生处"), notice("d", source_url="https://a.edu.cn/1")
    assert duplicates([plain, later]) == {"a": "b"}
    assert duplicates([plain, later, office]) == {"a": "c", "b": "c"}
    assert duplicates([plain, later, office, linked]) == {"a": "d", "b": "d", "c": "d"}


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_notices_changes_nothing(order: list[str]) -> None:
    """The same notices are joined the same, in whatever order they come."""
    assert duplicates([notice(identity) for identity in order]) == {"b": "a", "c": "a", "d": "a"}


def test_no_copy_stands_for_another() -> None:
    """Where many are nearly alike, each leads straight to one that is itself no copy."""
    texts = [TEXT[:at] + "甲" + TEXT[at + 1 :] for at in range(0, 500, 25)]
    found = duplicates([notice(f"{at:02}", text) for at, text in enumerate(texts)])
    assert found
    assert not set(found.values()) & set(found)
