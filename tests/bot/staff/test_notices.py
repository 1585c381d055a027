"""Notices in the console: what a person sees of them, and the steps of their life by two people."""

from datetime import timedelta

from bot.staff.listing import PER_PAGE
from knowledge.audit import Actor
from knowledge.notice import NoticeId
from knowledge.standing import State
from tests.bot.staff.conftest import Open
from tests.fakes.notices import cut, save
from tests.fakes.staff import NOW, College

REFUND = NoticeId("refund")


def state(college: College, notice_id: str) -> State:
    known = NoticeId(notice_id)
    with college.store() as store:
        return store.standings([known], NOW.date())[known].state


async def test_an_officer_sees_the_notices_of_the_own_office_alone(browse: Open) -> None:
    """Its sections included; those of others are neither listed nor opened."""
    officer, reviewer = await browse("李财务"), await browse("王审核")
    _, page = await officer.get("/notices")
    assert "学费标准一览表" in page
    assert "退费办法" in page
    assert "图书馆服务指南" not in page
    assert (await officer.get("/notice?id=library"))[0] == 409
    assert "图书馆服务指南" in (await reviewer.get("/notices"))[1]


async def test_the_list_is_narrowed_by_state_words_and_office(browse: Open) -> None:
    """Words are found in the title and in the text; what waits has a filter of its own."""
    browser = await browse("王审核")
    for query, wanted, unwanted in (
        ("state=waiting", "退费办法", "学费标准"),
        ("state=published", "学费标准", "退费办法"),
        ("words=护理", "学费标准", "图书馆"),
        ("words=退费 十日", "退费办法", "学费标准"),
        ("office=图书馆", "图书馆服务指南", "学费标准"),
        ("state=expired", "没有这样的通知", "学费标准"),
        ("page=99", "学费标准", "没有这样的通知"),
    ):
        _, page = await browser.get(f"/notices?{query}")
        assert wanted in page, query
        assert unwanted not in page, query


async def test_a_long_list_is_cut_into_pages(browse: Open, college: College) -> None:
    """Fifty a page, with the way to the next."""
    with college.store() as store:
        save(store, *(cut(f"n{n}", f"第{n}号通知", "内容", department="学生处") for n in range(PER_PAGE + 5)))
    browser = await browse("王审核")
    _, first = await browser.get("/notices?state=waiting")
    assert "第 1 页，共 2 页" in first
    _, second = await browser.get("/notices?state=waiting&page=2")
    assert second.count('scope="row"') == 6


async def test_what_waits_is_approved_by_another_person_who_has_seen_it(browse: Open, college: College) -> None:
    """The submitter may not (four eyes), an officer has no button, and the revision that was seen must still wait."""
    with college.store() as store:
        save(store, cut("own", "审核自己写的", "内容", department="学生处"))
        notice, passages = cut("own", "审核自己写的", "内容二", department="学生处")
        store.save(notice, passages, Actor("王审核"), NOW)
    officer, reviewer = await browse("李财务"), await browse("王审核")
    assert "由审核人员审查" in (await officer.get("/notice?id=refund"))[1]
    assert "审查通过并公开" in (await reviewer.get("/notice?id=refund"))[1]
    review = {"id": "refund", "step": "approve", "reason": "无涉密内容"}
    status, page = await reviewer.refused("/notice/review", **review, seen="7")
    assert (status, "又改了" in page) == (409, True)
    assert (await reviewer.refused("/notice/review", **review, seen="一"))[0] == 409
    status, page = await reviewer.refused("/notice/review", id="own", step="approve", seen="2")
    assert "须由另一人审查" in page
    assert state(college, "refund") is State.DRAFT
    assert "done=approved" in await reviewer.send("/notice/review", **review, seen="1")
    assert state(college, "refund") is State.PUBLISHED
    with college.store() as store:
        assert [entry.reason for entry in store.audit(REFUND) if entry.by == "王审核"] == ["无涉密内容"] * 2


async def test_a_check_and_a_refusal_are_steps_of_their_own(browse: Open, college: College) -> None:
    """Checked is not yet public; a refusal needs its reason."""
    reviewer = await browse("王审核")
    await reviewer.send("/notice/review", id="refund", step="check", seen="1")
    assert state(college, "refund") is State.CHECKED
    assert "请写明原因" in (await reviewer.refused("/notice/review", id="refund", step="reject", seen="2"))[1]
    await reviewer.send("/notice/review", id="refund", step="reject", seen="2", reason="缺附件")
    assert state(college, "refund") is State.WITHDRAWN


async def test_an_officer_withdraws_restores_extends_and_returns(browse: Open, college: College) -> None:
    """Each with a reason, each in the trail under the officer's name."""
    officer = await browse("李财务")
    assert "请写明原因" in (await officer.refused("/notice/step", id="fees", step="withdraw"))[1]
    await officer.send("/notice/step", id="fees", step="withdraw", reason="金额有误")
    assert state(college, "fees") is State.WITHDRAWN
    assert "不允许这一步" in (await officer.refused("/notice/step", id="fees", step="withdraw", reason="再来"))[1]
    await officer.send("/notice/step", id="fees", step="restore", reason="核对无误")
    assert state(college, "fees") is State.PUBLISHED
    assert "日期" in (await officer.refused("/notice/step", id="fees", step="extend", until="明年", reason="延"))[1]
    await officer.send("/notice/step", id="fees", step="extend", until="2026-08-31", reason="到期")
    assert state(college, "fees") is State.EXPIRED
    await officer.send("/notice/step", id="fees", step="extend", until="", reason="长期")
    await officer.send("/notice/step", id="fees", step="extend", until="2027-08-31", reason="到明年")
    with college.store() as store:
        numbers = [one.number for one in store.revisions(NoticeId("fees"))]
    assert (await officer.refused("/notice/step", id="fees", step="return", revision="99", reason="试"))[0] == 409
    assert numbers[-1] == 8
    _, page = await officer.get("/notice?id=fees")
    assert "金额有误" in page
    assert "李财务" in page


async def test_an_officer_takes_no_step_with_another_offices_notice(browse: Open, college: College) -> None:
    """Neither by a step nor by a correction, whatever the form says."""
    officer = await browse("李财务")
    assert "别的部门" in (await officer.refused("/notice/step", id="library", step="withdraw", reason="试"))[1]
    assert "别的部门" in (await officer.refused("/notice/correct", id="library", title="改", reason="试"))[1]
    assert (await officer.refused("/notice/step", id="fees", step="approve", reason="试"))[0] == 409
    assert (await officer.refused("/notice/step", id="nobody", step="withdraw", reason="试"))[0] == 409
    assert state(college, "library") is State.PUBLISHED


async def test_a_changed_text_waits_beside_the_published_one_and_its_difference_is_shown(
    browse: Open, college: College
) -> None:
    """The reviewer sees both, and returning to the earlier text is one step."""
    with college.store() as store:
        save(store, cut("library", "图书馆服务指南", "图书馆每天9:00开门。", department="图书馆"))
    reviewer = await browse("王审核")
    _, page = await reviewer.get("/notice?id=library")
    assert "9:00开门" in page
    assert "原来的文本" in page
    assert "8:30开门" in (await reviewer.get("/notice?id=library&text=current"))[1]
    _, page = await reviewer.get("/notice/diff?id=library&from=3&to=4")
    assert "<del>8</del>" in page
    assert "<ins>9</ins>" in page
    assert (await reviewer.get("/notice/diff?id=library&from=3&to=x"))[0] == 409
    await reviewer.send("/notice/review", id="library", step="approve", seen="4")
    await reviewer.send("/notice/step", id="library", step="return", revision="3", reason="新文本有误")
    with college.store() as store:
        assert "8:30开门" in store.notice(NoticeId("library")).text


async def test_a_superseded_notice_is_restored_beside_the_newer_one(browse: Open, college: College) -> None:
    """It says what superseded it, and can hold again."""
    with college.store() as store:
        save(store, cut("fees2", "新学费标准", "学费7000元", department="财务处", supersedes=(NoticeId("fees"),)))
        store.approve(NoticeId("fees2"), Actor("王"), NOW)
    officer = await browse("李财务")
    assert "fees2" in (await officer.get("/notice?id=fees"))[1]
    await officer.send("/notice/step", id="fees", step="restore", reason="老生仍适用")
    assert state(college, "fees") is State.PUBLISHED


async def test_a_correction_waits_for_its_check_and_holds_at_the_next_import(browse: Open, college: College) -> None:
    """What was recognised wrongly is put right without the file; the file imported again does not undo it."""
    officer, reviewer = await browse("李财务"), await browse("王审核")
    assert "学费标准一览表" in (await officer.get("/notice/correct?id=fees"))[1]
    form = {"id": "fees", "title": "2026年学费标准一览表", "deadline": "2026-09-30", "item": "21"}
    assert "请写明更正的原因" in (await officer.refused("/notice/correct", **form))[1]
    assert "部门须是" in (await officer.refused("/notice/correct", id="fees", department="学生处", reason="试"))[1]
    assert "别的部门" in (await officer.refused("/notice/correct", id="fees", supersedes="library", reason="试"))[1]
    assert "无法替代" in (await officer.refused("/notice/correct", id="fees", supersedes="none", reason="试"))[1]
    assert "填写的内容有误" in (await officer.refused("/notice/correct", id="fees", deadline="明天", reason="试"))[1]
    assert "done=unchanged" in await officer.send("/notice/correct", id="fees", reason="没有改")
    assert "done=corrected" in await officer.send("/notice/correct", **form, reason="标题缺年份")
    with college.store() as store:
        assert store.notice(NoticeId("fees")).title == "学费标准一览表"
    number = 4
    await reviewer.send("/notice/review", id="fees", step="approve", seen=str(number))
    with college.store() as store:
        notice = store.notice(NoticeId("fees"))
    assert (notice.title, str(notice.deadline), notice.item) == ("2026年学费标准一览表", "2026-09-30", 21)


async def test_markup_in_a_notice_is_shown_and_never_runs(browse: Open, college: College) -> None:
    """Title, text, office, reason and link: a script is text, and a link of another kind than http is none."""
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    with college.store() as store:
        link = "javascript:alert(3)"
        save(store, cut("evil", evil, evil, department=f"财务处{evil}", path=evil, source_url=link))
        notice, passages = cut("evil", evil, evil + "二", department=f"财务处{evil}", source_url=link)
        store.save(notice, passages, Actor(evil), NOW + timedelta(1), evil)
    officer, reviewer = await browse("李财务"), await browse("王审核")
    for path in ("/notice?id=evil", "/notices", "", "/notice/correct?id=evil", "/notice/diff?id=evil&from=1&to=2"):
        status, page = await officer.get(path)
        assert status == 200
        assert "&lt;script&gt;" in page, path
        assert "<script>" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
    assert "<script>" not in (await reviewer.get("/trail"))[1]
    for path in (f"/notices?words={evil}", f"/trail?by={evil}", f"/notice?id={evil}"):
        assert "<script>" not in (await reviewer.get(path))[1]


async def test_the_trail_tells_who_did_what(browse: Open) -> None:
    """Steps of notices and deeds of the console in one list, the newest first, narrowed by name."""
    officer, administrator = await browse("李财务"), await browse("陈管理")
    await officer.send("/notice/step", id="fees", step="withdraw", reason="金额有误")
    _, page = await administrator.get("/trail")
    assert page.index("金额有误") < page.index("新增账号")
    _, page = await administrator.get("/trail?by=李财务")
    assert "金额有误" in page
    assert "新增账号" not in page


async def test_the_menu_shows_where_one_is(browse: Open) -> None:
    """Also on a page below an entry; an own account is below none."""
    browser = await browse("王审核")
    for path, name in (("", "待办"), ("/notice?id=fees", "通知"), ("/notices?words=x", "通知"), ("/try", "试问")):
        assert f'aria-current="page">{name}<' in (await browser.get(path))[1]
    assert "aria-current" not in (await browser.get("/me"))[1]


async def test_the_first_page_counts_what_waits(browse: Open) -> None:
    """For an officer, of the own office."""
    officer = await browse("李财务")
    _, page = await officer.get("")
    assert "退费办法" in page
    assert "还没有发布过" in page
