from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.gaps.drafting import Drafter
from bot.gaps.queue import GapQueue
from bot.loop.errors import FormInvalid, NotNow
from knowledge.notice import NoticeId, Status
from knowledge.store import KnowledgeStore
from tests.fakes.loop import MONDAY, act, intake, open_file, sighting


@pytest.fixture
def drafter(tmp_path: Path) -> Iterator[Drafter]:
    file = open_file(tmp_path)
    intake(file).take([sighting(1, "宿舍可以养猫吗")], MONDAY)
    with KnowledgeStore.open(tmp_path / "k.sqlite3") as store:
        yield Drafter(tmp_path / "answers", store, GapQueue(file))
    file.close()


def test_an_answer_becomes_a_draft_of_its_office(drafter: Drafter) -> None:
    """Question and answer, title, office and day, waiting for the review; nothing is published by it."""
    drafter.queue.answer(1, "学生公寓内不得饲养宠物。", act())
    notice_id = drafter.draft(1, act())
    notice = drafter.store.notice(notice_id)
    assert (notice.title, notice.department) == ("关于“宿舍可以养猫吗”的答复", "后勤保障处")
    assert (notice.status, notice.published_at) == (Status.DRAFT, date(2026, 9, 14))
    assert "学生公寓内不得饲养宠物" in notice.text
    assert drafter.queue.show(1).gap.notice_id == notice_id
    assert not list(drafter.store.published())


def test_a_draft_is_changed_by_drafting_again(drafter: Drafter) -> None:
    """With a title and a text of the officer's own; it is the same notice."""
    drafter.queue.answer(1, "不可以。", act())
    drafter.draft(1, act())
    notice_id = drafter.draft(1, act(), "公寓宠物: 规定", "学生公寓内不得饲养猫、狗等宠物，违者按公寓管理规定处理。")
    assert notice_id == NoticeId("gap-1")
    notice = drafter.store.notice(notice_id)
    assert (notice.title, notice.status) == ("公寓宠物: 规定", Status.DRAFT)
    assert len(drafter.store.notices()) == 1


def test_a_gap_without_an_answer_cannot_be_drafted(drafter: Drafter) -> None:
    """The refusal names the command that comes first."""
    with pytest.raises(NotNow, match="gongkai gaps answer 1"):
        drafter.draft(1, act())


def test_what_the_importer_does_not_take_is_said(drafter: Drafter) -> None:
    """The gap stays answered, without a notice."""
    drafter.queue.answer(1, "不可以。", act())
    with pytest.raises(FormInvalid):
        drafter.draft(1, act(), text="---")
    assert drafter.queue.show(1).gap.notice_id is None
