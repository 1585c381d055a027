import asyncio

from bot.inflight import Inflight


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_a_retry_joins_the_running_task() -> None:
    """The work begins once, and every try sees the same result and its own number."""
    begun: list[str] = []

    async def work() -> str:
        begun.append("x")
        await asyncio.sleep(0)
        return "answer"

    inflight: Inflight[str] = Inflight(Clock())
    first, second = inflight.join("m", work), inflight.join("m", work)
    assert await first.task == await second.task == "answer"
    assert begun == ["x"]
    assert second.tries == 2


async def test_a_finished_answer_is_given_again_until_it_is_too_old() -> None:
    """Within the time to live the result is replayed; after it the question is worked on anew."""
    clock, results = Clock(), iter(["old", "new"])

    async def work() -> str:
        return next(results)

    inflight: Inflight[str] = Inflight(clock, ttl=60)
    await inflight.join("m", work).task
    clock.now += 59
    assert await inflight.join("m", work).task == "old"
    clock.now += 1
    assert await inflight.join("m", work).task == "new"


async def test_different_keys_never_share_an_answer() -> None:
    """Each question has a task of its own."""

    async def work(text: str) -> str:
        return text

    inflight: Inflight[str] = Inflight(Clock())
    one = inflight.join("1", lambda: work("one"))
    two = inflight.join("2", lambda: work("two"))
    assert (await one.task, await two.task) == ("one", "two")


async def test_draining_waits_for_all_that_was_begun_even_if_forgotten() -> None:
    """A task that outlived its key still finishes before the service closes."""
    clock, gate, done = Clock(), asyncio.Event(), []

    async def work() -> None:
        await gate.wait()
        done.append("x")

    inflight: Inflight[None] = Inflight(clock)
    inflight.join("a", work)
    clock.now += 1000
    inflight.join("b", work)
    draining = asyncio.create_task(inflight.drain())
    await asyncio.sleep(0)
    assert not draining.done()
    gate.set()
    await draining
    assert done == ["x", "x"]
