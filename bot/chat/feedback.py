"""有用 and 没用 to answers on the page: kept without who said it, against the answer that was shown.

The page gets a ticket with each answer: the masked question, the notice and the bundle, sealed, so that the judgement says
later what it is about and nothing need be kept of answers that nobody judges. The key lies in the same file, so all processes
and restarts know each other's tickets.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.errors import BadJudgement
from knowledge import sqlite

FILE = "feedback.db"
LONGEST_TICKET = 4096
_LONGEST_QUESTION = 200
_SEAL = 16

_METADATA = sa.MetaData()
_KEY = sa.Table("key", _METADATA, sa.Column("id", sa.Integer, primary_key=True), sa.Column("secret", sa.String))
_JUDGED = sa.Table(
    "judged",
    _METADATA,
    sa.Column("answer", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False, index=True),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("notice_id", sa.String, nullable=False),
    sa.Column("bundle", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer that a page has shown: the question, masked, the first notice cited ("" if none), and the bundle."""

    question: str
    notice_id: str
    bundle: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody thought of an answer; `person` is always "", for the page does not know anybody."""

    at: datetime
    question: str
    useful: bool
    notice_id: str
    bundle: str
    person: str = ""


class Feedback:
    """Judgements in a SQLite file; the latest one of an answer counts. Safe between threads and processes."""

    def __init__(self, engine: sa.Engine, now: Callable[[], datetime], keep: timedelta) -> None:
        self._engine = engine
        self._now = now
        self._keep = keep
        sqlite.make(engine, _METADATA)
        with engine.begin() as connection:
            mine = insert(_KEY).values(id=1, secret=secrets.token_hex(32)).on_conflict_do_nothing()
            connection.execute(mine)
            self._secret = bytes.fromhex(connection.execute(sa.select(_KEY.c.secret)).scalar_one())

    @classmethod
    def open(cls, path: Path | None, now: Callable[[], float], keep_days: int = 365) -> Self:
        """Opens the file, made if it is new; without a path, a memory that goes with the process. `now` is Unix time."""
        if path is None:
            engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool, connect_args={"check_same_thread": False})
        else:
            engine = sqlite.connect(path, pragmas=())
        return cls(engine, lambda: datetime.fromtimestamp(now(), UTC), timedelta(days=keep_days))

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    def ticket(self, shown: Shown) -> str:
        """A text for the page to send back with a judgement; another one each time."""
        said = [secrets.token_urlsafe(9), shown.question[:_LONGEST_QUESTION], shown.notice_id, shown.bundle]
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._seal(body) + body).decode().rstrip("=")

    def judge(self, ticket: str, *, useful: bool) -> None:
        """Notes 有用 or 没用 and drops what is older than it may be. Raises BadJudgement for a ticket of another's making."""
        answer, question, notice_id, bundle = self._opened(ticket)
        moment = self._now()
        values = {
            "at": _stamp(moment),
            "question": question,
            "useful": useful,
            "notice_id": notice_id,
            "bundle": bundle,
        }
        with self._engine.begin() as connection:
            noted = insert(_JUDGED).values(answer=answer, **values)
            connection.execute(noted.on_conflict_do_update(index_elements=["answer"], set_=values))
            connection.execute(sa.delete(_JUDGED).where(_JUDGED.c.at < _stamp(moment - self._keep)))

    def judged(self, since: datetime) -> tuple[Judged, ...]:
        """What was thought of answers since then, oldest first."""
        query = sa.select(_JUDGED).where(_JUDGED.c.at >= _stamp(since)).order_by(_JUDGED.c.at, _JUDGED.c.answer)
        with self._engine.connect() as connection:
            return tuple(
                Judged(datetime.fromisoformat(row.at), row.question, row.useful, row.notice_id, row.bundle)
                for row in connection.execute(query)
            )

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._secret, body, hashlib.sha256)[:_SEAL]

    def _opened(self, ticket: str) -> list[str]:
        try:
            sealed = base64.urlsafe_b64decode(ticket[:LONGEST_TICKET] + "=" * (-len(ticket[:LONGEST_TICKET]) % 4))
        except (ValueError, binascii.Error) as error:
            raise BadJudgement("expected the id that came with the answer") from error
        seal, body = sealed[:_SEAL], sealed[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(body)):
            raise BadJudgement("expected the id that came with the answer")
        opened: list[str] = json.loads(body)
        return opened


def _stamp(moment: datetime) -> str:
    """The moment in UTC, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
