"""Uploading: the preview of an import, corrections on it, submitting, and files that mean no good."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import StaffSettings
from bot.staff.drafts import safe_name
from knowledge.life import Policy
from knowledge.notice import NoticeId, Status
from tests.bot.staff.conftest import Open
from tests.fakes.staff import Browser, College

NOTICE = """# 2026级新生学费缴费通知

财务处

各位新生：2026级学费于2026年9月10日前缴清，软件技术专业每学年6000元。

经办人王小明，身份证号11010519491231002X，手机13800138000。
"""


@pytest.fixture
def direct(real: College) -> College:
    """The same, where imports are published without a check."""
    real.policy, real.config = Policy(), '[clock]\nnow = "2026-09-01"\n'
    return real


async def preview(browser: Browser, name: str, content: bytes, **fields: str) -> tuple[str, str]:
    """The key of the draft, and its page."""
    response = await browser.upload(name, content, **fields)
    assert response.status == 303, await response.text()
    location = response.headers["Location"].removeprefix("/staff")
    _, page = await browser.get(location)
    return location.partition("key=")[2], page


async def test_an_upload_is_shown_before_anything_is_stored_and_then_submitted(real: College, browse: Open) -> None:
    """What was read, masked and classified with its words; corrections on the form; then a draft that waits."""
    officer = await browse("李财务")
    key, page = await preview(officer, "缴费通知.md", NOTICE.encode())
    for shown in (
        "2026级新生学费缴费通知",
        "隐去身份证号 1 处",
        "隐去手机号 1 处",
        "依据：",
        "软件技术专业每学年6000元",
    ):
        assert shown in page, shown
    assert "11010519491231002X" not in page
    with real.store() as store:
        assert len(store.notices()) == 3
    form = {"key": key, "title": "缴费通知（改）", "department": "财务处收费科", "deadline": "2026-09-10"}
    await officer.send("/upload/draft", **form, step="preview")
    assert "缴费通知（改）" in (await officer.get(f"/upload/draft?key={key}"))[1]
    assert "部门须是" in (await officer.refused("/upload/draft", **form | {"department": "学生处"}, step="submit"))[1]
    assert "没有读出" in (await officer.refused("/upload/draft", **form | {"deadline": "明天"}, step="submit"))[1]
    location = await officer.send("/upload/draft", **form, step="submit")
    known = NoticeId(f"staff-{key}")
    assert f"id={known}" in location
    with real.store() as store:
        notice = store.notice(known)
        assert (notice.title, notice.department, str(notice.deadline)) == (
            "缴费通知（改）",
            "财务处收费科",
            "2026-09-10",
        )
        assert notice.status is Status.DRAFT
        assert notice.item_cues
        assert store.audit(known)[0].by == "李财务"
    assert (await officer.get(f"/upload/draft?key={key}"))[0] == 409


async def test_a_new_text_of_a_notice_waits_beside_it(real: College, browse: Open) -> None:
    """It keeps the notice's id whatever the file says, and only one's own office's can be replaced."""
    officer = await browse("李财务")
    key, page = await preview(officer, "学费.md", "---\nid: library\n---\n学费为每学年7000元。".encode(), id="fees")
    assert "新文本" in page
    await officer.send("/upload/draft", key=key, title="学费标准一览表", department="财务处", step="submit")
    with real.store() as store:
        assert store.in_force(NoticeId("fees")) == (3, 4)
        assert store.in_force(NoticeId("library"))[1] is None
    response = await officer.upload("学费.md", b"x", id="library")
    assert response.status == 409


async def test_what_a_file_says_of_itself_gives_an_officer_no_more_rights(real: College, browse: Open) -> None:
    """Front matter may not speak for another office's notices, nor put them out of date."""
    officer = await browse("李财务")
    text = "---\ntitle: 新的\nsupersedes: [library]\nstatus: published\n---\n图书馆已关闭。"
    key, _ = await preview(officer, "新.md", text.encode())
    assert "别的部门" in (await officer.refused("/upload/draft", key=key, department="财务处", step="submit"))[1]
    with real.store() as store:
        assert len(store.notices()) == 3


async def test_a_draft_by_choice_waits_even_where_imports_are_published_directly(direct: College, browse: Open) -> None:
    """And a text that says what is stored already has nothing to submit."""
    reviewer = await browse("王审核")
    key, _ = await preview(reviewer, "说明.md", "退费说明，须在十日内申请。".encode())
    await reviewer.send("/upload/draft", key=key, department="教务处", status="draft", step="submit")
    with direct.store() as store:
        assert store.notice(NoticeId(f"staff-{key}")).status is Status.DRAFT
    again, _ = await preview(reviewer, "说明.md", "退费说明，须在十日内申请。".encode(), id=f"staff-{key}")
    form = {"key": again, "department": "教务处", "status": "draft", "step": "submit"}
    assert "内容相同" in (await reviewer.refused("/upload/draft", **form))[1]


async def test_an_upload_is_its_owners_alone_and_can_be_given_up(real: College, browse: Open) -> None:
    """Another person does not see it; given up, nothing of it is left."""
    officer, reviewer = await browse("李财务"), await browse("王审核")
    assert "上传新文本" in (await officer.get("/upload?id=fees"))[1]
    assert (await officer.get("/upload?id=library"))[0] == 409
    key, _ = await preview(officer, "草稿.md", "退费说明。".encode())
    assert (await reviewer.get(f"/upload/draft?key={key}"))[0] == 409
    assert "done=discarded" in await officer.send("/upload/draft", key=key, step="discard")
    assert not (real.data / "uploads" / key).exists()
    assert (await officer.get("/upload/draft?key=../../../etc"))[0] == 409


def bomb() -> bytes:
    """A Word file of a few kilobytes that unpacks to a gigabyte."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(256):
                member.write(b" " * 2**20)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("通知.pdf", b"MZ\x90\x00 this is a program", "没有读出"),
        ("通知.docx", b"PK\x03\x04 broken", "没有读出"),
        ("通知.xlsx", b"\x00" * 4096, "没有读出"),
        ("通知.png", b"\x89PNG\r\n\x1a\n broken", "没有读出"),
        ("空白.txt", b"  \n ", "没有读出"),
    ],
)
async def test_a_file_that_is_not_what_its_name_says_is_reported(
    real: College, browse: Open, name: str, content: bytes, said: str
) -> None:
    """The page says what was wrong, nothing is stored, and it cannot be submitted."""
    officer = await browse("李财务")
    key, page = await preview(officer, name, content)
    assert said in page
    assert (await officer.refused("/upload/draft", key=key, department="财务处", step="submit"))[0] == 400
    with real.store() as store:
        assert len(store.notices()) == 3


@pytest.mark.usefixtures("real")
async def test_a_file_that_unpacks_without_end_harms_nothing(browse: Open) -> None:
    """Reading it happens elsewhere, with bounds; the console tells, and goes on."""
    officer = await browse("李财务")
    response = await officer.upload("炸弹.docx", bomb())
    if response.status == 303:
        _, page = await officer.get(response.headers["Location"].removeprefix("/staff"))
        assert "没有读出" in page
    else:
        assert response.status == 409
    assert (await officer.get(""))[0] == 200


@pytest.mark.parametrize("name", ["程序.exe", "一包.zip", "无后缀", "页面.svg", ""])
async def test_kinds_that_are_not_taken_are_refused_at_once(browse: Open, name: str) -> None:
    """With the kinds that are; nothing of it is kept."""
    officer = await browse("李财务")
    response = await officer.upload(name or "空", b"x")
    assert response.status == 409
    assert ".docx" in await response.text()


@pytest.mark.usefixtures("real")
async def test_a_page_with_scripts_is_text_in_the_preview(browse: Open) -> None:
    """An HTML file is read for its words; no tag of it reaches a page of the console."""
    officer = await browse("李财务")
    evil = (
        "<html><head><title>公告</title></head><body><h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>"
        "<p>收费<script>alert(2)</script><img src=x onerror=alert(3)>说明</p></body></html>"
    )
    _, page = await preview(officer, '"><script>alert(4)</script>.html', evil.encode())
    assert "<script>" not in page
    assert "<img" not in page
    assert "onerror" not in page


@pytest.fixture
def narrow(college: College) -> College:
    """A college that takes files up to a megabyte."""
    college.settings = StaffSettings(upload_mb=1)
    return college


async def test_a_file_beyond_the_limit_is_refused_while_it_comes(narrow: College, browse: Open) -> None:
    """It is not kept, and the page says the limit."""
    officer = await browse("李财务")
    response = await officer.upload("大.txt", b"x" * (2**20 + 1))
    assert response.status == 400
    assert "1 MB" in await response.text()
    assert not (narrow.data / "uploads").exists()


async def test_a_file_comes_in_only_with_the_token_before_it(browse: Open, college: College) -> None:
    """A wrong token, a form without file, an empty file and a body that is no form are refused."""
    officer = await browse("李财务")
    assert (await officer.upload("a.txt", b"x", token="0" * 64)).status == 400
    assert (await officer.upload("a.txt", b"")).status == 409
    assert (await officer.refused("/upload"))[0] == 409
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (
        b"nothing",
        b"--x\r\n\r\n--x--",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * 600_000,
    ):
        response = await officer.client.post("/staff/upload", data=body, headers=headers, allow_redirects=False)
        assert response.status == 400
    long = await officer.client.post("/staff/sign-out", data={"token": "x" * 200_000}, allow_redirects=False)
    assert long.status == 400
    assert not (college.data / "uploads").exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("C:\\\\Users\\\\李\\\\通知.docx", "通知.docx"),
        ("/etc/cron.d/x.md", "x.md"),
        (".htaccess.md", "htaccess.md"),
        ("a\x00b\n.txt", "ab.txt"),
        ("..", "file"),
        ("", "file"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
    ],
)
def test_the_name_of_a_file_leads_nowhere(given: str, kept: str) -> None:
    """Folders, control characters and leading dots go; the ending stays."""
    assert safe_name(given) == kept


@given(st.text(max_size=300))
def test_any_name_becomes_a_plain_one(given: str) -> None:
    """No separator, no dot in front, never empty, short enough for every file system."""
    name = safe_name(given)
    assert name
    assert not set(name) & set('/\\<>:"|?*\x00')
    assert not name.startswith(".")
    assert len(name.encode("utf-8", "surrogatepass")) <= 255 * 2


async def test_uploads_that_nobody_submitted_go_after_a_week(real: College, browse: Open) -> None:
    """Those that were submitted stay as the originals."""
    officer = await browse("李财务")
    key, _ = await preview(officer, "旧.md", "旧的说明。".encode())
    kept, _ = await preview(officer, "交.md", "退费须在十日内申请，逾期不办。".encode())
    await officer.send("/upload/draft", key=kept, department="财务处", step="submit")
    real.clock.now += 8 * 86400
    await officer.sign_in("李财务")
    await preview(officer, "新.md", "新的说明。".encode())
    assert not (real.data / "uploads" / key).exists()
    assert json.loads((real.data / "uploads" / kept / "draft.json").read_text())["is_submitted"]
