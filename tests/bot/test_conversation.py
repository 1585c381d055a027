from datetime import date

from bot.conversation import Conversations
from bot.understanding.understand import understand

ASKED = understand("护理专业学费多少", date(2026, 9, 1))


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_last_question_is_kept_for_its_time_and_no_longer() -> None:
    """Ten minutes by the clock given; then a follow-up has nothing to follow."""
    clock = Clock()
    kept = Conversations(600.0, clock)
    kept.remember("a", ASKED)
    clock.now += 600.0
    assert kept.before("a") is ASKED
    clock.now += 0.1
    assert kept.before("a") is None


def test_conversations_do_not_know_each_other() -> None:
    """Nobody's follow-up is read with another's question, and without a conversation nothing is kept."""
    kept = Conversations(600.0, Clock())
    kept.remember("a", ASKED)
    kept.remember(None, ASKED)
    assert kept.before("b") is None
    assert kept.before(None) is None


def test_a_person_can_be_forgotten() -> None:
    """What an unsubscription asks for; forgetting somebody unknown is no error."""
    kept = Conversations(600.0, Clock())
    kept.remember("a", ASKED)
    kept.forget("a")
    kept.forget("a")
    assert kept.before("a") is None


def test_the_oldest_conversations_give_way() -> None:
    """Memory is bounded: beyond 50,000 conversations the one asked in longest ago is dropped."""
    kept = Conversations(600.0, Clock())
    for number in range(50_001):
        kept.remember(str(number), ASKED)
    assert kept.before("0") is None
    assert kept.before("1") is ASKED
    assert kept.before("50000") is ASKED
