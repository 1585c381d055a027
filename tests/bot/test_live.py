"""A running answerer over a data folder that is published, rolled back and withdrawn from while questions come in."""

import asyncio
import io
import sqlite3
import time
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome
from bot.ledger import Asked, Ledger
from bot.live import LiveAnswerer, live_answerer
from bot.logs import open_log
from bot.offices import Offices
from bot.place import Place
from bot.understanding.vocabulary import adopt, edition
from index import encoders
from index.encoder import OnnxEncoder
from index.publish import publish
from index.shelf import Shelf
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.ledger import written
from tests.fakes.notices import BY, FEES, LIBRARY, NETWORK, NOW, SCHOLARSHIP, Cut, save

QUESTION = "护理专业学费一年多少钱"


class College:
    """A data folder with the tiny encoder."""

    def __init__(self, data: Path, model: Path, cache: Path) -> None:
        self.data = data
        self.encoder = OnnxEncoder.open(encoders.obtain(str(model), cache, data))

    @property
    def place(self) -> Place:
        return Place(
            data=self.data,
            store=self.data / "knowledge.sqlite3",
            offices=Offices(),
            now=lambda: NOW,
            seconds=time.time,
        )

    def publish(self, *notices: Cut) -> str:
        with KnowledgeStore.open(self.place.store) as store:
            save(store, *notices)
            return publish(store.published(), self.encoder, self.data, NOW).id

    @asynccontextmanager
    async def answering(self, log: io.BytesIO | None = None) -> AsyncIterator[LiveAnswerer]:
        async with live_answerer(self.place, open_log(log or io.BytesIO())) as opened:
            yield opened


@pytest.fixture
def college(tmp_path: Path, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> College:
    cache = tmp_path_factory.getbasetemp() / "tiny-encoder-cache"
    return College(tmp_path / "data", tiny_model, cache)


async def until(answerer: LiveAnswerer, bundle: str, seconds: float = 20.0) -> None:
    """Waits until `bundle` answers; the time it takes is measured by the benchmarks, not here."""
    async with asyncio.timeout(seconds):
        while answerer.bundle != bundle:  # noqa: ASYNC110  # the answerer has no event for it
            await asyncio.sleep(0.02)


async def test_a_new_bundle_is_taken_while_questions_come_in_and_none_is_dropped(college: College) -> None:
    """Every question gets an answer out of one bundle or the other, first the old one and in the end the new one."""
    old = college.publish(FEES, SCHOLARSHIP)
    async with college.answering() as answerer:
        answers: list[Answer] = []
        stop = asyncio.Event()

        async def keep_asking() -> None:
            while not stop.is_set():
                answers.append(await answerer.answer(QUESTION, None))

        asking = [asyncio.create_task(keep_asking()) for _ in range(4)]
        await asyncio.sleep(0.2)
        new = await asyncio.to_thread(college.publish, LIBRARY, NETWORK)
        await until(answerer, new)
        await asyncio.sleep(0.2)
        stop.set()
        await asyncio.gather(*asking)
    assert {answer.bundle for answer in answers} == {old, new}
    assert answers[-1].bundle == new
    assert all(answer.elapsed_ms > 0 for answer in answers)


async def test_a_rollback_is_followed(college: College) -> None:
    """The bundle before answers again, without a restart, and nothing of the other stays in memory."""
    first = college.publish(FEES)
    second = college.publish(SCHOLARSHIP)
    async with college.answering() as answerer:
        assert answerer.bundle == second
        assert answerer.engine is not None
        before = weakref.ref(answerer.engine.searcher.bundle.lexical)
        Shelf(college.data).rollback()
        await until(answerer, first)
        async with asyncio.timeout(20):
            while before() is not None:  # noqa: ASYNC110  # the collector has no event for it
                await asyncio.sleep(0.02)


async def test_a_bundle_that_does_not_open_leaves_the_one_in_use(college: College) -> None:
    """A damaged bundle is refused once in the log, and questions go on being answered."""
    good = college.publish(FEES)
    log = io.BytesIO()
    async with college.answering(log) as answerer:
        shelf = Shelf(college.data)
        (shelf.folder / "broken").mkdir()
        (shelf.folder / "live").write_text(f"broken\n{good}\n", encoding="ascii")
        async with asyncio.timeout(20):
            while b"bundle_refused" not in log.getvalue():  # noqa: ASYNC110  # the answerer has no event for it
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.7)  # it is looked at twice a second
        assert answerer.bundle == good
        assert (await answerer.answer(QUESTION, None)).bundle == good
    assert log.getvalue().count(b"bundle_refused") == 1


async def test_a_withdrawn_notice_is_not_quoted_in_the_next_answer(college: College) -> None:
    """Withdrawal waits for no publish: the same bundle answers, without that notice."""
    college.publish(FEES, SCHOLARSHIP)
    async with college.answering() as answerer:
        before = await answerer.answer(QUESTION, None)
        assert "fees" in {citation.notice_id for citation in before.citations}
        with KnowledgeStore.open(college.place.store) as store:
            store.withdraw(NoticeId("fees"), BY, NOW, "a wrong figure")
        after = await answerer.answer(QUESTION, None)
        assert after.bundle == before.bundle
        assert "fees" not in {citation.notice_id for citation in after.citations}


async def test_without_a_bundle_a_question_is_told_to_come_back(college: College) -> None:
    """An empty data folder is no error: the service says that it is being prepared, and takes the first bundle."""
    async with college.answering() as answerer:
        assert answerer.bundle is None
        assert (await answerer.answer(QUESTION, None)).outcome is Outcome.NOT_FOUND
        await until(answerer, college.publish(FEES))


async def test_the_colleges_own_words_are_taken_in_while_it_runs_and_a_broken_file_is_not(college: College) -> None:
    """A word that is added is read within a second; one that cannot be used is logged once and leaves those in use."""
    college.publish(FEES, LIBRARY)
    log = io.BytesIO()
    async with college.answering(log) as answerer, asyncio.timeout(20):
        before = edition()
        (college.data / "vocabulary.yaml").write_text("- {official: [图书馆], say: [书海楼]}", encoding="utf-8")
        while edition() == before:  # noqa: ASYNC110  # the answerer has no event for it
            await asyncio.sleep(0.02)
        answer = await answerer.answer("书海楼几点开门", None)
        assert "8:30" in answer.text
        (college.data / "vocabulary.yaml").write_text("- {say: [书海楼]}", encoding="utf-8")
        while b"vocabulary_refused" not in log.getvalue():  # noqa: ASYNC110  # nor for this
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.7)
        assert log.getvalue().count(b"vocabulary_refused") == 1
        assert "8:30" in (await answerer.answer("书海楼几点开门呀", None)).text
    adopt(())


async def test_what_was_asked_is_in_the_ledger_masked_and_without_a_name(college: College) -> None:
    """A typed telephone number is not kept, nor who asked."""
    college.publish(LIBRARY)
    async with college.answering() as answerer:
        await answerer.answer("我的手机号13812345678，火箭发射几点", "person-1")
    with closing(sqlite3.connect(college.data / "ledger.db")) as connection:
        (row,) = connection.execute("SELECT * FROM asked").fetchall()
    assert "火箭发射" in str(row)
    assert "13812345678" not in str(row)
    assert "person-1" not in str(row)


async def test_a_full_disk_costs_no_answer_and_no_entry_of_the_ledger(college: College) -> None:
    """Questions are answered and new bundles taken all the same; the ledger gets what it missed once there is room."""
    college.publish(LIBRARY)
    log = io.BytesIO()
    async with college.answering(log) as answerer:
        with closing(sqlite3.connect(college.data / "ledger.db")) as connection:
            connection.execute("ALTER TABLE asked RENAME TO gone")
            for number in range(3):
                assert (await answerer.answer(f"{QUESTION}{number}", None)).text
                await answerer.journal.flush()
            await until(answerer, await asyncio.to_thread(college.publish, NETWORK))
            connection.execute("ALTER TABLE gone RENAME TO asked")
            await written(college.data, asked=3)
            assert connection.execute("SELECT count(*) FROM asked").fetchone() == (3,)
    lines = log.getvalue()
    assert (lines.count(b"ledger_unwritten"), lines.count(b"ledger_written_again")) == (1, 1)


async def test_a_follow_up_is_understood_after_a_restart(college: College) -> None:
    """What was asked before the service stopped is still known when it comes up again."""
    college.publish(FEES, SCHOLARSHIP)
    async with college.answering() as answerer:
        await answerer.answer(QUESTION, "person-1")
    async with college.answering() as answerer:
        assert answerer.conversations.before("person-1") is not None
        assert answerer.conversations.before("person-2") is None


async def test_more_and_judgements_are_tapped_by_question_whatever_was_asked_meanwhile(college: College) -> None:
    """A tap of an earlier answer is about that answer; the ledger holds what was thought of it, with the notice quoted."""
    college.publish(FEES, SCHOLARSHIP, LIBRARY, NETWORK)
    async with college.answering() as answerer:
        fees = await answerer.answer(QUESTION, "p")
        assert fees.asked
        more = await answerer.answer(f"更多：{fees.asked}", "p")
        assert more.citations[:1] != fees.citations[:1]
        await answerer.answer("图书馆几点开门", "p")
        again = await answerer.answer(f"更多：{fees.asked}", "p")
        assert again.citations == more.citations
        assert (await answerer.answer(f"更多：{fees.asked}", None)).citations == fees.citations
        thanks = await answerer.answer(f"没用：{fees.asked}", "p")
        assert thanks.suggestions == ("人工",)
        await answerer.answer(QUESTION, "p")
        assert (await answerer.answer("有用", "p")).outcome is Outcome.CHAT
        assert "先问" in (await answerer.answer("有用", "nobody")).text
        await answerer.journal.flush()
        (judged,) = answerer.journal.ledger.judged(NOW)
        assert (judged.useful, judged.notice_id, judged.question) == (True, "fees", fees.asked)


async def test_who_leaves_is_forgotten_in_conversation_and_ledger(college: College) -> None:
    """A follow-up then has nothing to follow, and the judgement is nobody's; a ledger that fails stops nothing."""
    college.publish(FEES)
    async with college.answering() as answerer:
        await answerer.answer(QUESTION, "p")
        await answerer.answer("没用", "p")
        await answerer.forget("p")
        assert answerer.conversations.before("p") is None
        await answerer.journal.flush()
        with closing(sqlite3.connect(college.data / "ledger.db")) as connection:
            assert connection.execute("SELECT person FROM judged").fetchall() == [("",)]
            connection.execute("DROP TABLE judged")
        await answerer.forget("p")
        answerer.journal._purged = None
        await answerer.journal.purge(NOW)


async def test_a_notice_may_be_quoted_until_it_is_withdrawn(college: College) -> None:
    """Of several all must be quotable, and an unknown one is not."""
    college.publish(FEES, LIBRARY)
    async with college.answering() as answerer:
        assert await answerer.quotable(())
        assert await answerer.quotable(("fees", "library"))
        assert not await answerer.quotable(("fees", "unknown"))
        with KnowledgeStore.open(college.place.store) as store:
            store.withdraw(NoticeId("fees"), BY, NOW, "a wrong figure")
        assert not await answerer.quotable(("fees", "library"))


async def test_an_identity_number_is_warned_of_and_kept_nowhere(college: College) -> None:
    """The reply says not to send such numbers; neither ledger, judgement nor tap holds it."""
    college.publish(FEES)
    number = "11010519491231002X"
    async with college.answering() as answerer:
        answer = await answerer.answer(f"{number} {QUESTION}", "p")
        assert answer.text.startswith("请勿发送证件号")
        assert number not in answer.asked
        await answerer.answer(f"没用：{number} {QUESTION}", "p")
    for file in college.data.glob("ledger.db*"):
        assert number.encode() not in file.read_bytes()


async def test_the_ledger_is_purged_when_the_service_starts(college: College) -> None:
    """The words of what is older than the retention go, what is younger stays."""
    college.publish(FEES)
    ledger = Ledger.open(college.data / "ledger.db")
    for days in (181, 179):
        ledger.record([Asked(NOW - timedelta(days=days), f"{days}", Outcome.NOT_FOUND, 0.1, "", "b")])
    async with college.answering() as answerer:
        await answerer.journal.purge(NOW)
        assert [gap.question for gap in ledger.gaps(NOW - timedelta(days=400))] == ["179"]
    ledger.close()
