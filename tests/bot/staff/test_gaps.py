"""The queue of questions without an answer in the console: who sees what, and every step."""

import pytest

from bot.gaps.gap import State
from bot.gaps.intake import Intake, Rules
from bot.gaps.queue import GapQueue
from bot.loop.notes import NoteBox
from bot.staff.loop import open_desk
from tests.bot.staff.conftest import Open
from tests.fakes.loop import act, open_file, sighting
from tests.fakes.staff import NOW, OFFICES, College

# Of the 财务处: 1 学费 and 4 its wording; 2 of the 学生处; 3 of whoever takes the rest.
ASKED = ("学费可以分期交吗", "宿舍可以养猫吗", "量子火箭几点发射", "退费要多久到账")


@pytest.fixture
def queue(college: College) -> GapQueue:
    """Four gaps: two of the 财务处, one asked twice and waited for by one person."""
    file = open_file(college.data)
    intake = Intake(file, OFFICES, Rules())
    questions = [*ASKED, "学费能分期交么"]
    intake.take([sighting(number, one, NOW) for number, one in enumerate(questions, 1)], NOW)
    intake.expect("somebody", ASKED[0], NOW)
    return GapQueue(file)


def number(queue: GapQueue, title: str) -> int:
    return next(gap.id for gap in queue.list() if gap.title == title)


async def test_an_officer_sees_the_gaps_of_the_own_office_and_others_see_all(queue: GapQueue, browse: Open) -> None:
    """By subject, with office, last day, how often asked and how many wait; the offices' rates above."""
    officer, reviewer = await browse("李财务"), await browse("王审核")
    assert len(queue.list()) == 4
    _, mine = await officer.get("/gaps")
    assert ASKED[0] in mine and ASKED[3] in mine  # noqa: PT018
    assert ASKED[1] not in mine
    assert "2 次，1 人在等" in mine
    assert "2026-09-08" in mine
    _, everything = await reviewer.get("/gaps")
    assert all(one in everything for one in ASKED)
    assert "党政办公室" in everything
    _, filtered = await reviewer.get("/gaps?office=学生&words=养猫")
    assert ASKED[1] in filtered
    assert ASKED[0] not in filtered
    assert "没有这样的提问" in (await reviewer.get("/gaps?state=done"))[1]


async def test_another_offices_gap_is_neither_shown_nor_changed(queue: GapQueue, browse: Open) -> None:
    """By its address, by its form, and as the one that another is joined into; what is no number is refused."""
    officer = await browse("李财务")
    other, own = number(queue, ASKED[1]), number(queue, ASKED[0])
    assert (await officer.get(f"/gaps/{other}"))[0] == 409
    status, text = await officer.refused(f"/gaps/{other}", step="answer", text="可以。")
    assert (status, queue.show(other).gap.answer) == (409, "")
    assert "别的部门" in text
    await officer.refused(f"/gaps/{own}", step="join", into=str(other))
    for wrong in ("x", "99", "9" * 12):
        assert (await officer.get(f"/gaps/{wrong}"))[0] == 409
    await officer.refused(f"/gaps/{own}", step="dance")
    assert queue.show(own).gap.state is State.ASSIGNED


async def test_an_answer_is_kept_and_left_for_who_asked(queue: GapQueue, browse: Open, college: College) -> None:
    """The page shows every wording before; the officer's name stands in its course and in the trail of all."""
    officer, reviewer = await browse("李财务"), await browse("王审核")
    own = number(queue, ASKED[0])
    _, before = await officer.get(f"/gaps/{own}")
    assert "学费能分期交么" in before
    assert "1 人在等答复" in before
    assert "收到，分给财务处" in before
    assert await officer.send(f"/gaps/{own}", step="answer", text="可以分两期。") == f"/staff/gaps/{own}?done=answered"
    _, after = await officer.get(f"/gaps/{own}?done=answered")
    assert "问过的人下次来时会看到" in after
    assert "做成通知草稿" in after
    (note,) = NoteBox(open_file(college.data)).waiting("somebody", NOW)
    assert "可以分两期。" in note.text
    assert queue.show(own).steps[-1].by == "李财务"
    _, trail = await reviewer.get("/trail")
    assert f'<a href="/staff/gaps/{own}">提问 {own}</a>' in trail
    assert "100%" not in after
    assert "50%" in (await officer.get("/gaps?state=done"))[1]


async def test_what_was_typed_is_not_lost_when_a_step_is_refused(queue: GapQueue, browse: Open) -> None:
    """Too long an answer, no reason, an office that is not there: said, and still in the form."""
    officer = await browse("李财务")
    own = number(queue, ASKED[0])
    status, text = await officer.refused(f"/gaps/{own}", step="answer", text="很长的答复" * 90)
    assert status == 400
    assert "很长的答复" * 90 in text
    assert "1 到 400 字" in text
    _, text = await officer.refused(f"/gaps/{own}", step="assign", office="体育部", reason="不是我们的")
    assert "部门通讯录里没有" in text
    assert 'value="不是我们的"' in text
    for step in ("assign", "close", "reopen"):
        assert "请写明原因" in (await officer.refused(f"/gaps/{own}", step=step, office="学生处"))[1]
    assert "先答复" in (await officer.refused(f"/gaps/{own}", step="draft"))[1]


async def test_a_gap_is_handed_on_joined_closed_and_opened_again(queue: GapQueue, browse: Open) -> None:
    """Handed on, it leaves the officer's list; joined, its questions belong to the other and it stays closed."""
    officer, administrator = await browse("李财务"), await browse("陈管理")
    first, last, other = (number(queue, ASKED[at]) for at in (0, 3, 1))
    assert await officer.send(f"/gaps/{last}", step="join", into=str(first)) == f"/staff/gaps/{first}?done=joined"
    assert queue.show(first).gap.times == 3
    _, refused = await officer.refused(f"/gaps/{last}", step="reopen", reason="分开")
    assert "不允许这一步" in refused
    assert (await officer.send(f"/gaps/{first}", step="assign", office="学生处", reason="转")).endswith(
        "/gaps?done=assigned"
    )
    assert (await officer.get(f"/gaps/{first}"))[0] == 409
    assert "assigned" in await administrator.send(f"/gaps/{first}", step="assign", office="党政办公室", reason="再转")
    await administrator.send(f"/gaps/{other}", step="close", reason="不属于学校信息")
    assert "不属于学校信息" in (await administrator.get(f"/gaps/{other}"))[1]
    await administrator.send(f"/gaps/{other}", step="reopen", reason="关错了")
    assert queue.show(other).gap.state is State.ASSIGNED
    assert [step.why for step in queue.show(other).steps[1:]] == ["不属于学校信息", "关错了"]


async def test_html_in_a_question_an_answer_or_a_reason_is_shown_and_does_nothing(
    queue: GapQueue, browse: Open, college: College
) -> None:
    """On the list, on the gap's page and in the trail."""
    evil = "学费<script>alert(1)</script>怎么交"
    file = open_file(college.data)
    Intake(file, OFFICES, Rules()).take([sighting(9, evil, NOW)], NOW)
    reviewer = await browse("王审核")
    own = number(queue, evil)
    await reviewer.send(f"/gaps/{own}", step="answer", text="<img src=x onerror=alert(2)>")
    await reviewer.send(f"/gaps/{own}", step="close", reason='"><b>x</b>')
    for path in ("/gaps?state=all", f"/gaps/{own}", "/trail"):
        _, text = await reviewer.get(path)
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "<b>x" not in text


async def test_an_answer_becomes_a_draft_by_the_command_and_leads_to_its_page(real: College, browse: Open) -> None:
    """As `gongkai gaps draft` does it; title and text may be others than question and answer."""
    with open_desk(real.loop()) as desk:
        Intake(desk.files[0], OFFICES, Rules()).take([sighting(1, ASKED[0], NOW)], NOW)
        desk.gaps.answer(1, "可以分两期。", act("李财务", NOW))
    officer = await browse("李财务")
    where = await officer.send("/gaps/1", step="draft", title="学费分期办法", text="学费可以分两期缴纳。")
    assert where == "/staff/notice?id=gap-1&done=drafted"
    _, page = await officer.get("/notice?id=gap-1")
    assert "学费分期办法" in page
    assert "等待审查" in page
    assert 'href="/staff/notice?id=gap-1"' in (await officer.get("/gaps/1"))[1]
    _, refused = await officer.refused("/gaps/1", step="draft", title="长" * 101)
    assert "标题最多" in refused


async def test_a_long_queue_has_pages(college: College, browse: Open) -> None:
    """Fifty a page, those of one subject together."""
    file = open_file(college.data)
    questions = [f"学费{letter}{other}计划怎么交" for letter in "甲乙丙丁戊己庚辛" for other in "子丑寅卯辰巳午"]
    Intake(file, OFFICES, Rules()).take([sighting(at, one, NOW) for at, one in enumerate(questions, 1)], NOW)
    officer = await browse("李财务")
    _, first = await officer.get("/gaps")
    assert "第 1 页，共 2 页" in first
    assert "上一页" in (await officer.get("/gaps?page=2"))[1]
