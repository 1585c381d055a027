"""Pinned answers in the console: who may pin, the preview, refusals that lose nothing, and the way back."""

import pytest

from bot.ledger import Ledger
from bot.pins.book import SqlitePinBook
from bot.pins.pin import PinAction
from tests.bot.staff.conftest import Open
from tests.fakes.loop import asked
from tests.fakes.staff import NOW, College

FIELDS = {"questions": "学费多少钱\n学费要交多少", "notice": "fees", "text": "每学年 5000 元。", "reason": "常被问"}


@pytest.fixture
def questioned(college: College) -> College:
    """A college that was asked for the fees in two ways, and for other things."""
    ledger = Ledger.open(college.data / "ledger.db")
    ledger.record([asked(question, at=NOW) for question in ("请问学费多少钱？", "住宿费多少钱", "学费多少钱", "你好")])
    ledger.close()
    return college


async def test_a_pin_is_previewed_kept_removed_and_brought_back(questioned: College, browse: Open) -> None:
    """The preview says which of the questions asked it meets and which figures the notice does not have."""
    reviewer, officer = await browse("王审核"), await browse("李财务")
    _, form = await reviewer.get("/pins?notice=fees")
    assert 'value="fees"' in form
    assert "最合适的一段" in form
    response = await reviewer.post("/pins", step="preview", **FIELDS)
    assert response.status == 200
    preview = await response.text()
    assert "最近 90 天问过的 4 个问题里，会由它回答的有 2 个" in preview
    assert "请问学费多少钱？" in preview
    assert "通知里没有这些数字：5000" in preview
    assert "学费要交多少</textarea>" in preview
    with SqlitePinBook.open(questioned.data / "pins.db") as book:
        assert not book.pins()
        assert await reviewer.send("/pins", step="add", **FIELDS) == "/staff/pins?done=pinned"
        (pin,) = book.pins()
        assert (pin.by, pin.reason, pin.pinning.questions) == ("王审核", "常被问", ("学费多少钱", "学费要交多少"))
        _, listed = await officer.get("/pins")
        assert "每学年 5000 元。" in listed
        assert "通知不在线上版本里" in listed
        assert "新的固定答案" not in listed
        assert (await officer.refused("/pins/1", step="remove", reason="不要"))[0] == 403
        await reviewer.send("/pins/1", step="remove", reason="金额变了")
        assert "已移除" in (await reviewer.get("/pins"))[1]
        await reviewer.send("/pins/1", step="restore", reason="核对过")
        actions = [PinAction.ADDED, PinAction.REMOVED, PinAction.RESTORED]
        assert [entry.action for entry in book.trail(pin.id)] == actions
    _, trail = await reviewer.get("/trail")
    assert "移除固定答案" in trail
    assert "金额变了" in trail


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"questions": " \n "}, "请写 1 到 20 个问法"),
        ({"questions": "多少钱"}, "没有问到具体的事"),
        ({"notice": "nothing"}, "没有这份通知"),
        ({"notice": "refund"}, "不能引用"),
        ({"text": "很长" * 201}, "最多 400 字"),
        ({"starts": "明天"}, "2026-08-31"),
        ({"starts": "2026-09-02", "until": "2026-09-01"}, "最后一天在第一天之前"),
        ({"passage": "x"}, "没有这一段"),
        ({"reason": " "}, "请写明原因"),
    ],
)
async def test_a_pin_that_will_not_do_is_refused_and_what_was_typed_stays(
    browse: Open, wrong: dict[str, str], why: str
) -> None:
    """In Chinese, with the form as it was."""
    reviewer = await browse("王审核")
    status, text = await reviewer.refused("/pins", step="add", **(FIELDS | wrong))
    assert status == 400
    assert why in text
    assert "固定答案 <small>0 条" in text
    if "questions" not in wrong:
        assert "学费要交多少</textarea>" in text


async def test_a_question_has_one_pin_and_a_pin_is_changed_by_its_number(browse: Open) -> None:
    """A second one to the same question is refused, so is bringing back one whose question has another by now."""
    reviewer = await browse("王审核")
    await reviewer.send("/pins", step="add", **(FIELDS | {"text": "<script>alert(1)</script>"}))
    assert "<script>alert" not in (await reviewer.get("/pins"))[1]
    assert "已由第 1 条" in (await reviewer.refused("/pins", step="add", **FIELDS))[1]
    await reviewer.send("/pins/1", step="remove", reason="换")
    await reviewer.send("/pins", step="add", **FIELDS)
    assert "先移除那一条" in (await reviewer.refused("/pins/1", step="restore", reason="换回"))[1]
    assert "已经是这样" in (await reviewer.refused("/pins/1", step="remove", reason="再"))[1]
    for number in ("99", "x"):
        assert "没有这一条" in (await reviewer.refused(f"/pins/{number}", step="remove", reason="换"))[1]
    assert "请写明原因" in (await reviewer.refused("/pins/2", step="remove"))[1]
    assert "没有这一步" in (await reviewer.refused("/pins/2", step="dance", reason="x"))[1]
