import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answer import Outcome
from bot.errors import LedgerUnwritable
from bot.ledger import Asked, Judged, Ledger

EARLY = datetime(2026, 9, 1, tzinfo=UTC)
LATE = datetime(2026, 9, 2, tzinfo=UTC)


def asked(question: str, outcome: Outcome, at: datetime = LATE) -> Asked:
    return Asked(at, question, outcome, 0.25, "", "bundle")


def test_what_nothing_answered_is_the_list_of_gaps(tmp_path: Path) -> None:
    """Unanswered and unsure questions since a moment, oldest first, over restarts."""
    ledger = Ledger.open(tmp_path / "new" / "ledger.db")
    ledger.record([asked("食堂几点开门", Outcome.NOT_FOUND, EARLY), asked("学费多少", Outcome.ANSWERED)])
    ledger.record([asked("校园网多少钱", Outcome.NOT_FOUND), asked("空调", Outcome.CANDIDATES)])
    ledger.record([])
    ledger.close()
    again = Ledger.open(tmp_path / "new" / "ledger.db")
    assert [gap.question for gap in again.gaps(EARLY)] == ["食堂几点开门", "校园网多少钱", "空调"]
    assert again.gaps(LATE) == (asked("校园网多少钱", Outcome.NOT_FOUND), asked("空调", Outcome.CANDIDATES))
    again.close()


def test_what_was_answered_for_sure_is_left_out_where_only_the_rest_is_asked_for(tmp_path: Path) -> None:
    """Unanswered whatever their certainty, answered below the one that counts as sure; behind a number as ever."""
    ledger = Ledger.open(tmp_path / "ledger.db")
    sure = Asked(LATE, "学费多少", Outcome.ANSWERED, 0.9, "fees", "bundle")
    ledger.record(
        [asked("空调", Outcome.CANDIDATES), sure, asked("电费", Outcome.ANSWERED), asked("食堂", Outcome.NOT_FOUND)]
    )
    ledger.record([Asked(LATE, "热水", Outcome.NOT_FOUND, 0.9, "", "bundle")])
    found = ledger.entries(EARLY, LATE + timedelta(days=1), 1, unsure_below=0.5)
    assert [entry.asked.question for entry in found] == ["电费", "食堂", "热水"]
    ledger.close()


def test_a_ledger_that_cannot_be_written_says_so_and_takes_nothing_by_halves(tmp_path: Path) -> None:
    """The error names the file and what to do; what could not be written can be given again."""
    ledger, entries = (
        Ledger.open(tmp_path / "ledger.db"),
        [asked("一", Outcome.NOT_FOUND), asked("二", Outcome.NOT_FOUND)],
    )
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON asked WHEN new.question = '二' BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        with pytest.raises(LedgerUnwritable, match=r"ledger\.db.*full.*space"):
            ledger.record(entries)
        connection.execute("DROP TRIGGER full")
    ledger.record(entries)
    assert len(ledger.gaps(EARLY)) == 2
    ledger.close()


def test_the_latest_word_of_a_person_on_an_answer_counts(tmp_path: Path) -> None:
    """One person is counted once a question, whoever names nobody each time; nobody is named in what is given out."""
    ledger = Ledger.open(tmp_path / "ledger.db")
    for useful, person in ((True, "p"), (False, "p"), (True, "q"), (False, ""), (False, "")):
        ledger.judge(Judged(LATE, "学费多少", useful, "fees", "b1", person))
    ledger.judge(Judged(EARLY, "空调", useful=True, notice_id="", bundle="b1", person="p"))
    assert [one.useful for one in ledger.judged(LATE)] == [False, True, False, False]
    assert {one.person for one in ledger.judged(EARLY)} == {""}
    ledger.close()


def test_who_is_forgotten_leaves_no_link(tmp_path: Path) -> None:
    """The judgement stays, nobody's; the pseudonym is nowhere in the file's table."""
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.judge(Judged(LATE, "学费多少", useful=True, notice_id="fees", bundle="b1", person="p"))
    ledger.forget("p")
    ledger.close()
    again = Ledger.open(tmp_path / "ledger.db")
    with again._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT person FROM judged").scalars().all() == [""]
    again.close()


def test_what_is_old_is_deleted(tmp_path: Path) -> None:
    """Of questions before a moment the words and the time of day go, judgements whole; later ones stay."""
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.record([asked("食堂", Outcome.NOT_FOUND, EARLY), asked("空调", Outcome.NOT_FOUND)])
    ledger.judge(Judged(EARLY, "食堂", useful=True, notice_id="", bundle=""))
    for _ in range(2):
        ledger.purge(LATE, {"食堂": 15}.get)
    assert [gap.question for gap in ledger.gaps(EARLY)] == ["空调"]
    assert ledger.judged(EARLY) == ()
    old, new = ledger.entries(EARLY, LATE + timedelta(days=1))
    assert (old.id, old.asked.question, old.asked.outcome, old.asked.item) == (1, "", Outcome.NOT_FOUND, 15)
    assert old.asked.at == EARLY.replace(hour=4)  # noon in China
    assert (new.id, new.asked) == (2, asked("空调", Outcome.NOT_FOUND))
    ledger.close()
    assert all("食堂".encode() not in path.read_bytes() for path in tmp_path.glob("ledger.db"))


def test_thousands_of_old_questions_are_deleted_in_one_go(tmp_path: Path) -> None:
    """And no number is given out a second time, by which the gap queue knows what it has seen."""
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.record([asked("食堂", Outcome.NOT_FOUND, EARLY)] * 1201)
    ledger.purge(LATE, lambda _: None)
    ledger.record([asked("空调", Outcome.NOT_FOUND)])
    entries = ledger.entries(EARLY, LATE + timedelta(days=1))
    assert {entry.asked.question for entry in entries[:-1]} == {""}
    assert [entry.id for entry in entries] == list(range(1, 1203))
    ledger.close()
