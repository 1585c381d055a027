from datetime import date

from index.corpus import Corpus, IndexedNotice, IndexedPassage
from index.query import Want
from index.readings import Readings
from knowledge.notice import NoticeId
from knowledge.passage import PassageKind

NOTICE = IndexedNotice(NoticeId("fees"), "学生收费管理办法", "财务处", "", date(2025, 6, 1), "", (), None)
TEXT = IndexedPassage(0, 0, PassageKind.TEXT, "第二章 IT专业", "IT专业学费6000元。住宿费另收；咨询电话88880000")
ROW = IndexedPassage(0, 1, PassageKind.ROW, "", "收费标准：专业：护理；学费：5000。备注：无")
MENU = IndexedPassage(0, 2, PassageKind.TEXT, "", "通知2024-01-01\n公告2024-02-01\n公示2024-03-01")


def readings() -> Readings:
    return Readings(Corpus((NOTICE,), (TEXT, ROW, MENU)))


def test_a_passage_is_read_in_lower_case_with_what_stands_around_it() -> None:
    """Title and headings are part of what a passage speaks of."""
    reading = readings().of(0)
    assert reading.spoken == "学生收费管理办法\n第二章 it专业\nit专业学费6000元。住宿费另收；咨询电话88880000"
    assert reading.around == "学生收费管理办法 第二章 it专业"
    assert (reading.title, reading.is_row, reading.genre, reading.listing) == ("学生收费管理办法", False, 1.0, 0.0)


def test_a_list_of_titles_is_told_and_a_row_never_is_one() -> None:
    """Dated titles one below the other answer nothing."""
    assert readings().of(2).listing == 1.0
    assert readings().of(1).is_row
    assert readings().of(1).listing == 0.0


def test_the_sentences_that_hold_the_wanted_kind_of_thing_are_kept() -> None:
    """A row is one sentence; wants without a form of their own are held by every sentence."""
    known = readings()
    assert known.holding(0, Want.AMOUNT) == ("it专业学费6000元",)
    assert known.holding(0, Want.PHONE) == ("咨询电话88880000",)
    assert len(known.holding(0, Want.HOW)) == 3
    assert known.holding(1, Want.AMOUNT) == ("收费标准：专业：护理；学费：5000。备注：无",)
    assert known.holding(0, Want.EMAIL) == ()
