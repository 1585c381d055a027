"""The roster of the console: accounts, the links by which passwords are set, and the trail of what was done to them.

Used by `gongkai staff` and by the pages; every verb is one transaction.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.errors import StaffRefused
from bot.staff import passwords
from bot.staff.account import Account, Deed, Role, proper, proper_password
from bot.staff.file import ACCOUNTS, DEEDS, LINKS, SESSIONS, digest, secret

LINK_SECONDS = 72 * 3600.0


class Roster:
    """Accounts in the console's file; `seconds` is the clock (Unix time). `by` is who acts, for the trail."""

    def __init__(self, engine: sa.Engine, seconds: Callable[[], float]) -> None:
        self._engine = engine
        self._seconds = seconds

    def add(self, account: Account, by: str) -> None:
        """A new account, without a password yet. StaffRefused when the name is taken or will not do."""
        proper(account)
        with self._engine.begin() as connection:
            if _row(connection, account.name) is not None:
                raise StaffRefused(f"已有账号“{account.name}”")
            values = {"name": account.name, "role": account.role, "office": account.office, "is_enabled": True}
            connection.execute(sa.insert(ACCOUNTS).values(values))
            self._note(connection, by, "staff_added", account.name, f"{account.role.called} {account.office}".strip())

    def find(self, name: str) -> Account | None:
        """The account of this name, enabled or not."""
        with self._engine.connect() as connection:
            row = _row(connection, name)
        return _account(row) if row else None

    def known(self, name: str) -> Account:
        """The account of this name; StaffRefused when there is none."""
        account = self.find(name)
        if account is None:
            raise StaffRefused(f"没有账号“{name}”")
        return account

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name."""
        with self._engine.connect() as connection:
            return tuple(map(_account, connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.name))))

    def set_role(self, name: str, role: Role, office: str, by: str) -> None:
        """Another role or office; the person has to sign in again. StaffRefused."""
        account = proper(replace(self.known(name), role=role, office=office))
        self._keep_one_administrator(account)
        with self._engine.begin() as connection:
            _update(connection, name, role=role, office=office)
            _sign_out(connection, name)
            self._note(connection, by, "staff_role", name, f"{role.called} {office}".strip())

    def enable(self, name: str, by: str, *, is_enabled: bool) -> None:
        """Opens or closes an account; a closed one is signed out everywhere at once. StaffRefused."""
        self._keep_one_administrator(replace(self.known(name), is_enabled=is_enabled))
        with self._engine.begin() as connection:
            _update(connection, name, is_enabled=is_enabled)
            if not is_enabled:
                _sign_out(connection, name)
                connection.execute(sa.delete(LINKS).where(LINKS.c.name == name))
            self._note(connection, by, "staff_enabled" if is_enabled else "staff_disabled", name)

    def set_password(self, name: str, password: str, by: str) -> None:
        """A new password; signs out everywhere and ends every link. StaffRefused."""
        self.known(name)
        kept = passwords.hashed(proper_password(password, name))
        with self._engine.begin() as connection:
            _update(connection, name, password=kept)
            _sign_out(connection, name)
            connection.execute(sa.delete(LINKS).where(LINKS.c.name == name))
            self._note(connection, by, "staff_password", name)

    def link(self, name: str, by: str) -> str:
        """The secret of a link by which the person sets a password within three days, once; older links end."""
        self.known(name)
        token = secret()
        with self._engine.begin() as connection:
            connection.execute(sa.delete(LINKS).where(LINKS.c.name == name))
            values = {"digest": digest(token), "name": name, "until": self._seconds() + LINK_SECONDS}
            connection.execute(sa.insert(LINKS).values(values))
            self._note(connection, by, "staff_link", name)
        return token

    def linked(self, token: str) -> Account | None:
        """Whose password the link sets; None when it is unknown, used or too old."""
        is_good = (LINKS.c.digest == digest(token)) & (LINKS.c.until > self._seconds())
        with self._engine.connect() as connection:
            name = connection.scalar(sa.select(LINKS.c.name).where(is_good))
        account = self.find(name) if name else None
        return account if account and account.is_enabled else None

    def note(self, by: str, action: str, subject: str, detail: str = "") -> None:
        """Adds a deed to the trail."""
        with self._engine.begin() as connection:
            self._note(connection, by, action, subject, detail)

    def deeds(self, most: int = 1000) -> tuple[Deed, ...]:
        """The newest deeds, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(DEEDS).order_by(DEEDS.c.id.desc()).limit(most))
            return tuple(
                Deed(datetime.fromtimestamp(row.at, UTC), row.by, row.action, row.subject, row.detail) for row in rows
            )

    def _note(self, connection: sa.Connection, by: str, action: str, subject: str, detail: str = "") -> None:
        values = {"at": self._seconds(), "by": by, "action": action, "subject": subject, "detail": detail}
        connection.execute(sa.insert(DEEDS).values(values))

    def _keep_one_administrator(self, after: Account) -> None:
        others = [one for one in self.accounts() if one.name != after.name]
        left = [one for one in (*others, after) if one.is_enabled and one.role is Role.ADMINISTRATOR]
        if not left and self.known(after.name).role is Role.ADMINISTRATOR:
            raise StaffRefused("这是最后一个管理员，请先另设一个管理员")


def _row(connection: sa.Connection, name: str) -> sa.Row[tuple[object, ...]] | None:
    return connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.name == name)).one_or_none()


def _update(connection: sa.Connection, name: str, **values: object) -> None:
    connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(values))


def _sign_out(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.name == name))


def _account(row: sa.Row[tuple[object, ...]]) -> Account:
    return Account(row.name, Role(row.role), row.office, row.is_enabled, row.password is not None)
