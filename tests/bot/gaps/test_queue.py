"""The queue from a question in the ledger to an answer that the one who asked is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.answer import Outcome
from bot.gaps.gap import UNDONE, Signal, State
from bot.gaps.intake import ERASED, from_judgements, from_ledger
from bot.gaps.queue import GapQueue
from bot.ledger import Entry
from bot.loop.errors import FormInvalid, NotNow, Unknown
from bot.loop.file import LoopFile
from bot.loop.notes import NoteBox
from bot.offices import Offices
from knowledge.notice import NoticeId
from tests.fakes.loop import MONDAY, act, asked, intake, open_file, sighting


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LoopFile]:
    opened = open_file(tmp_path)
    yield opened
    opened.close()


@dataclass(frozen=True)
class Thumb:
    at: datetime
    question: str
    useful: bool
    person: str = ""


def test_unanswered_and_doubtful_questions_come_in_and_answered_ones_do_not() -> None:
    """What is sure, and what is no question, stays in the ledger alone."""
    entries = [
        Entry(1, asked("健身房收费吗")),
        Entry(2, asked("健身房收费吗", Outcome.ANSWERED, confidence=0.4)),
        Entry(3, asked("学费多少", Outcome.ANSWERED, confidence=0.9)),
        Entry(4, asked("谢谢", Outcome.CHAT)),
        Entry(5, asked("食堂几点开门", Outcome.CANDIDATES)),
    ]
    found = [(one.source, one.signal) for one in from_ledger(entries, 0.5)]
    assert found == [
        ("asked:1", Signal.UNANSWERED),
        ("asked:2", Signal.UNSURE),
        ("asked:5", Signal.UNANSWERED),
    ]


def test_a_thumbs_down_comes_in_and_a_thumbs_up_does_not(file: LoopFile) -> None:
    """The same judgement read twice is one sighting."""
    judged = [Thumb(MONDAY, "健身房收费吗", useful=False), Thumb(MONDAY, "食堂几点开门", useful=True)]
    taken = [intake(file).take(from_judgements(judged), MONDAY) for _ in range(2)]
    assert taken == [1, 0]
    (gap,) = GapQueue(file).list()
    assert GapQueue(file).show(gap.id).sightings[0].signal is Signal.USELESS


def test_the_words_of_old_questions_go_and_the_count_stays(file: LoopFile) -> None:
    """Also those by which a judgement was told apart; what is younger stays, and nothing is counted twice."""
    old = MONDAY - timedelta(days=200)
    intake(file).take(from_judgements([Thumb(old, "健身房收费吗", useful=False)]), MONDAY)
    intake(file).take([sighting(1, "健身房收费吗", old), sighting(2, "体育馆健身房多少钱")], MONDAY)
    assert [intake(file).erase(MONDAY - timedelta(days=182)) for _ in range(2)] == [2, 0]
    case = GapQueue(file).show(1)
    assert (case.gap.title, case.gap.times) == ("健身房收费吗", 3)
    assert sorted(one.question for one in case.sightings) == sorted(["体育馆健身房多少钱", ERASED, ERASED])
    assert not [one.source for one in case.sightings if "健身房" in one.source]
    assert intake(file).seen() == 2


def test_near_identical_questions_are_one_gap_of_the_responsible_office(file: LoopFile) -> None:
    """Counted, given to the office by its topics, and due after five working days: the weekend does not count."""
    new = intake(file).take([sighting(1, "健身房收费吗"), sighting(2, "体育馆健身房多少钱")], MONDAY)
    (gap,) = GapQueue(file).list(UNDONE)
    assert (new, gap.times, gap.office, gap.state) == (2, 2, "后勤保障处", State.ASSIGNED)
    assert (gap.opened, gap.due) == (date(2026, 9, 14), date(2026, 9, 20))  # the Sunday before the holiday is worked


def test_what_no_office_takes_goes_to_the_default_one_or_stays_open(file: LoopFile, tmp_path: Path) -> None:
    """党政办公室 takes the rest; without a directory staff must assign it."""
    intake(file).take([sighting(1, "量子火箭发射几点")], MONDAY)
    assert GapQueue(file).list()[0].office == "党政办公室"
    other = open_file(tmp_path / "other")
    intake(other, Offices()).take([sighting(1, "量子火箭发射几点")], MONDAY)
    (gap,) = GapQueue(other).list()
    assert (gap.state, gap.office) == (State.OPEN, "")
    other.close()


def test_taking_the_same_questions_again_changes_nothing(file: LoopFile) -> None:
    """Two processes may read the ledger at once; the number of the last question seen moves on."""
    again = [intake(file).take([sighting(7, "健身房收费吗")], MONDAY) for _ in range(3)]
    assert again == [1, 0, 0]
    assert intake(file).seen() == 7
    assert intake(file).take([], MONDAY) == 0


def test_the_answer_is_told_to_everyone_who_asked_it_once(file: LoopFile) -> None:
    """Each in the words of their own question; asked twice, told once; who asked something else is told nothing."""
    desk = intake(file)
    desk.take([sighting(1, "健身房收费吗")], MONDAY)
    for person, question in (
        ("a", "健身房收费吗"),
        ("a", "健身房收费吗"),
        ("b", "健身房多少钱"),
        ("c", "食堂几点开门"),
    ):
        desk.expect(person, question, MONDAY)
    queue = GapQueue(file)
    (gap,) = [one for one in queue.list() if one.title == "健身房收费吗"]
    assert queue.show(gap.id).waiting == 2
    assert queue.answer(gap.id, "对本校学生免费，电话13812345678。", act()) == 2
    box = NoteBox(file)
    (note,) = box.waiting("b", MONDAY)
    assert "您问过的“健身房多少钱”，后勤保障处已答复：对本校学生免费" in note.text
    assert "13812345678" not in note.text
    assert [len(box.waiting(person, MONDAY)) for person in "ac"] == [1, 0]
    assert queue.show(gap.id).waiting == 0


def test_who_asks_after_the_answer_is_told_next_time(file: LoopFile) -> None:
    """An answer that is no notice yet is kept for whoever asks the same later."""
    desk, queue = intake(file), GapQueue(file)
    desk.take([sighting(1, "健身房收费吗")], MONDAY)
    queue.answer(1, "免费。", act())
    desk.expect("late", "健身房多少钱", MONDAY)
    assert len(NoteBox(file).waiting("late", MONDAY)) == 1


def test_a_note_is_gone_when_told_when_its_time_is_over_and_when_its_person_goes(file: LoopFile) -> None:
    """Nothing of a person stays longer than it is needed."""
    desk, queue, box = intake(file, note_days=60), GapQueue(file, note_days=60), NoteBox(file)
    desk.take([sighting(1, "健身房收费吗")], MONDAY)
    for person in "abc":
        desk.expect(person, "健身房收费吗", MONDAY)
    desk.expect("d", "食堂几点开门", MONDAY)
    desk.forget("c")
    queue.answer(1, "免费。", act())
    assert set(box.people(MONDAY)) == {"a", "b"}
    box.take("a", box.waiting("a", MONDAY), MONDAY)
    assert set(box.people(MONDAY)) == {"b"}
    later = MONDAY + timedelta(days=61)
    assert (box.purge(later), desk.purge(later)) == (1, 1)
    desk.expect("e", "健身房收费吗", later)
    box.forget("e")
    assert not box.people(later)


def test_every_step_is_kept_with_who_when_and_why(file: LoopFile) -> None:
    """Assigned, answered, corrected, drafted, and a notice once that is published."""
    desk, queue = intake(file), GapQueue(file)
    desk.take([sighting(1, "健身房收费吗")], MONDAY)
    queue.assign(1, "体育部", 3, act("李老师"))
    queue.answer(1, "收费。", act())
    queue.answer(1, "免费。", act(reason="更正"))
    queue.drafted(1, NoticeId("gap-1"), act())
    assert desk.settle([NoticeId("other")], MONDAY) == 0
    assert desk.settle([NoticeId("gap-1")], MONDAY) == 1
    case = queue.show(1)
    assert (case.gap.state, case.gap.answer, case.gap.office) == (State.NOTICE, "免费。", "体育部")
    assert [(step.by, step.what) for step in case.steps] == [
        ("gongkai", "opened, assigned to 后勤保障处"),
        ("李老师", "assigned to 体育部"),
        ("王老师", "answered"),
        ("王老师", "answered"),
        ("王老师", "drafted as gap-1"),
        ("gongkai", "became a notice"),
    ]
    assert case.steps[3].why == "更正"


def test_a_gap_whose_notice_does_not_answer_is_opened_again(file: LoopFile) -> None:
    """Asked again and not found although the notice is there: the office looks again."""
    desk, queue = intake(file), GapQueue(file)
    desk.take([sighting(1, "健身房收费吗")], MONDAY)
    queue.answer(1, "免费。", act())
    queue.drafted(1, NoticeId("gap-1"), act())
    desk.settle([NoticeId("gap-1")], MONDAY)
    desk.take([sighting(2, "健身房多少钱")], MONDAY)
    gap = queue.show(1).gap
    assert (gap.state, gap.notice_id) == (State.ASSIGNED, None)


def test_steps_that_the_state_forbids_are_refused_with_what_allows_them(file: LoopFile) -> None:
    """And a refused step leaves everything as it was."""
    desk, queue = intake(file), GapQueue(file)
    desk.take([sighting(1, "健身房收费吗")], MONDAY)
    with pytest.raises(NotNow, match="gap 1 is assigned; this step needs answered"):
        queue.drafted(1, NoticeId("gap-1"), act())
    queue.close(1, "不属于学校信息", act())
    for refused in (lambda: queue.answer(1, "免费。", act()), lambda: queue.assign(1, "体育部", 3, act())):
        with pytest.raises(NotNow, match="closed"):
            refused()
    assert queue.show(1).gap.reason == "不属于学校信息"
    with pytest.raises(Unknown, match="there is no gap 9"):
        queue.show(9)


@pytest.mark.parametrize("text", ["", "  ", "长" * 401])
def test_an_answer_is_words_that_fit_into_a_message(file: LoopFile, text: str) -> None:
    """Longer ones belong into a notice, and the refusal says so; offices and reasons must be words too."""
    intake(file).take([sighting(1, "健身房收费吗")], MONDAY)
    queue = GapQueue(file)
    with pytest.raises(FormInvalid, match="400"):
        queue.answer(1, text, act())
    with pytest.raises(FormInvalid):
        queue.assign(1, " ", 3, act())
    with pytest.raises(FormInvalid):
        queue.close(1, " ", act())
    assert queue.show(1).gap.state is State.ASSIGNED


def test_joined_gaps_are_one_from_then_on(file: LoopFile) -> None:
    """Questions, who waits, and what is asked later, also through two joins; each person is told once."""
    desk, queue = intake(file), GapQueue(file)
    questions = ("体测不及格怎么办", "体质测试不合格怎么处理", "体测挂科有补测吗")
    desk.take([sighting(number, question) for number, question in enumerate(questions, 1)], MONDAY)
    for person, question in (("a", questions[0]), ("a", questions[1]), ("b", questions[2])):
        desk.expect(person, question, MONDAY)
    first, second, third = (gap.id for gap in queue.list())
    queue.join(third, second, act())
    joined = queue.join(second, first, act(reason="同一件事"))
    assert joined.times == 3
    assert queue.show(first).waiting == 2
    desk.take([sighting(4, questions[2])], MONDAY)
    desk.expect("c", questions[1], MONDAY)
    assert queue.show(first).gap.times == 4
    assert queue.answer(first, "每学年可补测一次。", act()) == 3
    assert {gap.reason for gap in queue.list([State.CLOSED])} == {f"并入 {first}", f"并入 {second}"}
    assert queue.show(second).steps[-1].what == f"joined into {first}"


def test_only_gaps_that_wait_are_joined(file: LoopFile) -> None:
    """Not with itself, nor with one that is answered or not there."""
    desk, queue = intake(file), GapQueue(file)
    desk.take([sighting(1, "健身房收费吗"), sighting(2, "食堂几点开门")], MONDAY)
    queue.answer(1, "免费。", act())
    for number, into in ((1, 2), (2, 1), (2, 2)):
        with pytest.raises(NotNow):
            queue.join(number, into, act())
    with pytest.raises(Unknown):
        queue.join(2, 9, act())


def test_a_closed_gap_is_opened_again_with_a_new_last_day_unless_it_was_joined(file: LoopFile) -> None:
    """With its office, or to be assigned where it has none; a joined one's questions belong elsewhere."""
    questions = ("健身房收费吗", "宿舍可以养猫吗", "食堂几点开门")
    intake(file).take([sighting(at, one) for at, one in enumerate(questions, 1)], MONDAY)
    queue = GapQueue(file)
    queue.close(1, "不属于学校信息", act())
    gap = queue.reopen(1, 3, act("李老师", MONDAY + timedelta(days=30), "关错了"))
    assert (gap.state, gap.office, gap.reason) == (State.ASSIGNED, "后勤保障处", "")
    assert gap.due > MONDAY.date() + timedelta(days=30)
    assert queue.show(1).steps[-1].why == "关错了"
    queue.join(2, 3, act())
    with pytest.raises(NotNow, match="belong to gap 3"):
        queue.reopen(2, 3, act())
    with pytest.raises(NotNow, match="needs closed"):
        queue.reopen(3, 3, act())


def test_how_many_wait_is_counted_for_all_gaps_at_once(file: LoopFile) -> None:
    """Whoever waits for a gap that was joined waits for the one that stays."""
    desk, queue = intake(file), GapQueue(file)
    desk.take([sighting(1, "健身房收费吗"), sighting(2, "食堂几点开门"), sighting(3, "宿舍可以养猫吗")], MONDAY)
    for person in "ab":
        desk.expect(person, "健身房多少钱", MONDAY)
    desk.expect("b", "食堂几点开门", MONDAY)
    assert queue.waiting() == {1: 2, 2: 1}
    queue.join(1, 2, act())
    assert queue.waiting() == {2: 2}


def test_a_corrected_answer_is_what_those_are_told_who_have_not_come_yet(file: LoopFile) -> None:
    """Nobody is told the wrong one after it was put right; who has been told it is not told again."""
    desk, queue, box = intake(file), GapQueue(file), NoteBox(file)
    desk.take([sighting(1, "健身房收费吗")], MONDAY)
    for person in "ab":
        desk.expect(person, "健身房收费吗", MONDAY)
    queue.answer(1, "收费。", act())
    assert box.take("a", box.waiting("a", MONDAY), MONDAY)
    assert queue.answer(1, "免费。", act()) == 0
    (note,) = box.waiting("b", MONDAY)
    assert note.text.endswith("已答复：免费。")
    assert not box.waiting("a", MONDAY)
