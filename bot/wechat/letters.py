"""The loop's outbox over an Official Account: office's answers and news go out as customer-service messages, while they may.

Built before the service that uses it, and connected to the account once that is open: until then, and for an account that
only replies, nobody can be reached.
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.answerer import Answerer
from bot.logs import Log, where
from bot.wechat.addresses import Addresses
from bot.wechat.customer import SEND, Customer
from bot.wechat.message import Message
from bot.wechat.quota import WINDOWS, Quotas, moment, window


@dataclass(frozen=True, slots=True)
class Post:
    """What letters go out by; `customer` is None for an account that only replies."""

    addresses: Addresses
    quotas: Quotas
    customer: Customer | None
    log: Log


@dataclass(slots=True)
class Letters:
    """Implements bot/loop/outbox.py's Outbox. No verb raises."""

    _post: Post | None = None
    _sending: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def connected(self, post: Post) -> AsyncIterator[None]:
        """Letters go out by `post` meanwhile; the end waits for the one that is being sent."""
        self._post = post
        try:
            yield
        finally:
            async with self._sending:
                self._post = None

    async def heard(self, message: Message, person: str, answerer: Answerer) -> None:
        """A person has written: how to reach them is kept where `answerer` owes them something, as long as they may be."""
        post, kind = self._post, window(message)
        if post is None or post.customer is None or not kind:
            return
        try:
            if await answerer.owes(person):
                await asyncio.to_thread(_remember, post, message, person, kind)
        except Exception as error:  # noqa: BLE001  # a border: the reply stands
            post.log.error("address_failed", error=where(error))

    async def reach(self, people: Collection[str]) -> Collection[str]:
        """Those of `people` whose address is known, unless the account may not send; addresses past their time are dropped."""
        if self._post is None:
            return ()
        try:
            known = await asyncio.to_thread(_reachable, self._post)
        except SQLAlchemyError as error:
            self._post.log.error("address_failed", error=where(error))
            return ()
        return [person for person in people if person in known]

    async def send(self, person: str, text: str) -> bool:
        """Whether `text` was delivered."""
        async with self._sending:
            if self._post is None or self._post.customer is None:
                return False
            try:
                openid = await asyncio.to_thread(self._post.addresses.openid, person)
            except SQLAlchemyError as error:
                self._post.log.error("address_failed", error=where(error))
                return False
            is_sent = bool(openid) and await self._post.customer.send(openid, person, text)
            self._post.log.info("letter", sent=is_sent, user=person)
            return is_sent

    async def forget(self, person: str) -> None:
        """Drops how to reach a person."""
        if self._post is None:
            return
        try:
            await asyncio.to_thread(self._post.addresses.forget, person)
        except SQLAlchemyError as error:
            self._post.log.error("forget_failed", error=where(error), user=person)


def _remember(post: Post, message: Message, person: str, kind: str) -> None:
    at = moment(message)
    post.quotas.opened(person, kind, at)
    post.addresses.keep(person, message.sender, at + WINDOWS[kind][1])


def _reachable(post: Post) -> frozenset[str]:
    post.addresses.purge()
    is_shut = post.customer is None or post.quotas.is_closed(SEND)
    return frozenset() if is_shut else post.addresses.people()
