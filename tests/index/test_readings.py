from datetime import date

from index.corpus import Corpus, IndexedNotice, IndexedPassage
from index.coverage import Scale, Weighed
from index.query import Concept, Want
from index.readings import Meeting, Readings
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


def weighed(*names: str) -> tuple[Weighed, ...]:
    return Scale(lambda _pair: 2.0).weigh([Concept((name,)) for name in names])


def test_a_concept_is_met_place_by_place() -> None:
    """By the whole passage, by its title, by title and headings, and by each sentence that holds the wanted thing."""
    known = readings()
    fee, charge, lodging, canteen = weighed("学费", "学生收费", "住宿费", "食堂")
    assert known.meeting(fee, 0, Want.AMOUNT) == Meeting(1.0, 0.0, 0.0, (1.0,), is_cell=False)
    assert known.meeting(charge, 0, Want.AMOUNT) == Meeting(1.0, 1.0, 1.0, (), is_cell=False)
    assert known.meeting(lodging, 0, Want.AMOUNT) == Meeting(1.0, 0.0, 0.0, (0.0,), is_cell=False)
    assert known.meeting(lodging, 0, Want.HOW).sentences == (0.0, 1.0, 0.0)
    assert known.meeting(canteen, 0, Want.AMOUNT) == Meeting(0.0, 0.0, 0.0, (), is_cell=False)


def test_a_cell_is_told_in_rows_alone() -> None:
    """专业：护理 is a cell of the row; running text has none."""
    known = readings()
    (nursing,) = weighed("护理")
    assert known.meeting(nursing, 1, Want.AMOUNT).is_cell
    assert not known.meeting(weighed("学费")[0], 0, Want.AMOUNT).is_cell
