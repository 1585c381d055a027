"""The webhook `/wechat`: WeChat's verification (GET) and its messages (POST), inside its five seconds.

WeChat waits 5 s and sends a message at most three times. The tries of one message share one task, in whichever worker
process they arrive; the earlier ones hold on past WeChat's patience so that it asks again, and only the last one gives up,
with a promise that the desk keeps.
"""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.claims import KEPT_SECONDS, Alone, Claims
from bot.errors import ForgedRequest, UnreadableMessage
from bot.identity import identity_key, pseudonym
from bot.inflight import Inflight
from bot.logs import where
from bot.settings import WeChatSettings
from bot.wechat.desk import Desk
from bot.wechat.envelope import Credentials, Delivery, Envelopes
from bot.wechat.events import TROUBLE, label
from bot.wechat.message import Message, render
from bot.wechat.reaction import Reaction
from bot.wechat.watch import Watch

_SECOND_TRY = 2
LARGEST_BODY = 64 * 1024
"""Bytes; the platform's messages stay under 10 KiB, in compatible mode too."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for an answer: `hold` on a try that another may follow, `last` on the last of `tries`."""

    hold: float = 6.0
    last: float = 4.5
    tries: int = 3


_LOOK_SECONDS = 0.03
"""How often a message that another worker answers is looked after."""


class Webhook:
    """Takes the requests of one account."""

    def __init__(
        self,
        settings: WeChatSettings,
        desk: Desk,
        watch: Watch,
        patience: Patience,
        claims: Claims | None = None,
    ) -> None:
        self._envelopes = Envelopes(settings)
        self._identity = identity_key(settings)
        self._desk = desk
        self._watch = watch
        self._patience = patience
        self._claims = claims or Alone()
        self._inflight: Inflight[Reaction] = Inflight(watch.clock)

    async def verify(self, request: web.Request) -> web.Response:
        """GET: give back what WeChat sent, in clear; 403 and nothing else to anybody else."""
        credentials = Credentials.of(request.query)
        try:
            self._envelopes.check(credentials, self._watch.now())
            return web.Response(text=self._envelopes.echo(credentials, request.query.get("echostr", "")))
        except (ForgedRequest, UnreadableMessage) as error:
            return self._refuse(error)

    async def receive(self, request: web.Request) -> web.Response:
        """POST: a reply, or `success` where there is nothing to say or nothing can be read; 403 for a forgery."""
        credentials = Credentials.of(request.query)
        try:
            self._envelopes.check(credentials, self._watch.now())
            delivery = self._envelopes.open(credentials, await request.read())
        except ForgedRequest as error:
            return self._refuse(error)
        except UnreadableMessage as error:
            self._watch.metrics.refused("wechat", "unreadable")
            self._watch.log.warning("unreadable", reason=str(error))
            return acknowledge()
        return self._sealed(delivery, await self._answer(delivery.message), credentials)

    async def close(self) -> None:
        """Finish what was begun."""
        await self._inflight.drain()

    def _sealed(self, delivery: Delivery, text: str, credentials: Credentials) -> web.Response:
        if not text:
            return acknowledge()
        xml = render(delivery.message, text, self._watch.now())
        body = self._envelopes.seal(xml, delivery.cipher, credentials)
        return web.Response(text=body, content_type="application/xml")

    async def _answer(self, message: Message) -> str:
        key = pseudonym(self._identity, message.key)
        arrival = self._claims.arrive(key)
        if arrival.settled is not None:
            self._watch.metrics.retried()
            return arrival.settled.text
        running = self._inflight.join(key, lambda: self._handle(message, key, is_mine=arrival.is_mine))
        tries = max(running.tries, arrival.tries)
        if tries > 1:
            self._watch.metrics.retried()
        last = tries >= self._patience.tries
        if tries == _SECOND_TRY and not running.task.done():
            self._desk.slow(message)
        await asyncio.wait({running.task}, timeout=self._patience.last if last else self._patience.hold)
        if running.task.done():
            return running.task.result().text
        if not last:
            return ""
        person = pseudonym(self._identity, message.sender)
        return self._desk.give_up(message, person, asyncio.shield(running.task))

    async def _handle(self, message: Message, key: str, *, is_mine: bool) -> Reaction:
        """The reaction to a message: this worker's own, or what another one answers as long as that one lives."""
        while not is_mine:
            await asyncio.sleep(_LOOK_SECONDS)
            arrival = self._claims.look(key)
            if arrival.settled is not None:
                return arrival.settled
            is_mine = arrival.is_mine
        reaction = await self._react(message)
        self._claims.settle(key, reaction)
        return reaction

    async def _react(self, message: Message) -> Reaction:
        began = self._watch.clock()
        person = pseudonym(self._identity, message.sender)
        try:
            is_new = self._is_new(message)
            reaction = await (self._desk.react(message, person) if is_new else self._desk.repeat(message))
        except Exception as error:  # noqa: BLE001  # a border: the person is told, the log knows where
            self._watch.log.error("message_failed", error=where(error), user=person)
            reaction = TROUBLE
        seconds = self._watch.clock() - began
        kind = label(message)
        self._watch.metrics.handled("wechat", kind, reaction.outcome, seconds)
        self._watch.log.info("message", kind=kind, outcome=reaction.outcome, ms=round(seconds * 1e3, 1), user=person)
        return reaction

    def _is_new(self, message: Message) -> bool:
        """Whether WeChat has sent it just now; what it sent long ago, somebody else repeats, and it may change nothing."""
        created = int(message.created) if message.created.isdecimal() and len(message.created) < 12 else 0
        return abs(self._watch.now() - created) <= KEPT_SECONDS

    def _refuse(self, error: Exception) -> web.Response:
        self._watch.metrics.refused("wechat", "forged")
        self._watch.log.warning("refused", reason=str(error))
        return web.Response(status=403)


def acknowledge() -> web.Response:
    """`success`: WeChat shows nothing and does not ask again."""
    return web.Response(text="success")
