import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.seats import Seats


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as opened:
        yield opened


async def test_no_more_run_at_a_time_than_there_are_seats(pool: ThreadPoolExecutor) -> None:
    """Twenty quick pieces of work on two seats: never a third beside them, and each gives its own result."""
    lock, running, most = threading.Lock(), [0], [0]
    seats = Seats(pool, 2, patience=30.0)

    def work(number: int) -> int:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        threading.Event().wait(0.01)
        with lock:
            running[0] -= 1
        return number

    results = await asyncio.gather(*(seats.run(lambda n=n: work(n)) for n in range(20)))  # type: ignore[misc]
    assert results == list(range(20))
    assert most[0] == 2


async def test_what_hangs_does_not_hold_up_what_comes_after(pool: ThreadPoolExecutor) -> None:
    """A question that takes too long gives its seat away, once, and still gets its own answer."""
    seats, gate = Seats(pool, 1, patience=0.02), threading.Event()
    slow = asyncio.create_task(seats.run(gate.wait))
    await asyncio.sleep(0.01)
    assert await asyncio.wait_for(seats.run(lambda: "quick"), 10) == "quick"
    assert not slow.done()
    gate.set()
    assert await slow
    pool.shutdown()
    assert seats._taken == 0


async def test_work_that_fails_frees_its_seat(pool: ThreadPoolExecutor) -> None:
    """An error goes to whoever waits, and the next one runs."""
    seats = Seats(pool, 1, patience=30.0)
    with pytest.raises(ZeroDivisionError):
        await seats.run(lambda: 1 // 0)
    assert await seats.run(lambda: 1) == 1


async def test_the_next_one_begins_without_the_event_loop(pool: ThreadPoolExecutor) -> None:
    """Both run on the one seat while the loop is busy with something else."""
    seats, last = Seats(pool, 1, patience=30.0), threading.Event()

    def second() -> int:
        last.set()
        return 2

    waiting = [asyncio.create_task(seats.run(work)) for work in (lambda: 1, second)]
    await asyncio.sleep(0)
    assert last.wait(10)
    assert await asyncio.gather(*waiting) == [1, 2]


async def test_what_nobody_waits_for_any_more_is_not_begun(pool: ThreadPoolExecutor) -> None:
    """Whoever gave up while waiting costs the others nothing, and their seat goes on."""
    seats, gate, done = Seats(pool, 1, patience=30.0), threading.Event(), []
    first = asyncio.create_task(seats.run(gate.wait))
    given_up = asyncio.create_task(seats.run(lambda: done.append("given up")))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    gate.set()
    assert await first
    assert await seats.run(lambda: "next") == "next"
    assert not done


async def test_each_that_hangs_gives_its_own_seat_away(pool: ThreadPoolExecutor) -> None:
    """Two hang one after the other, and the third is answered; all seats are free at the end."""
    seats, gate = Seats(pool, 1, patience=0.02), threading.Event()
    slow = [asyncio.create_task(seats.run(gate.wait)) for _ in range(2)]
    assert await asyncio.wait_for(seats.run(lambda: "quick"), 10) == "quick"
    gate.set()
    assert await asyncio.gather(*slow) == [True, True]
    assert [await seats.run(lambda n=n: n) for n in range(3)] == [0, 1, 2]  # type: ignore[misc]
    pool.shutdown()
    assert seats._taken == 0
