from datetime import timedelta
from pathlib import Path

from bot.gaps.performance import by_office
from bot.gaps.queue import GapQueue
from tests.fakes.loop import MONDAY, act, intake, open_file, sighting


def test_reply_rate_and_working_days_are_told_for_each_office(tmp_path: Path) -> None:
    """A closed gap asks for no reply; days are working days; what is undone past its day is overdue."""
    file = open_file(tmp_path)
    questions = ("健身房收费吗", "食堂几点开门", "宿舍可以养猫吗", "就业率多少")
    intake(file).take([sighting(number, question) for number, question in enumerate(questions, 1)], MONDAY)
    queue = GapQueue(file)
    queue.answer(1, "免费。", act(at=MONDAY + timedelta(days=2)))
    queue.close(2, "已有通知", act())
    told = {one.name: one for one in by_office(queue.list(), MONDAY.date() + timedelta(days=9))}
    first, other = told["后勤保障处"], told["就业指导中心"]
    assert (first.rate, first.answer_days, first.replied, first.closed) == (0.5, 2.0, (1,), (2,))
    assert (first.undone, first.overdue, first.open_days) == ((3,), (3,), 8.0)
    assert (other.rate, other.answer_days) == (0.0, None)
    queue.close(4, "重复", act())
    assert [one.rate for one in by_office(queue.list(office="就业"), MONDAY.date())] == [None]
    file.close()
