"""Whether a person is owed something, in one look at the file, for it is asked beside every message."""

import sqlalchemy as sa

from bot.gaps.tables import ASKERS
from bot.loop.file import LoopFile
from bot.loop.notes import NOTES
from bot.loop.subscriptions import SUBSCRIPTIONS

_PERSON: sa.BindParameter[str] = sa.bindparam("person")
_TABLES = (ASKERS, NOTES, SUBSCRIPTIONS)
_OWED = sa.select(sa.or_(*(sa.exists().where(table.c.person == _PERSON) for table in _TABLES)))


def is_owed(file: LoopFile, person: str) -> bool:
    """Whether they wait for an answer, something waits for them, or they have subscribed to news."""
    with file.reading() as connection:
        return bool(connection.scalar(_OWED, {"person": person}))
