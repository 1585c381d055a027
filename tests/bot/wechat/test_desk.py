"""One message of one person: fixed replies, floods, and who leaves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome
from bot.wechat import reply
from bot.wechat.deliveries import Passive
from bot.wechat.desk import Desk
from bot.wechat.keywords import Keywords, Rule
from bot.wechat.message import Message
from bot.wechat.pace import Pace
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.college import College, opened


@pytest.fixture
async def college(tmp_path: Path) -> AsyncIterator[College]:
    async with opened(tmp_path) as one:
        one.gate.set()
        yield one


async def test_who_floods_is_slowed_and_others_do_not_notice(college: College) -> None:
    """Beyond the burst a person reads that it is too fast, without the notices being searched; another is answered."""
    async with college.serving(burst=3, pace_s=30) as client:
        said = [await college.says(client, college.asks("oFlood", "住宿费")) for _ in range(20)]
        assert said == ["住宿费900元。"] * 3 + [reply.TOO_FAST] * 17
        assert len(college.answerer.asked) == 3
        assert await college.says(client, college.asks("oB", "住宿费")) == "住宿费900元。"
        college.bench.clock.at += 90
        assert await college.says(client, college.asks("oFlood", "住宿费")) == "住宿费900元。"


async def test_a_little_too_fast_only_waits(college: College) -> None:
    """The message after the burst is answered a moment later."""
    async with college.serving(burst=1, pace_s=0.05) as client:
        assert [await college.says(client, college.asks("oA", "住宿费")) for _ in range(3)] == ["住宿费900元。"] * 3


async def test_fixed_replies_come_first_and_the_welcome_is_the_account_s_own(college: College) -> None:
    """A keyword is answered as staff set it in the platform, a new follower greeted as before, all else from notices."""
    file = college.folder / "keywords.yaml"
    rule = Rule(words=("校歌",), reply='见<a href="https://example.edu.cn">官网</a>')
    file.write_text(Keywords(welcome="海院欢迎你！", rules=(rule,)).to_yaml(), encoding="utf-8")
    async with college.serving(keywords=str(file)) as client:
        assert await college.says(client, college.asks("oA", "校歌")) == rule.reply
        assert (await college.event(client, "oA", "subscribe")).startswith("海院欢迎你！\n\n直接发送问题")
        assert await college.event(client, "oA", "click", "住宿费") == "住宿费900元。"
        assert await college.event(client, "oA", "click", "校歌") == rule.reply
    assert [question for question, _ in college.answerer.asked] == ["住宿费"]


@pytest.mark.parametrize(
    "event", ["unsubscribe", "user_authorization_revoke", "user_authorization_cancellation", "user_info_modified"]
)
async def test_who_leaves_or_takes_consent_back_is_forgotten(college: College, event: str) -> None:
    """All four events delete, and are answered with silence."""
    async with college.serving() as client:
        assert await college.event(client, "oA", event) == ""
    assert len(college.answerer.forgotten) == 1
    assert college.answerer.forgotten[0] != "oA"


async def test_without_a_folder_a_late_answer_is_dropped_and_nothing_else_changes() -> None:
    """Passive replies alone: the promise is still said, and every verb is harmless."""
    answerer = ScriptedAnswerer(otherwise=Answer(Outcome.CHAT, "好"))
    desk = Desk(answerer, (), Passive(), Pace(lambda: 0.0), Keywords())
    message = Message("text", "oA", "gh", "1", "1", content="学费")
    assert (await desk.react(message, "p")).text == "好"
    desk.slow(message)
    reaction = desk.react(message, "p")
    assert desk.give_up(message, "p", reaction) == reply.slow("学费")
    reaction.close()
    await desk.deliveries.close()
    assert (await desk.react(Message("event", "oA", "gh", "1", event="unsubscribe"), "p")).text == ""
