"""How many customer-service messages a person's own doings still allow, and which calls the account has no right to.

Five in 48 hours after a message; three in a minute after a tap on the menu, a follow or a scan
(developers.weixin.qq.com/doc/subscription/guide/product/kf/intro). People stand here by their pseudonym.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.wechat.file import METADATA
from bot.wechat.message import Message

WINDOWS = {"message": (5, 48 * 3600.0), "click": (3, 60.0), "subscribe": (3, 60.0), "scan": (3, 60.0)}
"""How many messages what a person did allows, and for how many seconds."""

_ALLOWED = sa.Table(
    "allowances",
    METADATA,
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("until", sa.Float, nullable=False),
    sa.Column("left", sa.Integer, nullable=False),
)
_CLOSED = sa.Table(
    "closed", METADATA, sa.Column("path", sa.String, primary_key=True), sa.Column("until", sa.Float, nullable=False)
)


@dataclass(frozen=True, slots=True)
class Quotas:
    """What is left, shared by all processes; `now` in Unix seconds. Synchronous and quick."""

    file: sa.Engine
    now: Callable[[], float]

    def opened(self, person: str, kind: str, at: float) -> None:
        """A person wrote or tapped at `at`: the window of that kind is new. The same moment twice counts once."""
        most, seconds = WINDOWS[kind]
        statement = insert(_ALLOWED).values(person=person, kind=kind, until=at + seconds, left=most)
        newer = statement.on_conflict_do_update(
            index_elements=["person", "kind"],
            set_={"until": at + seconds, "left": most},
            where=_ALLOWED.c.until < at + seconds,
        )
        with self.file.begin() as connection:
            connection.execute(newer)

    def take(self, person: str) -> bool:
        """Whether one more message may go out to `person`; if so it is counted, in the window that ends first."""
        usable = (
            sa.select(_ALLOWED.c.kind)
            .where(_ALLOWED.c.person == person, _ALLOWED.c.left > 0, _ALLOWED.c.until > self.now())
            .order_by(_ALLOWED.c.until)
            .limit(1)
            .scalar_subquery()
        )
        with self.file.begin() as connection:
            taken = connection.execute(
                sa.update(_ALLOWED)
                .where(_ALLOWED.c.person == person, _ALLOWED.c.kind == usable)
                .values(left=_ALLOWED.c.left - 1)
            )
        return taken.rowcount == 1

    def spend(self, person: str) -> None:
        """WeChat says that nothing is left, whatever was counted here."""
        with self.file.begin() as connection:
            connection.execute(sa.update(_ALLOWED).where(_ALLOWED.c.person == person).values(left=0))

    def close(self, path: str, seconds: float) -> None:
        """The account has no right to a call, or none left: it is not tried again for so long."""
        until = self.now() + seconds
        with self.file.begin() as connection:
            connection.execute(
                insert(_CLOSED)
                .values(path=path, until=until)
                .on_conflict_do_update(index_elements=["path"], set_={"until": until})
            )

    def is_closed(self, path: str) -> bool:
        """Whether a call is not to be tried now."""
        with self.file.connect() as connection:
            until = connection.execute(sa.select(_CLOSED.c.until).where(_CLOSED.c.path == path)).scalar()
        return until is not None and until > self.now()

    def forget(self, person: str) -> None:
        """Drops what is kept of a person."""
        with self.file.begin() as connection:
            connection.execute(sa.delete(_ALLOWED).where(_ALLOWED.c.person == person))

    def purge(self) -> None:
        """Drops windows that are over."""
        with self.file.begin() as connection:
            connection.execute(sa.delete(_ALLOWED).where(_ALLOWED.c.until <= self.now()))


def window(message: Message) -> str:
    """The window that a message opens, "" for an event that opens none."""
    if message.kind != "event":
        return "message"
    return message.event if message.event in WINDOWS else ""


def moment(message: Message) -> float:
    """When it was sent by WeChat's clock, in Unix seconds; 0 where that cannot be read."""
    created = message.created
    return float(created) if created.isascii() and created.isdigit() and len(created) < 12 else 0.0
