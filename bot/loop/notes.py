"""Notes for people until their next contact: an office's answer, a new notice. People stand here by a keyed hash.

A note is deleted when it has been told, when its time is over, or when its person goes. Whoever tells one takes it first,
so that no two processes, and no two ways, tell the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.loop.file import METADATA, LoopFile
from bot.loop.trail import stamp

NOTES = sa.Table(
    "notes",
    METADATA,
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("about", sa.String, primary_key=True),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False, index=True),
)
# What was handed over to be sent: `since` when, "" once that has failed.
_HANDED = sa.Table(
    "handed",
    METADATA,
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("about", sa.String, primary_key=True),
    sa.Column("since", sa.String, nullable=False),
)
SENDING = timedelta(minutes=2)
"""After so long a note that was handed over is not on its way any more: its process was killed."""

_same = sa.and_(_HANDED.c.person == NOTES.c.person, _HANDED.c.about == NOTES.c.about)
_IS_HANDED = sa.exists().where(_same)


@dataclass(frozen=True, slots=True)
class Note:
    """What to tell; `about` names the thing (`gap:3`, `notice:…`): one note of each thing for one person."""

    about: str
    text: str


class NoteBox:
    """The notes that wait; synchronous and quick."""

    def __init__(self, file: LoopFile) -> None:
        self._file = file

    def leave(self, person: str, note: Note, until: datetime) -> None:
        """Leaves a note; one about the same thing takes the place of an earlier one."""
        with self._file.writing() as connection:
            put(connection, person, note, until)

    def is_empty(self, person: str) -> bool:
        """Whether there is nothing at all for a person, not even on its way: so it is for nearly everybody."""
        ((found,),) = self._file.glance("SELECT EXISTS (SELECT 1 FROM notes WHERE person = ?)", person)
        return not found

    def waiting(self, person: str, now: datetime) -> Sequence[Note]:
        """What waits for a person and is not on its way, in the order of its end."""
        with self._file.reading() as connection:
            return _notes(connection, person, now, ~_on_its_way(now))

    def take(self, person: str, notes: Sequence[Note], now: datetime) -> Sequence[Note]:
        """Deletes notes, to be told now; those of them that nobody else has told or is sending."""
        with self._file.writing() as connection:
            gone = tuple(note for note in notes if _deleted(connection, person, note, ~_on_its_way(now)))
            _unhand(connection, person, gone)
        return gone

    def people(self, now: datetime) -> Sequence[str]:
        """Everyone for whom something waits that was not handed over yet."""
        query = sa.select(NOTES.c.person).where(NOTES.c.until > stamp(now), ~_IS_HANDED).distinct()
        with self._file.reading() as connection:
            return tuple(connection.scalars(query))

    def unsent(self, person: str, now: datetime) -> Sequence[Note]:
        """What waits for a person and was not handed over yet."""
        with self._file.reading() as connection:
            return _notes(connection, person, now, ~_IS_HANDED)

    def hand(self, person: str, notes: Sequence[Note], now: datetime) -> Sequence[Note]:
        """Takes notes to send them; those of them that wait still and are nobody else's."""
        with self._file.writing() as connection:
            free = set(_notes(connection, person, now, ~_IS_HANDED))
            mine = tuple(note for note in notes if note in free)
            rows = [{"person": person, "about": note.about, "since": stamp(now)} for note in mine]
            if rows:
                connection.execute(sa.insert(_HANDED), rows)
        return mine

    def sent(self, person: str, notes: Sequence[Note]) -> None:
        """Deletes what was sent; what has been said anew about the same thing meanwhile waits."""
        with self._file.writing() as connection:
            for note in notes:
                _deleted(connection, person, note, sa.true())
            _unhand(connection, person, notes)

    def missed(self, person: str, notes: Sequence[Note]) -> None:
        """What could not be sent waits for the next contact, and is not handed over again."""
        mine = (_HANDED.c.person == person, _HANDED.c.about.in_([note.about for note in notes]))
        with self._file.writing() as connection:
            connection.execute(sa.update(_HANDED).where(*mine).values(since=""))

    def forget(self, person: str) -> None:
        """Deletes all that waits for a person who goes."""
        with self._file.writing() as connection:
            for table in (NOTES, _HANDED):
                connection.execute(sa.delete(table).where(table.c.person == person))

    def purge(self, now: datetime) -> int:
        """Deletes what nobody came for in time; how many that were."""
        with self._file.writing() as connection:
            gone = connection.execute(sa.delete(NOTES).where(NOTES.c.until <= stamp(now))).rowcount
            connection.execute(sa.delete(_HANDED).where(~sa.exists().where(_same)))
        return gone


def put(connection: sa.Connection, person: str, note: Note, until: datetime) -> None:
    """Leaves a note inside another service's transaction; one that could not be sent may be sent anew."""
    values = {"person": person, "about": note.about, "text": note.text, "until": stamp(until)}
    statement = insert(NOTES).values(values)
    changed = {"text": note.text, "until": stamp(until)}
    connection.execute(statement.on_conflict_do_update(index_elements=["person", "about"], set_=changed))
    missed = (_HANDED.c.person == person, _HANDED.c.about == note.about, _HANDED.c.since == "")
    connection.execute(sa.delete(_HANDED).where(*missed))


def _notes(connection: sa.Connection, person: str, now: datetime, allowed: sa.ColumnElement[bool]) -> Sequence[Note]:
    mine = (NOTES.c.person == person, NOTES.c.until > stamp(now), allowed)
    query = sa.select(NOTES.c.about, NOTES.c.text).where(*mine).order_by(NOTES.c.until, NOTES.c.about)
    return tuple(Note(row.about, row.text) for row in connection.execute(query))


def _deleted(connection: sa.Connection, person: str, note: Note, allowed: sa.ColumnElement[bool]) -> bool:
    same = (NOTES.c.person == person, NOTES.c.about == note.about, NOTES.c.text == note.text)
    return connection.execute(sa.delete(NOTES).where(*same, allowed)).rowcount == 1


def _unhand(connection: sa.Connection, person: str, notes: Sequence[Note]) -> None:
    mine = (_HANDED.c.person == person, _HANDED.c.about.in_([note.about for note in notes]))
    connection.execute(sa.delete(_HANDED).where(*mine))


def _on_its_way(now: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(_same, _HANDED.c.since > stamp(now - SENDING))


def amend(connection: sa.Connection, about: str, old: str, new: str) -> None:
    """Puts `new` in the place of `old` at the end of the notes about a thing that nobody has come for yet."""
    waiting = sa.select(NOTES.c.person, NOTES.c.text).where(NOTES.c.about == about)
    for person, text in connection.execute(waiting).all():
        if text.endswith(old):
            mine = sa.update(NOTES).where(NOTES.c.person == person, NOTES.c.about == about)
            connection.execute(mine.values(text=f"{text.removesuffix(old)}{new}"))
