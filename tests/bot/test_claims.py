import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bot import alive
from bot.claims import KEPT_SECONDS, Alone, Arrival, Claims, SharedClaims, shared_claims
from bot.logs import open_log
from bot.serving import FILE, ServingFile
from bot.wechat.reaction import Reaction
from tests.fakes.wechat import NOW

ANSWER = Reaction("学费5000元", "answered")


class Office:
    """Two worker processes' claims over one file, in one process; the clock stands where the test puts it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack, self.now = folder, stack, NOW
        self.stream = io.BytesIO()
        self.signs = folder / "workers"
        self.ones = [self.join(), self.join()]

    def join(self) -> SharedClaims:
        me = self.stack.enter_context(alive.sign_of_life(self.signs))
        file = ServingFile.open(self.folder / FILE)
        self.stack.callback(file.close)
        return SharedClaims(file, self.signs, me, open_log(self.stream), lambda: self.now)

    def logged(self) -> list[str]:
        return [json.loads(line)["event"] for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(tmp_path, stack)


@pytest.fixture(params=["alone", "shared"])
def claims(request: pytest.FixtureRequest, office: Office) -> Claims:
    return Alone() if request.param == "alone" else office.ones[0]


def test_the_first_try_of_a_message_is_this_process_s_own(claims: Claims) -> None:
    """Every implementation lets a message that nobody knows be answered here."""
    assert claims.arrive("m") == Arrival(1, is_mine=True)
    claims.settle("m", ANSWER)


def test_a_retry_at_another_worker_waits_for_the_one_answer(office: Office) -> None:
    """The tries are counted over both, and the answer of the first is what the second sees."""
    one, two = office.ones
    one.arrive("m")
    assert two.arrive("m") == Arrival(2, is_mine=False)
    assert two.look("m") == Arrival(2, is_mine=False)
    one.settle("m", ANSWER)
    assert one.arrive("m") == Arrival(3, is_mine=True, settled=ANSWER)  # known here before it is written
    one.flush()
    assert two.look("m") == Arrival(3, is_mine=False, settled=ANSWER)
    assert two.arrive("m").tries == 4


def test_what_a_dead_worker_began_is_taken_over_by_exactly_one(office: Office, tmp_path: Path) -> None:
    """A process that is killed while it answers leaves its message to whoever looks first."""
    script = (
        "import sys,time;from pathlib import Path;from bot import alive;from bot.claims import *;from bot.serving import *;"
        f"folder=Path({str(tmp_path)!r});sign=alive.sign_of_life(folder/'workers');"
        "claims=SharedClaims(ServingFile.open(folder/FILE),folder/'workers',sign.__enter__(),None,time.time);"
        "claims.arrive('m');print('claimed',flush=True);time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "claimed\n"
        one, two = office.ones
        assert one.arrive("m") == Arrival(2, is_mine=False)
        assert not one.look("m").is_mine
        worker.kill()
    assert one.look("m") == Arrival(2, is_mine=True)
    assert not two.look("m").is_mine
    assert len(list(office.signs.iterdir())) == 2  # the dead one's sign is gone


def test_messages_are_forgotten_when_wechat_cannot_ask_again(office: Office) -> None:
    """After some minutes the file holds nothing of them, and the same key is a new message."""
    one, two = office.ones
    one.arrive("m")
    one.settle("m", ANSWER)
    one.flush()
    office.now += KEPT_SECONDS + 1
    two.prune()
    assert two.look("m") == Arrival(1, is_mine=True)
    assert two.arrive("m") == Arrival(1, is_mine=True)


def test_a_file_that_cannot_be_used_leaves_every_worker_on_its_own(office: Office) -> None:
    """Nobody goes without an answer, the log says so once, and what was settled is written when it can be."""
    one, two = office.ones
    one.arrive("kept")
    one.settle("kept", ANSWER)
    _rename(office, "messages", "gone")
    for key in ("a", "b"):
        assert one.arrive(key) == Arrival(1, is_mine=True)
        assert one.look(key) == Arrival(1, is_mine=True)
    one.flush()
    one.prune()
    assert office.logged() == ["claims_failed"]
    assert "学费" not in office.stream.getvalue().decode()
    _rename(office, "gone", "messages")
    one.flush()
    assert two.look("kept").settled == ANSWER


def _rename(office: Office, old: str, new: str) -> None:
    """Makes every statement fail, as on a disk that is broken, or mends that."""
    with closing(sqlite3.connect(office.folder / FILE)) as connection:
        connection.execute(f"ALTER TABLE {old} RENAME TO {new}")


def test_unwritten_answers_do_not_pile_up(office: Office) -> None:
    """While nothing can be written, memory stays bounded: after minutes nobody asks for them."""
    one, _ = office.ones
    for number in range(10_001):
        one.settle(str(number), ANSWER)
    one.prune()
    one.flush()
    assert office.logged() == []


async def test_the_background_writes_and_the_end_writes_the_rest(tmp_path: Path) -> None:
    """A worker that stops in order leaves all its answers to the others."""
    log = open_log(io.BytesIO())
    async with shared_claims(tmp_path, log, lambda: NOW) as one:
        one.arrive("m")
        one.settle("m", ANSWER)
    async with shared_claims(tmp_path, log, lambda: NOW) as two:
        assert two.arrive("m").settled == ANSWER
    assert not any((tmp_path / "workers").iterdir())
