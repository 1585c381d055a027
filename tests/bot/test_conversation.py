import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot.conversation import Conversations, Memory, SharedConversations
from bot.serving import FILE, ServingFile
from bot.understanding.understand import understand

ASKED = understand("护理专业2024年在河南的学费多少", date(2026, 9, 1))
OTHER = understand("那去年的录取分数线呢", date(2026, 9, 1), ASKED)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


Maker = Callable[[Clock], Memory]


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Callable[[Clock], SharedConversations]]:
    """Makes the conversations of one more worker process over the same file."""
    files: list[ServingFile] = []

    def make(clock: Clock) -> SharedConversations:
        files.append(ServingFile.open(tmp_path / FILE))
        return SharedConversations(files[-1], 600.0, clock)

    yield make
    for file in files:
        file.close()


@pytest.fixture(params=["memory", "shared"])
def made(request: pytest.FixtureRequest, shared: Maker) -> Maker:
    return shared if request.param == "shared" else lambda clock: Conversations(600.0, clock)


def test_the_last_question_is_kept_for_its_time_and_no_longer(made: Maker) -> None:
    """Ten minutes by the clock given; then a follow-up has nothing to follow."""
    clock = Clock()
    kept = made(clock)
    kept.remember("a", OTHER)
    kept.remember("a", ASKED, 2)
    clock.now += 600.0
    assert kept.before("a") == ASKED
    assert kept.page("a") == 2
    clock.now += 0.1
    assert kept.before("a") is None


def test_conversations_do_not_know_each_other(made: Maker) -> None:
    """Nobody's follow-up is read with another's question, and without a conversation nothing is kept."""
    kept = made(Clock())
    kept.remember("a", ASKED)
    kept.remember(None, ASKED)
    assert kept.before("b") is None
    assert kept.before(None) is None
    assert (kept.page("b"), kept.page(None)) == (0, 0)


def test_a_person_can_be_forgotten(made: Maker) -> None:
    """What an unsubscription asks for; forgetting somebody unknown is no error."""
    kept = made(Clock())
    kept.remember("a", ASKED)
    kept.forget("a")
    kept.forget("a")
    assert kept.before("a") is None


def test_a_follow_up_is_understood_whichever_worker_gets_it(
    shared: Callable[[Clock], SharedConversations], tmp_path: Path
) -> None:
    """What one process remembers the other reads back whole, and nothing on the disk says who asked."""
    one, two = shared(Clock()), shared(Clock())
    one.remember("oSecret", OTHER, 1)
    assert two.before("oSecret") == OTHER
    two.remember("oSecret", ASKED)
    assert one.before("oSecret") == ASKED
    one.forget("oSecret")
    assert two.before("oSecret") is None
    assert not any(b"oSecret" in file.read_bytes() for file in tmp_path.iterdir())


def test_old_conversations_leave_the_disk(shared: Callable[[Clock], SharedConversations], tmp_path: Path) -> None:
    """Nothing of a conversation is kept beyond its time."""
    clock = Clock()
    kept = shared(clock)
    kept.remember("a", ASKED)
    clock.now += 601.0
    kept.remember("b", ASKED)
    kept.prune()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM conversations").fetchone() == (1,)


def test_what_cannot_be_written_is_kept_in_memory(
    shared: Callable[[Clock], SharedConversations], tmp_path: Path
) -> None:
    """A broken disk costs no follow-up as long as the same process gets it; the file counts again once it works."""
    one, two = shared(Clock()), shared(Clock())
    one.remember("a", ASKED)
    _rename(tmp_path, "conversations", "gone")
    one.remember("a", OTHER, 3)
    one.prune()
    assert (one.before("a"), one.page("a")) == (OTHER, 3)
    assert two.before("a") is None
    _rename(tmp_path, "gone", "conversations")
    assert one.before("a") == OTHER
    one.remember("a", ASKED)
    assert one.before("a") == two.before("a") == ASKED


def test_what_another_version_wrote_counts_as_nothing(
    shared: Callable[[Clock], SharedConversations], tmp_path: Path
) -> None:
    """An update of the program never fails on what the one before it left."""
    kept = shared(Clock())
    kept.remember("a", ASKED)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("UPDATE conversations SET understood = '{}'")
    assert kept.before("a") is None


def _rename(folder: Path, old: str, new: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute(f"ALTER TABLE {old} RENAME TO {new}")


def test_the_oldest_conversations_give_way() -> None:
    """Memory is bounded: beyond 50,000 conversations the one asked in longest ago is dropped."""
    kept = Conversations(600.0, Clock())
    for number in range(50_001):
        kept.remember(str(number), ASKED)
    assert kept.before("0") is None
    assert kept.before("1") is ASKED
    assert kept.before("50000") is ASKED
