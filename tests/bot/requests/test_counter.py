"""Requests from receipt to reply, with their days by law, and what is deleted when."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.loop.errors import FileUnusable, FormInvalid, NotNow, Unknown
from bot.loop.file import LoopFile, opened
from bot.requests.counter import Counter, Terms
from bot.requests.register import Register, Upkeep
from bot.requests.request import Applicant, Form, Receipt, Reply, State
from bot.requests.sealing import Seal
from bot.requests.tables import METADATA, NAME
from tests.fakes.loop import MONDAY, act

FORM = Form(Applicant.CITIZEN, "张三丰", "zhang@example.com", "2025年食堂招标结果", "科研")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Office:
    """The file with its three services."""

    file: LoopFile
    folder: Path
    seal: Seal = Seal(b"test")  # noqa: RUF009  # holds no state

    @property
    def counter(self) -> Counter:
        return Counter(self.file, self.seal, Terms(per_hour=5))

    @property
    def register(self) -> Register:
        return Register(self.file, self.seal)

    @property
    def upkeep(self) -> Upkeep:
        return Upkeep(self.file, days=365)

    def receive(self) -> Receipt:
        return self.counter.receive(FORM, "page", MONDAY)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path / NAME, METADATA) as file:
        yield Office(file, tmp_path)


def test_a_reply_is_due_after_fifteen_working_days_and_once_after_fifteen_more(office: Office) -> None:
    """The day of receipt is not counted, holidays are not; the extension starts from the first last day."""
    receipt = office.receive()
    assert (receipt.number, receipt.due) == ("YSQ-2026-0001", date(2026, 10, 10))
    extended = office.register.extend(receipt.number.lower(), act(reason="征求第三方意见"))
    assert (extended.extended, extended.due) == (True, date(2026, 10, 30))
    with pytest.raises(NotNow, match="extended already"):
        office.register.extend(receipt.number, act(reason="再延"))
    with pytest.raises(FormInvalid):
        office.register.extend(receipt.number, act())
    assert extended.is_overdue(date(2026, 10, 31))
    assert not extended.is_overdue(date(2026, 10, 30))


def test_numbers_run_through_the_year_and_begin_again(office: Office) -> None:
    """One after the other, without a gap."""
    numbers = [office.receive().number for _ in range(3)]
    numbers.append(office.counter.receive(FORM, "page", MONDAY + 365 * DAY).number)
    assert numbers == ["YSQ-2026-0001", "YSQ-2026-0002", "YSQ-2026-0003", "YSQ-2027-0001"]


@pytest.mark.parametrize("kind", list(Reply))
def test_each_of_the_six_replies_ends_a_request_but_the_unclear_one(office: Office, kind: Reply) -> None:
    """An unclear request waits for its applicant; what is ended cannot be replied to again."""
    number = office.receive().number
    found = office.register.reply(number, kind, "说明理由。", act())
    assert found.state is (State.UNCLEAR if kind is Reply.UNCLEAR else State.REPLIED)
    assert (found.reply, found.text) == (kind, "说明理由。")
    with pytest.raises(NotNow):
        office.register.reply(number, Reply.DISCLOSED, "再答。", act())
    assert [step.what for step in found.steps] == ["received (page)", f"replied: {kind}"]


def test_an_addition_starts_the_days_again_and_its_absence_lapses(office: Office) -> None:
    """补正 within fifteen working days; without one the request is taken for abandoned."""
    first, second = office.receive(), office.receive()
    for receipt in (first, second):
        office.register.reply(receipt.number, Reply.UNCLEAR, "哪个食堂？", act())
    later = MONDAY + DAY
    added = office.counter.supplement(first.number, first.secret, "第一食堂", later)
    assert added is not None
    assert added.form is not None
    assert (added.state, added.due, "补充：第一食堂" in added.form.content) == (
        State.RECEIVED,
        date(2026, 10, 12),
        True,
    )
    with pytest.raises(NotNow):
        office.counter.supplement(first.number, first.secret, "再补充", later)
    assert office.counter.supplement(second.number, "wrong", "补充", later) is None
    assert (office.upkeep.lapse(MONDAY + 26 * DAY), office.upkeep.lapse(MONDAY + 40 * DAY)) == (0, 1)
    assert office.register.show(second.number).state is State.ABANDONED


def test_progress_is_told_to_who_knows_the_secret_alone(office: Office) -> None:
    """Nothing of what the applicant wrote is in it; wrong secrets and unknown numbers are told the same nothing."""
    receipt = office.receive()
    told = office.counter.progress(f" {receipt.number.lower()} ", receipt.secret.lower())
    assert "办理中" in told
    assert "张三丰" not in told
    assert {office.counter.progress(*wrong) for wrong in ((receipt.number, "x"), ("YSQ-1-1", "x"), ("", ""))} == {""}
    office.register.extend(receipt.number, act(reason="征求意见"))
    assert "已延期一次" in office.counter.progress(receipt.number, receipt.secret)


def test_personal_data_stand_in_the_file_only_sealed_and_are_deleted_on_time(office: Office) -> None:
    """Counts stay; the form and the reply go a year after the reply, an unanswered request keeps its own."""
    done, open_ = office.receive(), office.receive()
    office.register.reply(done.number, Reply.DISCLOSED, "见招标网", act())
    content = b"".join(path.read_bytes() for path in office.folder.glob(f"{NAME}*"))
    for personal in ("张三丰", "zhang@example.com", "食堂招标结果", "见招标网", done.secret):
        assert personal.encode() not in content
    assert [office.upkeep.purge(MONDAY + days * DAY) for days in (365, 366, 366)] == [0, 1, 0]
    emptied = office.register.show(done.number)
    assert (emptied.form, emptied.text, emptied.reply) == (None, "", Reply.DISCLOSED)
    assert office.register.show(open_.number).form == FORM
    assert len(office.register.list()) == 2


def test_more_than_anybody_means_is_refused(office: Office) -> None:
    """Six in an hour where five are taken; an hour later they are taken again."""
    for _ in range(5):
        office.receive()
    with pytest.raises(FormInvalid, match="一小时"):
        office.receive()
    assert office.counter.receive(FORM, "page", MONDAY + timedelta(hours=2)).number == "YSQ-2026-0006"


def test_what_does_not_exist_or_is_no_reply_is_refused(office: Office) -> None:
    """With what lists requests, and how long a reply may be."""
    with pytest.raises(Unknown, match="gongkai requests list"):
        office.register.show("YSQ-2026-9999")
    number = office.receive().number
    for text in ("", "长" * 2001):
        with pytest.raises(FormInvalid, match="2000"):
            office.register.reply(number, Reply.DISCLOSED, text, act())


def test_another_key_opens_nothing_and_says_so(office: Office) -> None:
    """A key that was lost or changed is not taken for damaged data."""
    office.receive()
    with pytest.raises(FileUnusable, match="put the old key back"):
        Register(office.file, Seal(b"other")).list()
    with closing(sqlite3.connect(office.folder / NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM requests").fetchone() == (1,)
