"""Requests for disclosure and voices in the console: due first, replied to, extended, settled, and nobody's data elsewhere."""

import pytest

from bot.loop.file import LoopFile
from bot.loop.opening import terms
from bot.requests.counter import Counter
from bot.requests.request import Applicant, Form, Reply, State
from bot.requests.sealing import load_seal
from bot.requests.tables import METADATA, NAME
from bot.requests.voices import Kind, Voices
from bot.staff.loop import open_desk
from tests.bot.staff.conftest import Open
from tests.fakes.staff import NOW, College
from tests.fakes.wechat import Service

FORM = Form(Applicant.CITIZEN, "赵申请", "zhao@example.com", "2025年食堂采购合同<script>alert(1)</script>", "研究")
NUMBERS = ("YSQ-2026-0001", "YSQ-2026-0002")
PERSONAL = ("赵申请", "zhao@example.com", "食堂采购合同")


pytestmark = pytest.mark.usefixtures("received")


@pytest.fixture
def received(college: College) -> College:
    """Two requests, a complaint and two appraisals."""
    file = LoopFile.open(college.data / NAME, METADATA)
    seal = load_seal("", college.data)
    counter, voices = Counter(file, seal, terms(college.loop().settings)), Voices(file, seal)
    for channel in ("web", "paper"):
        counter.receive(FORM, channel, NOW)
    voices.take(Kind.COMPLAINT, "收费标准没有公开", None, "web", NOW)
    for rating in (5, 2):
        voices.take(Kind.APPRAISAL, "<b>很方便</b>", rating, "web", NOW)
    file.close()
    return college


async def test_the_list_shows_what_is_due_and_nothing_of_the_applicants(browse: Open) -> None:
    """What they gave stands on the page of the one request; an officer sees neither, nor how many there are."""
    reviewer, officer = await browse("王审核"), await browse("李财务")
    _, listed = await reviewer.get("/requests")
    assert all(number in listed for number in NUMBERS)
    assert not any(word in listed for word in PERSONAL)
    _, one = await reviewer.get(f"/requests/{NUMBERS[0]}")
    assert all(word in one for word in PERSONAL)
    assert "<script>alert" not in one
    assert "收到（网页）" in one
    assert "2026-09-21" in one
    assert "<b>2</b>待答复的申请" in (await reviewer.get(""))[1]
    assert "待答复的申请" not in (await officer.get(""))[1]
    for path in ("/requests", f"/requests/{NUMBERS[0]}", "/voices"):
        assert (await officer.get(path))[0] == 403
    assert (await reviewer.get("/requests/YSQ-2026-9999"))[0] == 409


async def test_a_request_is_extended_with_a_reason_and_replied_to_in_one_of_six_kinds(
    received: College, browse: Open
) -> None:
    """Once each; what was typed stays where it is refused; the trail names who, and nothing of the applicant."""
    reviewer = await browse("王审核")
    path = f"/requests/{NUMBERS[0]}"
    assert "请写明延期的理由" in (await reviewer.refused(path, step="extend", reason=" "))[1]
    assert (await reviewer.send(path, step="extend", reason="须征求第三方意见")).endswith("?done=prolonged")
    assert "不允许这一步" in (await reviewer.refused(path, step="extend", reason="再延"))[1]
    status, text = await reviewer.refused(path, step="reply", kind="maybe", text="合同见附件。")
    assert status == 400
    assert "六种答复" in text
    assert "合同见附件。</textarea>" in text
    assert "1 到 2000 字" in (await reviewer.refused(path, step="reply", kind="disclosed", text=" "))[1]
    await reviewer.send(path, step="reply", kind="partly", text="价格部分公开，\r\n其余不予公开。")
    with open_desk(received.loop()) as desk:
        found = desk.register.show(NUMBERS[0])
    assert (found.state, found.reply, found.extended) == (State.REPLIED, Reply.PARTLY, True)
    assert found.text == "价格部分公开，\n其余不予公开。"
    _, shown = await reviewer.get(path)
    assert "答复：部分公开，区分处理" in shown
    assert "延期到 " in shown
    await reviewer.refused(path, step="reply", kind="disclosed", text="再答复")
    await reviewer.refused(path, step="dance")
    _, trail = await reviewer.get("/trail")
    assert f'<a href="/staff{path}">申请 {NUMBERS[0]}</a>' in trail
    assert not any(word in trail for word in (*PERSONAL, "价格部分"))
    assert NUMBERS[0] not in (await reviewer.get("/requests"))[1]
    assert NUMBERS[0] in (await reviewer.get("/requests?state=all"))[1]


async def test_voices_are_listed_and_a_complaint_is_settled(browse: Open) -> None:
    """What is to be done comes first; an appraisal asks for nothing; HTML in one does nothing."""
    administrator = await browse("陈管理")
    _, listed = await administrator.get("/voices")
    assert listed.index("收费标准没有公开") < listed.index("很方便")
    assert "评议 2 次，平均 3.5 分" in listed
    assert "<b>很方便" not in listed
    status, text = await administrator.refused("/voices/1", result=" ")
    assert status == 400
    assert "请写明处理结果" in text
    await administrator.send("/voices/1", result="已补充公开")
    assert "已补充公开" in (await administrator.get("/voices"))[1]
    assert "不允许这一步" in (await administrator.refused("/voices/1", result="再办"))[1]
    assert "没有这个编号" in (await administrator.refused("/voices/x", result="办"))[1]
    assert "举报评议 1" in (await administrator.get("/trail"))[1]


async def test_nothing_of_an_applicant_is_in_the_log_or_in_any_file_but_sealed(
    received: College, browse: Open, service: Service
) -> None:
    """After the pages were seen and a reply given."""
    reviewer = await browse("王审核")
    await reviewer.get(f"/requests/{NUMBERS[1]}")
    await reviewer.send(f"/requests/{NUMBERS[1]}", step="reply", kind="disclosed", text="见学校网站。")
    log = service.stream.getvalue().decode()
    assert not any(word in log for word in PERSONAL)
    for path in received.data.iterdir():
        content = path.read_bytes() if path.is_file() else b""
        assert not any(word.encode() in content for word in PERSONAL), path
