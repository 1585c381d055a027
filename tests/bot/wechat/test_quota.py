"""What WeChat still allows to be sent, counted for all processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wechat.file import open_file
from bot.wechat.quota import Quotas
from tests.fakes.api import Clock


@pytest.fixture
def quotas(tmp_path: Path) -> Iterator[Quotas]:
    file = open_file(tmp_path)
    yield Quotas(file, Clock())
    file.dispose()


def test_five_after_a_message_and_no_more(quotas: Quotas) -> None:
    """The sixth waits for the next message, which opens five again; the same message twice opens them once."""
    quotas.opened("p", "message", quotas.now())
    quotas.opened("p", "message", quotas.now())
    assert [quotas.take("p") for _ in range(6)] == [True] * 5 + [False]
    quotas.opened("p", "message", quotas.now())
    assert not quotas.take("p")
    quotas.opened("p", "message", quotas.now() + 1)
    assert quotas.take("p")
    assert not quotas.take("q")


def test_a_tap_allows_three_within_a_minute_which_are_used_first(quotas: Quotas) -> None:
    """A tap opens no window of a message, and what ends sooner is spent sooner."""
    quotas.opened("p", "message", quotas.now())
    quotas.opened("p", "click", quotas.now())
    assert all(quotas.take("p") for _ in range(3))
    assert isinstance(quotas.now, Clock)
    quotas.now.at += 61
    assert [quotas.take("p") for _ in range(6)] == [True] * 5 + [False]
    quotas.opened("q", "click", quotas.now() - 61)
    assert not quotas.take("q")


def test_what_wechat_says_beats_what_was_counted(quotas: Quotas) -> None:
    """After 45047 nothing is left, and a closed call opens again by itself."""
    quotas.opened("p", "message", quotas.now())
    quotas.spend("p")
    assert not quotas.take("p")
    quotas.close("/x", 60)
    assert quotas.is_closed("/x")
    quotas.close("/x", 10)
    assert isinstance(quotas.now, Clock)
    quotas.now.at += 11
    assert not quotas.is_closed("/x")
    assert not quotas.is_closed("/y")


def test_a_person_is_forgotten_and_old_windows_go(quotas: Quotas) -> None:
    """Nothing is left of either in the file."""
    for person in ("p", "q"):
        quotas.opened(person, "message", quotas.now())
    quotas.forget("p")
    assert not quotas.take("p")
    assert isinstance(quotas.now, Clock)
    quotas.now.at += 49 * 3600
    quotas.purge()
    with quotas.file.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM allowances").scalar() == 0
