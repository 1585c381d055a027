"""Who is signed in: sessions kept by the service, so that signing out ends them for good."""

from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa

from bot.staff.file import SESSIONS, digest, secret

# A visit is written down at most so often, or every page would write.
_NOTED_SECONDS = 60.0


class Sessions(Protocol):
    """Sessions by a secret id, which only the browser has."""

    def open(self, name: str) -> str:
        """A new session of a person who has signed in; its id."""
        ...

    def find(self, session: str) -> str | None:
        """Whose session it is; None when it is unknown, ended, idle too long or too old."""
        ...

    def close(self, session: str) -> None:
        """Ends one session."""
        ...

    def close_all(self, name: str) -> None:
        """Ends all sessions of a person."""
        ...


class SqlSessions:
    """Sessions in the console's file; `idle` and `longest` are seconds, `seconds` the clock (Unix time)."""

    def __init__(self, engine: sa.Engine, seconds: Callable[[], float], idle: float, longest: float) -> None:
        self._engine = engine
        self._seconds = seconds
        self._idle = idle
        self._longest = longest

    def open(self, name: str) -> str:
        """A new session; those that have run out are cleared away."""
        session, now = secret(), self._seconds()
        with self._engine.begin() as connection:
            is_over = (SESSIONS.c.seen < now - self._idle) | (SESSIONS.c.opened < now - self._longest)
            connection.execute(sa.delete(SESSIONS).where(is_over))
            values = {"digest": digest(session), "name": name, "opened": now, "seen": now}
            connection.execute(sa.insert(SESSIONS).values(values))
        return session

    def find(self, session: str) -> str | None:
        """Whose session it is; a session that is used stays alive up to its longest time."""
        now, this = self._seconds(), SESSIONS.c.digest == digest(session)
        is_alive = (SESSIONS.c.seen >= now - self._idle) & (SESSIONS.c.opened >= now - self._longest)
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(SESSIONS).where(this & is_alive)).one_or_none()
        if row is None:
            return None
        if now - row.seen > min(_NOTED_SECONDS, self._idle / 10):
            with self._engine.begin() as connection:
                connection.execute(sa.update(SESSIONS).where(this).values(seen=now))
        name: str = row.name
        return name

    def close(self, session: str) -> None:
        """Ends one session."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.digest == digest(session)))

    def close_all(self, name: str) -> None:
        """Ends all sessions of a person."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.name == name))
