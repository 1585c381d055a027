import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.errors import PinsUnavailable, PinUnchanged, UnknownPin
from bot.pins.board import Pinboard
from bot.pins.book import SqlitePinBook
from bot.pins.pin import PinAction, PinId, Pinning
from bot.understanding.understand import understand
from knowledge.audit import Act, Actor
from knowledge.notice import NoticeId

NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)
ACT = Act(Actor("李"), NOW, "常问")
TODAY = date(2026, 9, 1)
FEES = Pinning(
    ("学费多少", "一年要交多少学费"), NoticeId("fees"), "学费6000元。", "", date(2026, 9, 1), date(2026, 9, 30), 2
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "pins.db"


@pytest.fixture
def book(path: Path) -> Iterator[SqlitePinBook]:
    with SqlitePinBook.open(path) as opened:
        yield opened


def test_a_pin_comes_back_as_it_was_kept(book: SqlitePinBook, path: Path) -> None:
    """Also after the file was closed and opened again."""
    pin = book.add(FEES, ACT)
    assert (pin.pinning, pin.by, pin.at, pin.reason, pin.removed) == (FEES, "李", NOW, "常问", False)
    with SqlitePinBook.open(path) as again:
        assert again.pins() == (pin,)


def test_nothing_is_deleted_and_every_act_is_on_the_trail(book: SqlitePinBook) -> None:
    """A removed pin stays, can be restored, and its trail says who, when and why."""
    pin = book.add(FEES, ACT)
    book.remove(pin.id, Act(Actor("王"), NOW, "有误"))
    assert [one.removed for one in book.pins()] == [True]
    book.restore(pin.id, Act(Actor("王"), NOW, "无误"))
    assert book.pins() == (pin,)
    told = [(entry.action, entry.by, entry.reason, entry.at) for entry in book.trail(pin.id)]
    assert told == [
        (PinAction.ADDED, "李", "常问", NOW),
        (PinAction.REMOVED, "王", "有误", NOW),
        (PinAction.RESTORED, "王", "无误", NOW),
    ]


def test_what_is_so_already_and_what_is_not_there_is_refused(book: SqlitePinBook) -> None:
    """With a line that names the pin."""
    pin = book.add(FEES, ACT)
    with pytest.raises(PinUnchanged, match="pin 1 is in use already"):
        book.restore(pin.id, ACT)
    book.remove(pin.id, ACT)
    with pytest.raises(PinUnchanged, match="pin 1 is removed already"):
        book.remove(pin.id, ACT)
    with pytest.raises(UnknownPin, match="no pin has the number 7"):
        book.remove(PinId(7), ACT)
    with pytest.raises(UnknownPin):
        book.trail(PinId(7))


def test_every_change_makes_another_version_for_every_process(book: SqlitePinBook, path: Path) -> None:
    """A second opening of the file sees it."""
    with SqlitePinBook.open(path) as other:
        versions = [other.version()]
        pin = book.add(FEES, ACT)
        versions.append(other.version())
        book.remove(pin.id, ACT)
        versions.append(other.version())
        book.pins()
        assert other.version() == versions[-1]
    assert len(set(versions)) == 3


def test_the_board_follows_the_book(book: SqlitePinBook) -> None:
    """A pin answers from its first to its last day, while it is not removed, and under each of its questions."""
    board = Pinboard(book)
    asked = understand("请问学费是多少？", TODAY)
    assert board.find(asked, TODAY) is None
    pin = book.add(FEES, ACT)
    assert board.find(asked, TODAY) == pin
    assert board.find(understand("一年要交多少学费呀", TODAY), TODAY) == pin
    assert board.find(understand("住宿费多少", TODAY), TODAY) is None
    assert board.find(asked, date(2026, 8, 31)) is None
    assert board.find(asked, date(2026, 10, 1)) is None
    book.remove(pin.id, ACT)
    assert board.find(asked, TODAY) is None


def test_words_of_a_crisis_are_never_answered_by_a_pin(book: SqlitePinBook) -> None:
    """Whatever staff have pinned."""
    book.add(Pinning(("我不想活了",), NoticeId("fees")), ACT)
    assert Pinboard(book).find(understand("我不想活了", TODAY), TODAY) is None


def test_a_file_that_is_no_book_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    """With its path and what to do; it is not written to."""
    text = tmp_path / "notes.db"
    text.write_text("not a database, but long enough to look like one" * 20, encoding="utf-8")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (id INTEGER)")
    connection.close()
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(PinsUnavailable, match="cannot be used"):
            SqlitePinBook.open(path)
        assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_and_a_file_that_is_spoiled_are_named(tmp_path: Path, path: Path) -> None:
    """One clear line each."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(PinsUnavailable, match=r"pins\.db"):
        SqlitePinBook.open(tmp_path / "file" / "pins.db")
    with SqlitePinBook.open(path) as book:
        path.write_bytes(b"spoiled" * 4096)
        with pytest.raises(PinsUnavailable, match=r"pins\.db"):
            book.version()
