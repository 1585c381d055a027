"""What differs between two revisions of a notice."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.difference import Difference, FieldChange, Kind, Line, Piece, compare
from knowledge.notice import Notice, NoticeId, Period, PeriodKind

NOTICE = Notice(NoticeId("a"), "学费标准", "一、学费\n每学年5000元。\n二、住宿费\n每学年900元。\n三、其他\n无。\n")
TEXTS = st.lists(st.sampled_from(["一", "二", "三元", "三千元", ""]), max_size=12).map("\n".join)


def marked(line: Line) -> str:
    return "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in line.pieces)


def test_the_same() -> None:
    """Two revisions that say the same do not differ."""
    assert compare(NOTICE, replace(NOTICE)) == Difference((), ())


def test_fields() -> None:
    """Every field that differs is named with both values, dates and lists as people write them."""
    after = replace(
        NOTICE, expires_at=date(2026, 8, 31), periods=(Period(PeriodKind.YEAR, 2026), Period(PeriodKind.COHORT, 2026))
    )
    assert compare(NOTICE, after).fields == (
        FieldChange("expires_at", "", "2026-08-31"),
        FieldChange("periods", "", "2026年、2026级"),
    )


def test_a_changed_figure() -> None:
    """In a changed line only the characters and figures that changed are marked, and far unchanged lines are left out."""
    found = compare(NOTICE, replace(NOTICE, text=NOTICE.text.replace("5000", "5500")))
    assert [(line.kind, marked(line)) for line in found.lines] == [
        (Kind.SAME, "一、学费"),
        (Kind.REMOVED, "每学年[5000]元。"),
        (Kind.ADDED, "每学年[5500]元。"),
        (Kind.SAME, "二、住宿费"),
        (Kind.SAME, "每学年900元。"),
        (Kind.SKIPPED, "2"),
    ]


def test_added_and_removed_lines() -> None:
    """A new line is added whole, a line that has nothing in common with its place is exchanged whole."""
    found = compare(NOTICE, replace(NOTICE, text=NOTICE.text.replace("无。\n", "详见附件与收费公示栏\n另附\n")))
    assert [(line.kind, marked(line)) for line in found.lines[-3:]] == [
        (Kind.REMOVED, "[无。]"),
        (Kind.ADDED, "[详见附件与收费公示栏]"),
        (Kind.ADDED, "[另附]"),
    ]


def test_very_long_lines() -> None:
    """Lines of thousands of characters are exchanged whole: comparing them would take long."""
    found = compare(replace(NOTICE, text="元" * 9000), replace(NOTICE, text="元" * 9001))
    assert [line.pieces for line in found.lines] == [(Piece("元" * 9000, True),), (Piece("元" * 9001, True),)]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_it(before: str, after: str) -> None:
    """With enough context, the lines that are not added rejoin to the old text, those that are not removed to the new one."""
    lines = compare(replace(NOTICE, text=before), replace(NOTICE, text=after), context=99).lines
    if before != after and before.splitlines() != after.splitlines():
        assert [line.text for line in lines if line.kind is not Kind.ADDED] == before.splitlines()
        assert [line.text for line in lines if line.kind is not Kind.REMOVED] == after.splitlines()
