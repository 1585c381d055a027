"""Notes for people until their next contact: an office's answer, a new notice. People stand here by a keyed hash.

A note is deleted when it has been told, when its time is over, or when its person goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.loop.file import METADATA, LoopFile
from bot.loop.trail import stamp

_NOTES = sa.Table(
    "notes",
    METADATA,
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("about", sa.String, primary_key=True),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False, index=True),
)


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

    def waiting(self, person: str, now: datetime) -> Sequence[Note]:
        """What waits for a person, in the order of its end."""
        mine = (_NOTES.c.person == person, _NOTES.c.until > stamp(now))
        query = sa.select(_NOTES).where(*mine).order_by(_NOTES.c.until, _NOTES.c.about)
        with self._file.reading() as connection:
            return tuple(Note(row.about, row.text) for row in connection.execute(query))

    def told(self, person: str, notes: Sequence[Note]) -> None:
        """Deletes what has been told."""
        abouts = [note.about for note in notes]
        with self._file.writing() as connection:
            connection.execute(sa.delete(_NOTES).where(_NOTES.c.person == person, _NOTES.c.about.in_(abouts)))

    def people(self, now: datetime) -> Sequence[str]:
        """Everyone for whom something waits."""
        query = sa.select(_NOTES.c.person).where(_NOTES.c.until > stamp(now)).distinct()
        with self._file.reading() as connection:
            return tuple(connection.scalars(query))

    def forget(self, person: str) -> None:
        """Deletes all that waits for a person who goes."""
        with self._file.writing() as connection:
            connection.execute(sa.delete(_NOTES).where(_NOTES.c.person == person))

    def purge(self, now: datetime) -> int:
        """Deletes what nobody came for in time; how many that were."""
        with self._file.writing() as connection:
            return connection.execute(sa.delete(_NOTES).where(_NOTES.c.until <= stamp(now))).rowcount


def put(connection: sa.Connection, person: str, note: Note, until: datetime) -> None:
    """Leaves a note inside another service's transaction."""
    values = {"person": person, "about": note.about, "text": note.text, "until": stamp(until)}
    statement = insert(_NOTES).values(values)
    changed = {"text": note.text, "until": stamp(until)}
    connection.execute(statement.on_conflict_do_update(index_elements=["person", "about"], set_=changed))


def amend(connection: sa.Connection, about: str, old: str, new: str) -> None:
    """Puts `new` in the place of `old` at the end of the notes about a thing that nobody has come for yet."""
    waiting = sa.select(_NOTES.c.person, _NOTES.c.text).where(_NOTES.c.about == about)
    for person, text in connection.execute(waiting).all():
        if text.endswith(old):
            mine = sa.update(_NOTES).where(_NOTES.c.person == person, _NOTES.c.about == about)
            connection.execute(mine.values(text=f"{text.removesuffix(old)}{new}"))
