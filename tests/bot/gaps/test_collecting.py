"""What one round of collecting brings into the queue."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answer import Outcome
from bot.chat.feedback import Feedback, Shown
from bot.gaps.collecting import Sources, tend
from bot.gaps.gap import Signal, State
from bot.gaps.queue import GapQueue
from bot.ledger import Judged, Ledger
from bot.loop.file import LoopFile
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.loop import MONDAY, act, asked, intake, open_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LoopFile]:
    opened = open_file(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    ledger, feedback = Ledger.open(tmp_path / "ledger.db"), Feedback.open(None, MONDAY.timestamp)
    with KnowledgeStore.open(tmp_path / "k.sqlite3") as store:
        yield Sources(ledger, store, feedback)
    ledger.close()
    feedback.close()


def thumb(question: str, *, useful: bool = False, days: int = 0) -> Judged:
    return Judged(MONDAY + timedelta(days=days), question, useful, "fees", "b1", "somebody")


def test_what_was_judged_useless_on_the_page_or_in_a_message_reaches_the_queue_once(
    sources: Sources, file: LoopFile
) -> None:
    """Although it was answered with certainty; the same round again brings nothing, 有用 never does."""
    sources.ledger.record([asked("学费多少钱", Outcome.ANSWERED, confidence=0.9)])
    sources.ledger.judge(thumb("学费多少钱"))
    sources.ledger.judge(thumb("食堂几点开门", useful=True))
    sources.feedback.judge(sources.feedback.ticket(Shown("宿舍可以养猫吗", "dormitory", "b1")), useful=False)
    sources.feedback.judge(sources.feedback.ticket(Shown("图书馆在哪", "library", "b1")), useful=True)
    rounds = [tend(sources, intake(file), 0.5, MONDAY) for _ in range(2)]
    assert rounds == [2, 0]
    queue = GapQueue(file)
    found = {gap.title: queue.show(gap.id).sightings[0].signal for gap in queue.list()}
    assert found == {"学费多少钱": Signal.USELESS, "宿舍可以养猫吗": Signal.USELESS}


def test_a_judgement_that_is_written_late_is_not_lost(sources: Sources, file: LoopFile) -> None:
    """Up to a day; what lies further back is not read again in each round."""
    sources.ledger.judge(thumb("学费多少钱", days=2))
    tend(sources, intake(file), 0.5, MONDAY + timedelta(days=2))
    sources.ledger.judge(thumb("宿舍可以养猫吗", days=1))
    assert tend(sources, intake(file), 0.5, MONDAY + timedelta(days=2)) == 1
    assert intake(file).judged_since(MONDAY - timedelta(days=9)) == MONDAY + timedelta(days=1)


def test_a_useless_answer_out_of_the_notice_of_a_gap_opens_it_again(sources: Sources, file: LoopFile) -> None:
    """The office looks at the wording of its notice."""
    sources.ledger.record([asked("健身房收费吗")])
    tend(sources, intake(file), 0.5, MONDAY)
    queue = GapQueue(file)
    queue.answer(1, "免费。", act())
    queue.drafted(1, NoticeId("gap-1"), act())
    intake(file).settle([NoticeId("gap-1")], MONDAY)
    sources.ledger.judge(thumb("健身房收费吗"))
    tend(sources, intake(file), 0.5, MONDAY)
    assert queue.show(1).gap.state is State.ASSIGNED
