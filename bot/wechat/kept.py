"""Answers that came too late, kept for their question until it is asked again; they survive a restart.

People stand here by their pseudonym, questions without personal numbers.
"""

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.wechat.file import METADATA
from bot.wechat.reaction import Reaction

LOST_SECONDS = 60.0
"""After so long an answer that has not come will not come: its process was stopped."""
_MOST_OFFERED = 3

_KEPT = sa.Table(
    "kept",
    METADATA,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("person", sa.String, nullable=False, index=True),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("folded", sa.String, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("text", sa.String, nullable=False, default=""),
    sa.Column("outcome", sa.String, nullable=False, default=""),
    sa.Column("notices", sa.String, nullable=False, default="[]"),
    sa.Column("offered", sa.Boolean, nullable=False, default=False),
)
_FORGOTTEN = sa.Table(
    "forgotten",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question whose answer waits, or never came."""

    key: str
    question: str


def fold(question: str) -> str:
    """The same for two ways of typing one question: width, case, blanks and punctuation do not count."""
    return "".join(c for c in unicodedata.normalize("NFKC", question).casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """The table, shared by all processes; `now` in Unix seconds. Synchronous and quick."""

    file: sa.Engine
    now: Callable[[], float]

    def promise(self, key: str, person: str, question: str) -> bool:
        """An answer to the message `key` is still to come; False where that was promised before, by whatever process."""
        values = {"key": key, "person": person, "question": question, "folded": fold(question), "at": self.now()}
        return self._do(insert(_KEPT).values(**values).on_conflict_do_nothing()) == 1

    def is_promised(self, key: str) -> bool:
        """Whether somebody still waits for it: who has unfollowed meanwhile does not."""
        with self.file.connect() as connection:
            return connection.execute(sa.select(_KEPT.c.key).where(_KEPT.c.key == key)).first() is not None

    def keep(self, key: str, reaction: Reaction) -> None:
        """The answer has come and could not be delivered."""
        values = {"text": reaction.text, "outcome": reaction.outcome, "notices": json.dumps(reaction.notices)}
        self._do(sa.update(_KEPT).where(_KEPT.c.key == key).values(**values))

    def drop(self, key: str) -> None:
        """The answer was delivered."""
        self._do(sa.delete(_KEPT).where(_KEPT.c.key == key))

    def people(self) -> frozenset[str]:
        """Everybody for whom something is kept."""
        with self.file.connect() as connection:
            return frozenset(connection.execute(sa.select(_KEPT.c.person).distinct()).scalars())

    def take(self, person: str, question: str) -> Reaction | None:
        """The newest answer kept for a question, which is then no longer kept; None where there is none yet."""
        same = (_KEPT.c.person == person, _KEPT.c.folded == fold(question), _KEPT.c.text != "")
        with self.file.begin() as connection:
            row = connection.execute(sa.select(_KEPT).where(*same).order_by(_KEPT.c.at.desc())).first()
            if row is None:
                return None
            connection.execute(sa.delete(_KEPT).where(*same))
        return Reaction(row.text, row.outcome, tuple(json.loads(row.notices)))

    def waiting(self, person: str) -> Sequence[Waiting]:
        """Up to three questions of a person that have not been offered yet, the newest first."""
        query = (
            sa.select(_KEPT.c.key, _KEPT.c.question)
            .where(_KEPT.c.person == person, _KEPT.c.offered.is_(False))
            .where((_KEPT.c.text != "") | (_KEPT.c.at < self.now() - LOST_SECONDS))
            .order_by(_KEPT.c.at.desc())
            .limit(_MOST_OFFERED)
        )
        with self.file.connect() as connection:
            return [Waiting(row.key, row.question) for row in connection.execute(query)]

    def offered(self, keys: Sequence[str]) -> None:
        """They have been offered, once; each stays kept for its question."""
        self._do(sa.update(_KEPT).where(_KEPT.c.key.in_(keys)).values(offered=True))

    def forget(self, person: str) -> None:
        """Drops what is kept of a person, and lets the other processes know."""
        self._do(sa.delete(_KEPT).where(_KEPT.c.person == person))
        self._do(sa.insert(_FORGOTTEN).values(person=person, at=self.now()))

    def forgotten(self, after: int) -> tuple[Sequence[str], int]:
        """Who was forgotten since the entry number `after`, and the number of the last entry."""
        query = sa.select(_FORGOTTEN).where(_FORGOTTEN.c.id > after).order_by(_FORGOTTEN.c.id)
        with self.file.connect() as connection:
            rows = connection.execute(query).all()
        return [row.person for row in rows], rows[-1].id if rows else after

    def purge(self, seconds: float) -> None:
        """Drops what is older than `seconds`."""
        before = self.now() - seconds
        self._do(sa.delete(_KEPT).where(_KEPT.c.at < before))
        self._do(sa.delete(_FORGOTTEN).where(_FORGOTTEN.c.at < before))

    def _do(self, statement: sa.Insert | sa.Update | sa.Delete) -> int:
        """Runs one statement; how many rows it touched."""
        with self.file.begin() as connection:
            return connection.execute(statement).rowcount
