"""Publishing from the console: in a process of its own, with its progress, its failures, and the way back."""

import asyncio
import json
import sys
from threading import BoundedSemaphore

import pytest

from bot.errors import StaffRefused
from bot.staff.gongkai import Gongkai
from bot.staff.publishing import STATE, Progress, Publishing
from index.publish import publish
from index.shelf import Shelf
from tests.bot.staff.conftest import Open
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import FEES, LIBRARY, NOW
from tests.fakes.staff import Browser, College

DONE = {"id": "b" * 16, "changed": True, "notices": 2, "passages": 9, "encoded": 9}
PROGRAM = """
import json, sys, time
for done in (3, 9):
    print(json.dumps({"stage": "encoding", "done": done, "total": 9}), file=sys.stderr, flush=True)
    time.sleep(0.3)
print("a line for people", file=sys.stderr)
"""


def plays(college: College, program: str) -> None:
    """Puts a program in the place of `gongkai`."""
    college.command = (sys.executable, "-c", program)


@pytest.fixture
def publishes(college: College) -> College:
    plays(college, PROGRAM + f"print('''{json.dumps(DONE)}''')")
    return college


@pytest.fixture
def fails(college: College) -> College:
    plays(college, "import sys; print('gongkai: no notice is published', file=sys.stderr); sys.exit(1)")
    return college


async def ended(browser: Browser) -> list[dict[str, object]]:
    """Follows the publish to its end; what the script of the page was told on the way."""
    told: list[dict[str, object]] = []
    for _ in range(200):
        told.append(json.loads((await browser.get("/publish/state"))[1]))
        if not told[-1]["running"]:
            return told
        await asyncio.sleep(0.05)
    raise AssertionError("it never ended")


async def test_a_publish_is_followed_to_its_end(publishes: College, browse: Open) -> None:
    """The page says who began it and how far it is; one at a time; then what is live."""
    reviewer, administrator = await browse("王审核"), await browse("陈管理")
    assert json.loads((await reviewer.get("/publish/state"))[1]) == {"running": False}
    await reviewer.send("/publish/start")
    _, page = await reviewer.get("/publish")
    assert "王审核 于" in page
    assert "<progress" in page
    assert "done=running" in await administrator.send("/publish/start")
    told = await ended(reviewer)
    assert told[-1] == {"running": False, "done": 9, "total": 9}
    assert "已发布：2 份通知，9 段" in (await reviewer.get("/publish"))[1]
    assert (publishes.data / STATE).exists()


@pytest.mark.usefixtures("fails")
async def test_a_publish_that_fails_says_why(browse: Open) -> None:
    """In the command's own words, and it can be begun again."""
    browser = await browse("陈管理")
    await browser.send("/publish/start")
    await ended(browser)
    assert "no notice is published" in (await browser.get("/publish"))[1]
    await browser.send("/publish/start")
    await ended(browser)


async def test_a_publish_whose_process_is_gone_is_not_running(college: College) -> None:
    """A state left behind by a machine that went down does not hold up the next publish."""
    publishing = Publishing(Gongkai(("true",), ()), college.data, college.clock)
    assert publishing.now() is None
    left = Progress("王审核", 1.0, process=2**22 - 3)
    (college.data / STATE).write_text(json.dumps({"by": left.by, "started": 1.0, "process": left.process}))
    known = publishing.now()
    assert known
    assert not known.is_running
    assert "中断" in known.error
    (college.data / STATE).write_text("{")
    assert publishing.now() is None


async def test_output_that_is_no_result_is_a_failure(college: College) -> None:
    """Status 0 with words nobody can read is not taken for a publish."""
    program = "import sys; print('odd'); print('odd', file=sys.stderr)"
    publishing = Publishing(Gongkai((sys.executable, "-c", program), ()), college.data, college.clock)
    assert publishing.start("王审核")
    for _ in range(100):
        known = publishing.now()
        if known and not known.is_running:
            break
        await asyncio.sleep(0.05)
    assert known
    assert known.error


async def test_rolling_back_needs_the_bundle_that_was_seen(college: College, browse: Open) -> None:
    """Without a bundle there is nothing to go back from, and the page says so."""
    browser = await browse("王审核")
    assert "刚刚换过" in (await browser.refused("/publish/rollback", live="x"))[1]
    assert not (college.data / "bundles").exists()


@pytest.fixture
def published(college: College) -> tuple[str, ...]:
    """Two bundles, the live one first; the rollback is the real command."""
    college.command = College(college.folder).command
    for notices in ((FEES,), (FEES, LIBRARY)):
        publish(notices, HashEncoder(64), college.data, NOW)
    return Shelf(college.data).history()


async def test_the_bundle_before_is_live_again_after_a_rollback(
    published: tuple[str, ...], college: College, browse: Open
) -> None:
    """From the bundle that was on the page; a second tap on the old page is refused; the trail has it."""
    live, before = published
    browser = await browse("王审核")
    _, page = await browser.get("/publish")
    assert f'name="live" value="{live}"' in page
    await browser.send("/publish/rollback", live=live)
    assert Shelf(college.data).history()[0] == before
    assert "刚刚换过" in (await browser.refused("/publish/rollback", live=live))[1]
    _, page = await browser.get("/trail?by=王审核")
    assert "退回上一版" in page
    assert before in page
    assert before in (await browser.get(""))[1]


async def test_a_damaged_bundle_is_left_out_of_the_list(
    published: tuple[str, ...], college: College, browse: Open
) -> None:
    """The page still shows, with the ones that can be read."""
    (college.data / "bundles" / published[1] / "manifest.json").write_text("{")
    browser = await browse("陈管理")
    status, page = await browser.get("/publish")
    assert status == 200
    assert published[0] in page
    assert published[1] not in page


def test_a_command_gets_so_much_time_and_room() -> None:
    """What takes longer or more is ended, and the reason is one line; a command's own line is passed on."""
    slow = Gongkai((sys.executable, "-c", "import time; time.sleep(60)"), (), seconds=0.5)
    with pytest.raises(StaffRefused, match="用时太久"):
        slow.run()
    large = Gongkai((sys.executable, "-c", "x = bytearray(2**30); print(1)"), (), bytes=2**28)
    with pytest.raises(StaffRefused, match="解析程序中断"):
        large.run()
    says = Gongkai((sys.executable, "-c", "import sys; sys.exit('gongkai: 没有这个文件')"), ())
    with pytest.raises(StaffRefused, match="没有这个文件"):
        says.run()
    one = Gongkai((sys.executable, "-c", "print('[1]')"), (), turns=BoundedSemaphore(1))
    assert one.run() == one.run() == [1]
    full = Gongkai((sys.executable, "-c", "print('[1]')"), (), seconds=0.1, turns=BoundedSemaphore(1))
    full.turns.acquire()
    with pytest.raises(StaffRefused, match="别人的文件"):
        full.run()
