"""Customer-service messages and the typing status: what is sent without being asked for, as far as the account may."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import ApiRefused, ApiUnreachable
from bot.render import fit
from bot.wechat.api import Api
from bot.wechat.problems import Remedy
from bot.wechat.quota import Quotas
from bot.wechat.wire import Request

SEND = "/cgi-bin/message/custom/send"
TYPING = "/cgi-bin/message/custom/typing"
_SHORT_BYTES = 1200
_DAY = 86_400.0
_HOUR = 3600.0
_LIMIT_REACHED = 45009


@dataclass(frozen=True, slots=True)
class Customer:
    """Sends for one account; an account that may not is asked again a day later."""

    api: Api
    quotas: Quotas

    async def send(self, openid: str, person: str, text: str) -> bool:
        """Whether `text` was delivered; never raises. False: keep it for the person's next message."""
        if not await asyncio.to_thread(self._may_send, person):
            return False
        try:
            await self._send(openid, text)
        except ApiRefused as refused:
            if refused.remedy is not Remedy.SHORTEN:
                await asyncio.to_thread(self._learn, refused, SEND, person)
                return False
        except (ApiUnreachable, SQLAlchemyError):
            return False
        else:
            return True
        return await self._send_short(openid, text)

    async def typing(self, openid: str) -> None:
        """Shows 正在输入 to a person who has just written; never raises, for nothing depends on it."""
        try:
            if await asyncio.to_thread(self.quotas.is_closed, TYPING):
                return
            await self.api.call(Request(TYPING, {"touser": openid, "command": "Typing"}))
        except ApiRefused as refused:
            await asyncio.to_thread(self._learn, refused, TYPING, "")
        except (ApiUnreachable, SQLAlchemyError):
            return

    def _may_send(self, person: str) -> bool:
        try:
            return not self.quotas.is_closed(SEND) and self.quotas.take(person)
        except SQLAlchemyError:
            return True  # nothing can be counted on a full disk; WeChat counts as well

    async def _send(self, openid: str, text: str) -> None:
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        await self.api.call(Request(SEND, body, repeatable=False))

    async def _send_short(self, openid: str, text: str) -> bool:
        try:
            await self._send(openid, fit(text, _SHORT_BYTES))
        except (ApiRefused, ApiUnreachable, SQLAlchemyError):
            return False
        return True

    def _learn(self, refused: ApiRefused, path: str, person: str) -> None:
        with suppress(SQLAlchemyError):
            self._note(refused, path, person)

    def _note(self, refused: ApiRefused, path: str, person: str) -> None:
        if refused.remedy in {Remedy.CLOSE, Remedy.CONFIGURE}:
            # A limit is reset at midnight and a setting mended any time; a right takes longer to be granted.
            soon = refused.remedy is Remedy.CONFIGURE or refused.code == _LIMIT_REACHED
            self.quotas.close(path, _HOUR if soon else _DAY)
        elif refused.remedy is Remedy.QUOTA:
            self.quotas.spend(person)
