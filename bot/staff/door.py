"""Signing in: the password is checked, failures slow down whoever guesses, a colleague is never locked out for good.

Failures are counted by address and by account; a browser from which the person has signed in before has a count of its
own (OWASP, device cookies), so strangers who guess at a name do not shut its owner out; no wait is longer than fifteen
minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.staff import passwords
from bot.staff.file import ACCOUNTS, ATTEMPTS, DEVICES, digest, secret

FREE_ACCOUNT = 5
"""Failures at one account from unknown browsers before there is a wait; then it doubles with each."""
FREE_ADDRESS = 20
"""The same from one address, at whatever accounts: a campus may share one."""
_FIRST_WAIT = 10.0
_LONGEST_WAIT = 900.0
_FORGOTTEN = 3600.0
_DEVICE_SECONDS = 180 * 86400.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Who knocks: the network address, and the secret that a browser got at an earlier sign-in, "" for none."""

    address: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Let in or not; `wait` is how many seconds to wait before the next try, where there were too many."""

    is_let_in: bool
    wait: float = 0.0


class Door:
    """Checks passwords and counts failures in the console's file; addresses are kept as keyed digests for an hour."""

    def __init__(self, engine: sa.Engine, seconds: Callable[[], float]) -> None:
        self._engine = engine
        self._seconds = seconds
        self._salt = secret()

    def knock(self, name: str, password: str, caller: Caller) -> Verdict:
        """Whether `name` with `password` may come in; while there is a wait, nothing is looked at."""
        keys = self._keys(name, caller)
        wait = max(self._wait(key, free) for key, free in keys.items())
        if wait > 0:
            return Verdict(is_let_in=False, wait=wait)
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.name == name)).one_or_none()
        kept = row.password if row and row.is_enabled else None
        if not passwords.matches(kept, password):
            for key in keys:
                self._failed(key)
            return Verdict(is_let_in=False, wait=max(self._wait(key, free) for key, free in keys.items()))
        self._forget(next(iter(keys)))
        if kept and passwords.is_dated(kept):
            self._rehash(name, password)
        return Verdict(is_let_in=True)

    def remember(self, name: str) -> str:
        """The secret by which this browser is known at its next sign-in."""
        device, now = secret(), self._seconds()
        with self._engine.begin() as connection:
            connection.execute(sa.delete(DEVICES).where(DEVICES.c.until < now))
            values = {"digest": digest(device), "name": name, "until": now + _DEVICE_SECONDS}
            connection.execute(sa.insert(DEVICES).values(values))
        return device

    def _keys(self, name: str, caller: Caller) -> dict[str, int]:
        """What failures are counted by, with how many are free: the person's own first."""
        if caller.device and self._knows(caller.device, name):
            return {f"device {digest(caller.device)}": FREE_ACCOUNT}
        address = digest(self._salt + caller.address)
        return {f"account {digest(name)}": FREE_ACCOUNT, f"address {address}": FREE_ADDRESS}

    def _knows(self, device: str, name: str) -> bool:
        is_this = (DEVICES.c.digest == digest(device)) & (DEVICES.c.name == name) & (DEVICES.c.until > self._seconds())
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(DEVICES.c.name).where(is_this)) is not None

    def _wait(self, key: str, free: int) -> float:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(ATTEMPTS).where(ATTEMPTS.c.key == key)).one_or_none()
        if row is None or row.failures < free:
            return 0.0
        last: float = row.last
        # more doublings than reach the longest wait would only overflow
        pause = min(_FIRST_WAIT * 2.0 ** min(row.failures - free, 20), _LONGEST_WAIT)
        left: float = last + pause - self._seconds()
        return max(0.0, left)

    def _failed(self, key: str) -> None:
        now = self._seconds()
        with self._engine.begin() as connection:
            connection.execute(sa.delete(ATTEMPTS).where(ATTEMPTS.c.last < now - _FORGOTTEN))
            counted = (
                sa.update(ATTEMPTS).where(ATTEMPTS.c.key == key).values(failures=ATTEMPTS.c.failures + 1, last=now)
            )
            if connection.execute(counted).rowcount == 0:
                connection.execute(sa.insert(ATTEMPTS).values(key=key, failures=1, last=now))

    def _forget(self, key: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(ATTEMPTS).where(ATTEMPTS.c.key == key))

    def _rehash(self, name: str, password: str) -> None:
        with self._engine.begin() as connection:
            kept = passwords.hashed(password)
            connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(password=kept))
