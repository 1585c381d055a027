"""The answerer around the answerer, when something of the loop fails."""

import io
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from bot.logs import open_log
from bot.loop.attending import Attending, Rounds, attended
from bot.loop.opening import LoopPlace, open_loop
from bot.loop.outbox import Closed
from bot.loop.settings import LoopSettings
from bot.offices import Offices
from knowledge.errors import StoreUnavailable
from tests.fakes.answerer import PLAIN, ScriptedAnswerer
from tests.fakes.loop import MONDAY


def place(folder: Path) -> LoopPlace:
    return LoopPlace(folder, folder / "k.sqlite3", Offices(), LoopSettings(), b"key", lambda: MONDAY)


async def test_a_loop_that_fails_leaves_the_answer_as_it_is(tmp_path: Path) -> None:
    """The file is gone: people get their answers, the log says where it failed, and quotes nothing."""
    stream = io.BytesIO()
    log = open_log(stream)
    async with open_loop(place(tmp_path), log) as (circle, _):
        attending = Attending(ScriptedAnswerer(), circle, log)
        with circle.notes._file.writing() as connection:
            connection.exec_driver_sql("DROP TABLE notes")
        assert await attending.answer("学费多少", "person") == PLAIN
        assert attending.bundle == "b1"
        await attending.forget("person")
        await attending.forget("web:1")
    assert stream.getvalue().count(b"loop_failed") == 2
    assert "学费".encode() not in stream.getvalue()


async def test_a_round_that_fails_is_tried_again(tmp_path: Path) -> None:
    """The daily work counts as done only when it was done; a new day does it again."""
    stream = io.BytesIO()
    log = open_log(stream)
    done: list[datetime] = []
    failing = [True]

    def daily() -> None:
        if failing:
            failing.clear()
            raise StoreUnavailable("busy")
        done.append(MONDAY)

    async with open_loop(place(tmp_path), log) as (circle, _):
        rounds = Rounds(circle, Closed(), lambda: None, daily, log)
        for _ in range(3):
            await rounds.once()
    assert len(done) == 1
    assert stream.getvalue().count(b"loop_failed") == 1


async def test_the_loop_runs_beside_the_service_and_ends_with_it(tmp_path: Path) -> None:
    """Rounds begin at once and stop when the service stops."""
    log = open_log(io.BytesIO())
    async with attended(nullcontext(ScriptedAnswerer()), open_loop(place(tmp_path), log), log) as attending:
        assert await attending.answer("学费多少", None) == PLAIN
    assert (tmp_path / "requests.key").exists()


async def test_of_several_processes_one_does_the_rounds(tmp_path: Path) -> None:
    """Twice the work would find nothing more; when the first ends, another takes over."""
    log = open_log(io.BytesIO())
    async with open_loop(place(tmp_path), log) as (_, second):
        async with open_loop(place(tmp_path), log) as (_, first):
            assert [first.is_mine(), second.is_mine(), first.is_mine()] == [True, False, True]
            await second.once()
            assert second._day is None
        await second.once()
        assert second._day == MONDAY.date()
