from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.feedback import FILE, Feedback, Judged, Shown
from bot.errors import BadJudgement

SHOWN = Shown("学费是多少", "n1", "b1")
LONG_AGO = datetime(1960, 1, 1, tzinfo=UTC)


def test_a_judgement_survives_a_restart_and_any_process_takes_it(tmp_path: Path) -> None:
    """Two processes on one file know each other's tickets, and what is kept names the answer and nobody."""
    first, second = (Feedback.open(tmp_path / "new" / FILE, lambda: 1_000.0) for _ in range(2))
    ticket = first.ticket(SHOWN)
    first.close()
    second.judge(ticket, useful=False)
    moment = datetime.fromtimestamp(1_000, UTC)
    assert second.judged(LONG_AGO) == (Judged(moment, "学费是多少", useful=False, notice_id="n1", bundle="b1"),)
    assert second.judged(moment + timedelta(seconds=1)) == ()
    second.close()


def test_workers_that_start_together_share_one_file(tmp_path: Path) -> None:
    """Whoever comes first makes the file; nobody fails, and all hold the same key."""
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Feedback.open(tmp_path / FILE, lambda: 1_000.0), range(8)))
    for feedback in opened:
        feedback.judge(opened[0].ticket(SHOWN), useful=True)
    assert len(opened[0].judged(LONG_AGO)) == 8
    for feedback in opened:
        feedback.close()


def test_the_latest_word_on_an_answer_counts() -> None:
    """Judged again, an answer has one judgement; the same question asked again is another answer."""
    feedback = Feedback.open(None, lambda: 1_000.0)
    ticket = feedback.ticket(SHOWN)
    feedback.judge(ticket, useful=True)
    feedback.judge(ticket, useful=False)
    assert [one.useful for one in feedback.judged(LONG_AGO)] == [False]
    feedback.judge(feedback.ticket(SHOWN), useful=True)
    assert len(feedback.judged(LONG_AGO)) == 2


def test_what_is_older_than_it_may_be_goes_with_the_next_judgement() -> None:
    """Nothing is kept beyond its days."""
    times = iter([0.0, 86_400.0 * 31])
    feedback = Feedback.open(None, lambda: next(times), keep_days=30)
    feedback.judge(feedback.ticket(SHOWN), useful=True)
    feedback.judge(feedback.ticket(Shown("住宿费", "", "b1")), useful=True)
    assert [one.question for one in feedback.judged(LONG_AGO)] == ["住宿费"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9_\-]{20,80}", fullmatch=True))
def test_a_ticket_of_another_s_making_is_refused(ticket: str) -> None:
    """Whatever is sent as a ticket, only our own are taken, and nothing but BadJudgement is raised."""
    with pytest.raises(BadJudgement):
        _FEEDBACK.judge(ticket, useful=True)


@given(st.integers(0, 60), st.sampled_from("AB-_9"))
def test_an_altered_ticket_is_refused(place: int, letter: str) -> None:
    """One other letter anywhere, and the seal is broken."""
    ticket = _FEEDBACK.ticket(SHOWN)
    altered = ticket[:place] + letter + ticket[place + 1 :]
    if altered != ticket:
        with pytest.raises(BadJudgement):
            _FEEDBACK.judge(altered, useful=True)


def test_a_long_question_makes_no_long_ticket() -> None:
    """A ticket fits into the request that brings it back."""
    ticket = _FEEDBACK.ticket(Shown("学" * 2_000, "n" * 80, "b" * 16))
    assert len(ticket) < 1_200
    _FEEDBACK.judge(ticket, useful=True)


_FEEDBACK = Feedback.open(None, lambda: 1_000.0)
