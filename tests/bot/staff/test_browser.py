"""A notice's life, and a question's way to a notice, through the console: a real browser, an officer and a reviewer."""

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.simulator.account import Account, Mode
from tests.fakes.logbook import BOOK
from tests.fakes.notices import LIBRARY, save
from tests.fakes.staff import PASSWORD, College
from tests.fakes.wechat import KEY, settings

pytest.importorskip("playwright", reason="playwright is not installed: pip install '.[dev]'")
from playwright.sync_api import Browser, Page, expect

from tests.fakes.browser import chromium as headless

GONGKAI = (sys.executable, "-m", "scripts.main")
ROOT = Path(__file__).resolve().parents[3]
NOTICE = """# 关于2026级新生学费缴纳的通知

各位新生：2026级护理专业学费为每学年6600元，请于2026年9月10日前缴清。

财务处
2026年8月20日
"""


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with headless() as browser:
        yield browser


QUESTION = "学费可以分期交吗"
ANSWER = "学费可以分两期缴纳，每学期开学时各交一半。"
OFFICES = "- {name: 党政办公室, default: true}\n- {name: 财务处, topics: [学费]}\n"


@dataclass(slots=True)
class WeChat:
    """People who write to the account, by signed and encrypted messages as WeChat sends them."""

    address: str
    account: Account = field(default_factory=lambda: Account(settings(), Mode.SAFE))
    messages: int = 0

    def ask(self, person: str, text: str) -> str:
        self.messages += 1
        parcel = self.account.text(person, text, self.messages, time.time())
        with urllib.request.urlopen(f"{self.address}/wechat?{parcel.query}", parcel.body) as response:  # noqa: S310
            return self.account.read(parcel, response.read())


@pytest.fixture
def address(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A service as `gongkai serve` runs it, with the tiny encoder, over a college with one published notice."""
    (tmp_path / "offices.yaml").write_text(OFFICES, encoding="utf-8")
    college = College(tmp_path)
    college.config += f'[offices]\nfile = "{tmp_path / "offices.yaml"}"\n'
    college.enrol()
    with college.store() as store:
        save(store, LIBRARY)
        store.approve(LIBRARY[0].id, "王", store.audit(LIBRARY[0].id)[-1].at)  # type: ignore[arg-type]  # a plain name
    monkeypatch.setenv("GONGKAI_ENCODER__SOURCE", str(tiny_model))
    monkeypatch.setenv("GONGKAI_ENCODER__CACHE", str(tmp_path / "encoders"))
    for name, value in {"TOKEN": "testtoken", "APP_ID": "wx1", "ENCODING_AES_KEY": KEY}.items():
        monkeypatch.setenv(f"GONGKAI_WECHAT__{name}", value)
    options = college.premises().options
    subprocess.run([*GONGKAI, "publish", *options], check=True, cwd=ROOT, capture_output=True)
    command = [*GONGKAI, "serve", "--port", "0", *options]
    with (
        BOOK.child("console") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT) as process,
    ):
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1].rstrip("/")
        process.terminate()
        assert process.wait(30) == 0


def enter(chromium: Browser, address: str, name: str) -> Page:
    """A page of a browser of this person's own, signed in."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/staff")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="待办").wait_for()
    return page


def test_a_notice_lives_its_whole_life_by_two_people(chromium: Browser, address: str, tmp_path: Path) -> None:
    """Uploaded, corrected on the preview, submitted, approved, published, asked; withdrawn, and restored."""
    file = tmp_path / "缴费.md"
    file.write_text(NOTICE, encoding="utf-8")
    officer, reviewer = enter(chromium, address, "李财务"), enter(chromium, address, "王审核")

    officer.get_by_role("link", name="上传").click()
    officer.get_by_label(re.compile("文件")).set_input_files(str(file))
    officer.get_by_role("button", name="上传并预览").click()
    expect(officer.get_by_text("这是预演，什么也没有写入")).to_be_visible(timeout=60_000)
    expect(officer.get_by_label("部门")).to_have_value("财务处")
    officer.get_by_label("标题").fill("2026级新生学费缴纳通知")
    officer.get_by_role("button", name="提交").click()
    expect(officer.get_by_text("已提交。")).to_be_visible(timeout=60_000)
    expect(officer.get_by_text("由审核人员审查")).to_be_visible()

    reviewer.reload()
    reviewer.get_by_role("link", name="2026级新生学费缴纳通知").click()
    reviewer.get_by_label(re.compile("审查意见")).fill("无涉密内容")
    reviewer.get_by_role("button", name="审查通过并公开").click()
    expect(reviewer.get_by_text("已批准公开")).to_be_visible()

    reviewer.get_by_role("link", name="发布", exact=True).click()
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_text(re.compile("已发布：2 份通知"))).to_be_visible(timeout=90_000)

    question = f"{address}/staff/try?question=2026级护理专业学费是多少"
    for _ in range(40):
        reviewer.goto(question)
        if "6600元" in reviewer.get_by_role("main").inner_text():
            break
        reviewer.wait_for_timeout(250)
    expect(reviewer.get_by_role("heading", name="找到了什么")).to_be_visible()
    expect(reviewer.get_by_role("link", name="2026级新生学费缴纳通知").first).to_be_visible()

    officer.reload()
    officer.get_by_text("撤回", exact=True).first.click()
    officer.locator("form", has=officer.locator("[value=withdraw]")).get_by_label(re.compile("原因")).fill("金额有误")
    officer.get_by_role("button", name="撤回").click()
    expect(officer.get_by_text("已撤回：从现在起不再被引用。")).to_be_visible()
    reviewer.goto(question)
    expect(reviewer.get_by_role("link", name="2026级新生学费缴纳通知")).to_have_count(0)
    officer.get_by_label(re.compile("原因")).first.fill("核对无误")
    officer.get_by_role("button", name="恢复").click()
    expect(officer.get_by_text("已恢复。")).to_be_visible()
    expect(officer.get_by_text("金额有误")).to_be_visible()
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth")


def check_access(page: Page, address: str) -> None:
    """Axe has nothing to say of the loop's pages, forms unfolded; skipped where it is not installed."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra `dev`)")
    for path in (
        "",
        "/gaps?state=all",
        "/gaps/1",
        "/pins",
        "/requests",
        "/voices",
        "/vocabulary?question=学费&words=费",
    ):
        page.goto(f"{address}/staff{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = axe.Axe().run(page).response
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def collected(folder: Path) -> None:
    """Waits until the question stands in the queue: the ledger is written twice a second, the command reads it at once."""
    command = [*GONGKAI, "gaps", "list", "--json", "--config", f"{folder}/gongkai.toml", "--data", f"{folder}/data"]
    for _ in range(10):
        listed = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
        if json.loads(listed.stdout):
            return
    raise AssertionError("no question reached the queue")


def test_a_question_goes_its_whole_way_to_a_notice(chromium: Browser, address: str, tmp_path: Path) -> None:
    """Asked over the webhook, answered by an officer, told to the asker, drafted, approved, published, found."""
    wechat = WeChat(address)
    assert "分两期" not in wechat.ask("oAsker", QUESTION)
    collected(tmp_path)

    officer, reviewer = enter(chromium, address, "李财务"), enter(chromium, address, "王审核")
    officer.get_by_role("link", name="提问", exact=True).click()
    officer.get_by_role("link", name=QUESTION).click()
    expect(officer.get_by_text("1 人在等答复")).to_be_visible()
    officer.get_by_label(re.compile("答复（最多")).fill(ANSWER)
    officer.get_by_role("button", name="答复").click()
    expect(officer.get_by_text("问过的人下次来时会看到")).to_be_visible()
    assert f"您问过的“{QUESTION}”，财务处已答复：{ANSWER}" in wechat.ask("oAsker", "谢谢")
    assert ANSWER not in wechat.ask("oAsker", "谢谢")

    officer.get_by_role("button", name="做成通知草稿").click()
    expect(officer.get_by_text("已做成通知草稿，等待审查。")).to_be_visible(timeout=60_000)
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth")

    reviewer.reload()
    reviewer.get_by_role("link", name=re.compile(QUESTION)).click()
    reviewer.get_by_role("button", name="审查通过并公开").click()
    expect(reviewer.get_by_text("已批准公开")).to_be_visible()
    reviewer.get_by_role("link", name="发布", exact=True).click()
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_text(re.compile("已发布：2 份通知"))).to_be_visible(timeout=90_000)

    for _ in range(60):
        found = wechat.ask("oThird", "学费能不能分期交")
        if "分两期缴纳" in found:
            break
        time.sleep(0.25)
    assert "每学期开学时各交一半" in found
    assert "财务处，2026-09-01" in found
    check_access(reviewer, address)
