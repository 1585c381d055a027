"""Who floods is slowed; who does not never notices."""

from bot.wechat.pace import Pace


class _Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_burst_is_free_then_messages_are_spaced_out_then_turned_down() -> None:
    """Three at once, the fourth waits a moment, one that would wait too long is told so and does not count."""
    pace = Pace(_Clock(), burst=3, seconds=2.0, patience=3.0)
    assert [pace.wait("p") for _ in range(6)] == [0.0, 0.0, 0.0, 2.0, None, None]


def test_nobody_is_banned() -> None:
    """However much came before, a little later the next message is answered."""
    clock = _Clock()
    pace = Pace(clock, burst=3, seconds=2.0, patience=3.0)
    for _ in range(1000):
        pace.wait("p")
    clock.at += 2
    assert pace.wait("p") == 2.0
    clock.at += 60
    assert pace.wait("p") == 0.0


def test_others_do_not_notice_and_zero_slows_nobody() -> None:
    """Each person has their own count, which unfollowing ends."""
    pace = Pace(_Clock(), burst=1, seconds=2.0, patience=0.0)
    assert [pace.wait("p"), pace.wait("p"), pace.wait("q")] == [0.0, None, 0.0]
    pace.forget("p")
    assert pace.wait("p") == 0.0
    free = Pace(_Clock(), burst=1, seconds=0.0)
    assert [free.wait("p") for _ in range(50)] == [0.0] * 50


def test_only_so_many_people_are_remembered() -> None:
    """Who has been silent longest is forgotten first, so that memory stays bounded."""
    pace = Pace(_Clock(), burst=1, seconds=2.0, patience=0.0, most=2)
    assert [pace.wait(person) for person in ("p", "q", "r", "r", "p")] == [0.0, 0.0, 0.0, None, 0.0]
