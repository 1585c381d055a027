"""The pause between requests."""

from knowledge.sites.pace import Pace


def test_pauses() -> None:
    """Requests to one host lie apart as the column or the site wants, whichever is longer; hosts do not wait for others."""
    now = [100.0]
    slept: list[float] = []

    def sleep(pause: float) -> None:
        slept.append(pause)
        now[0] += pause

    pace = Pace(2.0, lambda: now[0], sleep)
    pace.wait("a.cn")
    pace.wait("b.cn")
    assert slept == []
    pace.wait("a.cn")
    pace.wait("a.cn", 5.0)
    now[0] += 60
    pace.wait("a.cn")
    pace.rest(7.0)
    assert slept == [2.0, 5.0, 7.0]
