"""Who is behind a pseudonym, for as long as they may be written to: the OpenID, encrypted, of people who are owed something.

The key is derived from the AppSecret, which stands in the environment and not in the data folder: a copy of the folder
names nobody. docs/decisions/0015-whom-to-write-to.md.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.loop.errors import FileUnusable
from bot.requests.sealing import Seal
from bot.wechat.file import METADATA

_ADDRESSES = sa.Table(
    "addresses",
    METADATA,
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("until", sa.Float, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The table, shared by all processes; `now` in Unix seconds. Synchronous and quick."""

    file: sa.Engine
    seal: Seal
    now: Callable[[], float]

    @classmethod
    def of_account(cls, file: sa.Engine, secret: str, now: Callable[[], float]) -> Self:
        """Those of the account with this AppSecret; what another secret closed cannot be read any more."""
        return cls(file, Seal(hmac.digest(secret.encode(), b"gongkai addresses", "sha256")), now)

    def keep(self, person: str, openid: str, until: float) -> None:
        """Keeps an address until then, or until a later moment that is known already."""
        values = {"person": person, "sealed": self.seal.close({"openid": openid}), "until": until}
        statement = insert(_ADDRESSES).values(values)
        longest = sa.func.max(_ADDRESSES.c.until, statement.excluded.until)
        changed = {"sealed": statement.excluded.sealed, "until": longest}
        with self.file.begin() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=changed))

    def people(self) -> frozenset[str]:
        """Everybody whose address is known now."""
        with self.file.connect() as connection:
            return frozenset(connection.scalars(sa.select(_ADDRESSES.c.person).where(_ADDRESSES.c.until > self.now())))

    def openid(self, person: str) -> str:
        """A person's OpenID; "" where it is not known, not any more, or was closed with another secret."""
        mine = (_ADDRESSES.c.person == person, _ADDRESSES.c.until > self.now())
        with self.file.connect() as connection:
            sealed = connection.execute(sa.select(_ADDRESSES.c.sealed).where(*mine)).scalar()
        try:
            return str(self.seal.open(sealed)["openid"]) if sealed else ""
        except FileUnusable:
            return ""

    def forget(self, person: str) -> None:
        """Drops a person's address."""
        with self.file.begin() as connection:
            connection.execute(sa.delete(_ADDRESSES).where(_ADDRESSES.c.person == person))

    def purge(self) -> None:
        """Drops the addresses of people who may not be written to any more."""
        gone = _ADDRESSES.c.until <= self.now()
        with self.file.begin() as connection:
            if connection.execute(sa.select(_ADDRESSES.c.person).where(gone).limit(1)).first():
                connection.execute(sa.delete(_ADDRESSES).where(gone))
