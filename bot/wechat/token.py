"""The access token that all processes share: one flight at a time, fetched early, forced only within WeChat's limits.

By `/cgi-bin/stable_token`, which gives every caller the same token and forces a new one at most 20 times a day, 30 s apart
(developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken).
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.errors import ApiUnreachable
from bot.wechat.file import METADATA

EARLY_SECONDS = 300.0
"""WeChat hands out the next token five minutes before the old one ends; both are good until then."""
FORCED_APART_SECONDS = 30.0
FORCED_A_DAY = 20
_LEASE_SECONDS = 15.0
_LOOK_SECONDS = 0.05
# A token that is nearly over when it comes is kept this long all the same, or every call would fetch one.
_LEAST_SECONDS = 30.0
_CHINA_SECONDS = 8 * 3600
_DAY_SECONDS = 86_400

_TOKENS = sa.Table(
    "tokens",
    METADATA,
    sa.Column("account", sa.String, primary_key=True),
    sa.Column("token", sa.String, nullable=False, default=""),
    sa.Column("renew_at", sa.Float, nullable=False, default=0.0),
    sa.Column("leased_until", sa.Float, nullable=False, default=0.0),
    sa.Column("forced_at", sa.Float, nullable=False, default=0.0),
    sa.Column("forced_day", sa.Integer, nullable=False, default=0),
    sa.Column("forced_times", sa.Integer, nullable=False, default=0),
)


@dataclass(frozen=True, slots=True)
class Granted:
    """A token from WeChat, good for `seconds`."""

    token: str = field(repr=False)
    seconds: float


@dataclass(frozen=True, slots=True)
class _Held:
    token: str = field(default="", repr=False)
    renew_at: float = 0.0

    def good(self, now: float, rejected: str) -> bool:
        return bool(self.token) and self.token != rejected and now < self.renew_at


class Tokens:
    """The token of one account. `fetch` asks WeChat, with True for a forced renewal; `now` is in Unix seconds."""

    def __init__(
        self,
        file: sa.Engine,
        app_id: str,
        fetch: Callable[[bool], Awaitable[Granted]],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._file = file
        # The file may be looked at by people who mend something: the account is told apart, not named.
        self._account = hashlib.sha256(app_id.encode()).hexdigest()[:16]
        self._fetch = fetch
        self._now = now
        self._held = _Held()
        self._lock = asyncio.Lock()

    async def get(self) -> str:
        """A good token: the one in hand, the one another process has fetched, or a new one. Raises what `fetch` raises."""
        if self._held.good(self._now(), ""):
            return self._held.token
        async with self._lock:
            return await self._obtain("", forced=False)

    async def replace(self, rejected: str, *, forced: bool) -> str:
        """Another token than `rejected`, if there can be one; `forced` where WeChat would give the same again."""
        async with self._lock:
            return await self._obtain(rejected, forced=forced)

    async def _obtain(self, rejected: str, *, forced: bool) -> str:
        patience = self._now() + _LEASE_SECONDS
        while not (self._known(rejected) or await asyncio.to_thread(self._lease)):
            if self._now() > patience:
                raise ApiUnreachable("/cgi-bin/stable_token", "another process is still at it")
            await asyncio.sleep(_LOOK_SECONDS)
        if self._held.good(self._now(), rejected):
            return self._held.token
        if self._known(rejected):  # fetched by another process between the look and the lease
            await asyncio.to_thread(self._change, leased_until=0.0)
            return self._held.token
        try:
            granted = await self._fetch(forced and await asyncio.to_thread(self._may_force))
        except BaseException:
            await asyncio.to_thread(self._change, leased_until=0.0)
            raise
        renew_at = self._now() + max(_LEAST_SECONDS, granted.seconds - EARLY_SECONDS)
        self._held = _Held(granted.token, renew_at)
        await asyncio.to_thread(self._change, token=granted.token, renew_at=renew_at, leased_until=0.0)
        return granted.token

    def _known(self, rejected: str) -> bool:
        """Whether a good token is in hand now, this process's or another's."""
        if not self._held.good(self._now(), rejected):
            with self._file.connect() as connection:
                row = connection.execute(sa.select(_TOKENS).where(_TOKENS.c.account == self._account)).one_or_none()
            self._held = _Held(row.token, row.renew_at) if row else _Held()
        return self._held.good(self._now(), rejected)

    def _lease(self) -> bool:
        """Take the right to fetch, which ends by itself: a killed process must not stop the others for long."""
        now = self._now()
        with self._file.begin() as connection:
            connection.execute(insert(_TOKENS).values(account=self._account).on_conflict_do_nothing())
            taken = connection.execute(
                sa.update(_TOKENS)
                .where(_TOKENS.c.account == self._account, _TOKENS.c.leased_until <= now)
                .values(leased_until=now + _LEASE_SECONDS)
            )
        return taken.rowcount == 1

    def _may_force(self) -> bool:
        now = self._now()
        today = int((now + _CHINA_SECONDS) // _DAY_SECONDS)
        with self._file.begin() as connection:
            row = connection.execute(sa.select(_TOKENS).where(_TOKENS.c.account == self._account)).one()
            times = row.forced_times if row.forced_day == today else 0
            if now - row.forced_at < FORCED_APART_SECONDS or times >= FORCED_A_DAY:
                return False
            connection.execute(
                sa.update(_TOKENS)
                .where(_TOKENS.c.account == self._account)
                .values(forced_at=now, forced_day=today, forced_times=times + 1)
            )
        return True

    def _change(self, **values: object) -> None:
        with self._file.begin() as connection:
            connection.execute(sa.update(_TOKENS).where(_TOKENS.c.account == self._account).values(**values))
