"""Notes that are sent of the loop's own accord: each once, whoever sends or tells it, and none lost."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.loop.file import LoopFile
from bot.loop.notes import SENDING, Note, NoteBox
from bot.loop.outbox import MOST_BYTES, Closed, deliver
from tests.fakes.loop import MONDAY, open_file

UNTIL = MONDAY + timedelta(days=60)
ANSWER = Note("gap:1", "已答复。")


class Recording:
    """An outbox that knows some people and delivers to those it may; it can be stopped in the middle of a sending."""

    def __init__(self, known: str, refused: str = "") -> None:
        self.known = known
        self.refused = refused
        self.sent: list[tuple[str, str]] = []
        self.tries = 0
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def reach(self, people: Collection[str]) -> Collection[str]:
        return [person for person in people if person in self.known]

    async def send(self, person: str, text: str) -> bool:
        self.tries += 1
        self.begun.set()
        await self.gate.wait()
        if person not in self.refused:
            self.sent.append((person, text))
        return person not in self.refused


def telling(notes: Sequence[Note]) -> str:
    return "\n".join(note.text for note in notes if note.about != "notice:gone")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LoopFile]:
    opened = open_file(tmp_path)
    yield opened
    opened.close()


async def test_what_may_be_sent_is_sent_once_and_the_rest_waits(file: LoopFile) -> None:
    """Delivered notes are forgotten; who cannot be reached is told on the next contact; a withdrawn notice is not sent."""
    box = NoteBox(file)
    for person in ("a", "b"):
        box.leave(person, ANSWER, UNTIL)
    box.leave("c", Note("notice:gone", "新通知"), UNTIL)
    outbox = Recording("ac")
    assert await deliver(box, outbox, telling, MONDAY) == 1
    assert outbox.sent == [("a", "已答复。")]
    assert await deliver(box, Closed(), telling, MONDAY) == 0
    assert not await Closed().send("b", "已答复。")
    assert set(box.people(MONDAY)) == {"b", "c"}


async def test_what_was_refused_waits_for_the_next_contact_and_is_not_tried_again(file: LoopFile) -> None:
    """It may have arrived all the same; only a newer answer to the same thing is sent anew."""
    box, outbox = NoteBox(file), Recording("a", refused="a")
    box.leave("a", ANSWER, UNTIL)
    for _ in range(3):
        assert await deliver(box, outbox, telling, MONDAY) == 0
    assert outbox.tries == 1
    assert box.waiting("a", MONDAY) == (ANSWER,)
    box.leave("a", Note("gap:1", "更正。"), UNTIL)
    outbox.refused = ""
    assert await deliver(box, outbox, telling, MONDAY) == 1
    assert outbox.sent == [("a", "更正。")]
    assert not box.waiting("a", MONDAY)


async def test_several_processes_send_a_note_once(file: LoopFile) -> None:
    """Whichever takes it first; the others find nothing."""
    for number in range(5):
        NoteBox(file).leave("a", Note(f"gap:{number}", "答"), UNTIL)
    outboxes = [Recording("a") for _ in range(4)]
    await asyncio.gather(*(deliver(NoteBox(file), outbox, telling, MONDAY) for outbox in outboxes))
    (sent,) = [text for outbox in outboxes for _, text in outbox.sent]
    assert sent.count("答") == 5


async def test_what_is_on_its_way_is_not_told_on_a_contact_at_the_same_moment(file: LoopFile) -> None:
    """Nor is what a contact has just been told sent; what has changed meanwhile waits."""
    box, outbox = NoteBox(file), Recording("a")
    box.leave("a", ANSWER, UNTIL)
    before = box.waiting("a", MONDAY)
    outbox.gate.clear()
    sending = asyncio.create_task(deliver(box, outbox, telling, MONDAY))
    await outbox.begun.wait()
    assert not box.waiting("a", MONDAY)
    assert not box.take("a", before, MONDAY)
    box.leave("a", Note("gap:1", "更正。"), UNTIL)
    outbox.gate.set()
    assert await sending == 1
    assert outbox.sent == [("a", "已答复。")]
    changed = box.unsent("a", MONDAY)
    assert changed == (Note("gap:1", "更正。"),)
    assert box.take("a", changed, MONDAY) == changed
    assert not box.hand("a", changed, MONDAY)


async def test_a_service_that_stops_lets_the_sending_end(file: LoopFile) -> None:
    """What was sent is noted as sent, so that the next start does not send it again."""
    box, outbox = NoteBox(file), Recording("a")
    box.leave("a", ANSWER, UNTIL)
    outbox.gate.clear()
    sending = asyncio.create_task(deliver(box, outbox, telling, MONDAY))
    await outbox.begun.wait()
    sending.cancel()
    asyncio.get_running_loop().call_later(0.02, outbox.gate.set)
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert outbox.sent
    assert not box.waiting("a", MONDAY)
    assert not box.people(MONDAY)


def test_a_note_whose_process_was_killed_waits_for_the_next_contact(file: LoopFile) -> None:
    """Two minutes later it is on its way no more; it is not sent again."""
    box = NoteBox(file)
    box.leave("a", ANSWER, UNTIL)
    assert box.hand("a", [ANSWER], MONDAY) == (ANSWER,)
    assert not box.waiting("a", MONDAY)
    later = MONDAY + SENDING + timedelta(seconds=1)
    assert not box.people(later)
    assert box.waiting("a", later) == (ANSWER,)
    assert box.take("a", [ANSWER], later) == (ANSWER,)


async def test_many_notes_go_out_a_message_full_at_a_time(file: LoopFile) -> None:
    """Nothing is cut, and nothing comes twice."""
    box, outbox = NoteBox(file), Recording("a")
    for number in range(3):
        box.leave("a", Note(f"gap:{number}", f"{number}" + "答" * 399), UNTIL)
    for _ in range(4):
        await deliver(box, outbox, telling, MONDAY)
    assert [text[0] for _, text in outbox.sent] == ["0", "1", "2"]
    assert all(len(text.encode()) <= MOST_BYTES for _, text in outbox.sent)


def test_who_goes_and_what_is_over_leaves_nothing(file: LoopFile) -> None:
    """Neither a note nor that one was sent."""
    box = NoteBox(file)
    for person in ("a", "b"):
        box.leave(person, ANSWER, UNTIL)
        box.hand(person, [ANSWER], MONDAY)
        box.missed(person, [ANSWER])
    box.forget("a")
    assert box.purge(UNTIL) == 1
    with file.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM handed").scalar() == 0
