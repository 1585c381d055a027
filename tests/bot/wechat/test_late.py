"""Answers that come after the last try: sent where the account may, else kept for their question; the service as a whole."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome
from bot.identity import identity_key, pseudonym
from bot.simulator.api_account import Rights
from bot.wechat import reply
from bot.wechat.customer import SEND, TYPING
from bot.wechat.file import open_file
from bot.wechat.kept import KeptAnswers, fold
from bot.wechat.wire import Request
from tests.fakes.college import FEE, College, opened, until
from tests.fakes.wechat import NOW, settings


@pytest.fixture
async def college(tmp_path: Path) -> AsyncIterator[College]:
    async with opened(tmp_path) as one:
        yield one


@pytest.fixture
async def unverified(tmp_path: Path) -> AsyncIterator[College]:
    async with opened(tmp_path, Rights(verified=False)) as one:
        yield one


async def test_a_late_answer_is_sent_by_customer_service_once(college: College) -> None:
    """The person is told on the last try, shown 正在输入, and gets the answer as soon as it is there, nothing later."""
    async with college.serving() as client:
        assert await college.three_tries(client, "oA", "学费") == ["", "", reply.slow("学费")]
        college.gate.set()
        await until(college.sent)
        await until(lambda: not college.kept())
        assert college.sent()[0].startswith("学费每学年5000元。")
        assert TYPING in college.bench.fake.calls
        assert await college.says(client, college.asks("oA", "住宿费")) == "住宿费900元。"
    assert len(college.sent()) == 1


async def test_without_the_right_the_answer_is_kept_and_the_next_question_is_answered_first(
    unverified: College,
) -> None:
    """The new question gets its own answer, with the old one named below, once; the old question then gets its answer."""
    college = unverified
    async with college.serving() as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(lambda: college.bench.fake.calls.count(SEND))
        await until(college.answer_is_kept)
        college.bench.clock.at += 2
        first = await college.says(client, college.asks("oA", "住宿费"))
        assert first.startswith("住宿费900元。\n\n刚才没来得及答复的问题")
        assert "msgmenucontent=学费&" in first
        assert await college.says(client, college.asks("oA", "住宿费")) == "住宿费900元。"
        asked = len(college.answerer.asked)
        assert (await college.says(client, college.asks("oA", "学费？"))).startswith("学费每学年5000元。")
        assert len(college.answerer.asked) == asked
        assert not college.kept()
        assert await college.says(client, college.asks("oB", "住宿费")) == "住宿费900元。"


async def test_a_right_that_is_missing_is_not_asked_for_again_today(unverified: College) -> None:
    """After one 48001 nothing more is sent."""
    college = unverified
    college.gate.clear()
    async with college.serving() as client:
        await college.three_tries(client, "oA", "学费")
        await college.three_tries(client, "oB", "学费")
        college.gate.set()
        await until(lambda: len(college.kept()) == 2)
        await client.close()
    assert college.bench.fake.calls.count(SEND) <= 2
    college.gate.clear()
    async with college.serving() as client:
        before = college.bench.fake.calls.count(SEND)
        await college.three_tries(client, "oC", "学费")
        college.gate.set()
        await until(lambda: len(college.kept()) == 3)
    assert college.bench.fake.calls.count(SEND) == before


async def test_a_kept_answer_survives_a_restart(college: College) -> None:
    """It lies in the data folder, and is offered by whatever process runs then; an AppSecret is not needed."""
    async with college.serving(calls_out=False) as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.answer_is_kept)
    async with college.serving(calls_out=False) as client:
        assert "msgmenucontent=学费&" in await college.says(client, college.asks("oA", "住宿费"))
        college.bench.clock.at += 2
        assert (await college.says(client, college.asks("oA", "学费"))).startswith("学费每学年5000元。")
    assert college.bench.fake.calls == []


async def test_an_answer_whose_process_was_killed_is_offered_to_be_asked_again(college: College) -> None:
    """The promise outlives the process; a minute later the question is named below the next answer."""
    person = await _promised_by_a_killed_process(college)
    college.gate.set()
    async with college.serving(calls_out=False) as client:
        assert await college.says(client, college.asks("oA", "住宿费")) == "住宿费900元。"
        college.bench.clock.at += 61
        assert "msgmenucontent=学费&" in await college.says(client, college.asks("oA", "住宿费"))
    assert person in college.kept()


async def test_a_withdrawn_notice_is_not_quoted_by_a_late_answer(college: College) -> None:
    """What is withdrawn before the answer is sent, or while it is kept, is answered anew instead."""
    college.answerer.answers["学费"] = FEE
    async with college.serving(calls_out=False) as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.answer_is_kept)
        college.answerer.withdrawn.add("fees")
        college.answerer.answers["学费"] = Answer(Outcome.NOT_FOUND, "没有查到。")
        college.bench.clock.at += 2
        assert await college.says(client, college.asks("oA", "学费")) == "没有查到。"
    college.gate.clear()
    college.answerer.answers["学费"] = FEE
    async with college.serving() as client:
        await college.three_tries(client, "oB", "学费")
        college.answerer.changes["学费"] = Answer(Outcome.NOT_FOUND, "没有查到。")
        college.gate.set()
        await until(college.sent)
    assert college.sent() == ["没有查到。"]


async def test_who_unfollows_gets_nothing_more_and_nothing_of_theirs_is_kept(college: College) -> None:
    """Kept answers, windows and the conversation go at once, in this process and in the others."""
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(college.serving(calls_out=False))
        other = await stack.enter_async_context(college.serving(calls_out=False))
        await college.three_tries(client, "oA", "学费")
        await college.three_tries(client, "oB", "学费")
        await until(lambda: len(college.kept()) == 2)
        await college.event(client, "oA", "unsubscribe")
        assert len(college.kept()) == 1
        college.gate.set()
        college.bench.clock.at += 2
        await college.says(other, college.asks("oB", "住宿费"))
        assert len(college.answerer.forgotten) >= 2
        assert len(set(college.answerer.forgotten)) == 1
    assert len(college.kept()) == 1
    assert college.sent() == []


@pytest.mark.parametrize("fault", [45009, 45047, 45015, 99999, -1, 40164, "cut", "html"])
async def test_whatever_the_api_answers_the_late_answer_is_not_lost(college: College, fault: str | int) -> None:
    """Where it cannot be sent it is kept, and given when its question is asked again."""
    college.bench.fake.fail(fault, SEND, times=-1)
    async with college.serving() as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.answer_is_kept)
        college.bench.clock.at += 2
        assert (await college.says(client, college.asks("oA", "学费"))).startswith("学费每学年5000元。")
    assert college.sent() == []


async def test_a_text_that_wechat_finds_too_long_is_cut_and_sent_again(college: College) -> None:
    """45002 costs the end of the answer, not the answer."""
    college.bench.fake.fail(45002, SEND)
    college.answerer.answers["学费"] = Answer(Outcome.ANSWERED, "学费。" * 200)
    async with college.serving() as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.sent)
    assert len(college.sent()[0].encode()) <= 1200


async def test_an_answer_that_failed_is_apologised_for_and_not_kept_as_an_answer(college: College) -> None:
    """The apology goes out where it may; else the question is offered again, not the apology."""
    college.answerer.error = RuntimeError("学费")
    async with college.serving(calls_out=False) as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await asyncio.sleep(0.05)
    assert not college.answer_is_kept()
    assert college.kept()


async def test_what_is_typed_of_oneself_is_masked_in_what_is_kept(college: College) -> None:
    """No identity number reaches the file, nor the OpenID."""
    async with college.serving(calls_out=False) as client:
        await college.three_tries(client, "oPersonal", "我的身份证11010519491231002X，学费多少")
        college.gate.set()
        await until(college.answer_is_kept)
    stored = b"".join(path.read_bytes() for path in college.folder.glob("wechat.db*"))
    assert "学费多少".encode() in stored
    assert b"11010519491231002X" not in stored
    assert b"oPersonal" not in stored


async def test_retention_ends_what_is_kept(college: College) -> None:
    """After the configured hours a kept answer is gone at the next start."""
    await _promised_by_a_killed_process(college)
    college.bench.clock.at += 49 * 3600
    async with college.serving(calls_out=False):
        await until(lambda: not college.kept())


async def test_a_file_that_cannot_be_written_keeps_nothing_from_being_said(college: College) -> None:
    """With its tables gone questions are answered, a late answer is sent, and unfollowing is taken."""
    async with college.serving() as client:
        college.bench.fake.account.heard("oA")
        await college.bench.client().call(Request("/cgi-bin/getcallbackip"))
        with college.bench.file.begin() as connection:
            for table in ("kept", "forgotten", "allowances", "closed"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.sent)
        assert await college.says(client, college.asks("oA", "住宿费")) == "住宿费900元。"
        college.bench.fake.fail(48001, SEND)
        college.gate.clear()
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(lambda: college.bench.fake.calls.count(SEND) == 2)
        await college.event(client, "oA", "unsubscribe")
        assert college.answerer.forgotten


async def test_a_message_that_comes_more_often_than_promised_is_delivered_once(college: College) -> None:
    """A fourth and fifth try get the same line and no second delivery, whichever process they reach."""
    async with college.serving() as client, college.serving() as other:
        parcel = college.asks("oA", "学费")
        for _ in range(5):
            await college.once(client, parcel)
        for _ in range(3):
            await college.once(other, parcel)
        college.gate.set()
        await until(college.sent)
        await until(lambda: not college.kept())
    assert len(college.sent()) == 1


async def test_cut_answers_that_wechat_still_refuses_are_kept(college: College) -> None:
    """45002 twice: whole in the file, for the person's next message."""
    college.bench.fake.fail(45002, SEND, times=2)
    async with college.serving() as client:
        await college.three_tries(client, "oA", "学费")
        college.gate.set()
        await until(college.answer_is_kept)
    assert college.sent() == []


def test_questions_are_told_apart_by_their_words() -> None:
    """Width, case, blanks and punctuation do not count."""
    assert fold("学费，是多少？") == fold(" 学费 是多少")
    assert fold("ＱＱ群") == fold("qq群")
    assert fold("学费") != fold("住宿费")


async def _promised_by_a_killed_process(college: College) -> str:
    person = pseudonym(identity_key(settings()), "oA")
    file = open_file(college.folder)
    KeptAnswers(file, lambda: NOW).promise("key", person, "学费")
    file.dispose()
    return person
