"""WeChat's API for the rest of the service: a token for each call, one retry with another token, errors with a remedy."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import sqlalchemy as sa

from bot.errors import ApiRefused, ApiUnreachable
from bot.logs import Log
from bot.settings import WeChatSettings
from bot.wechat.problems import Remedy, caller_address, problem, rid
from bot.wechat.token import Granted, Tokens
from bot.wechat.wire import Heard, Request, Wire

STABLE_TOKEN = "/cgi-bin/stable_token"  # noqa: S105 - a path
_PAUSES = (0.3, 1.0)
# What an expired token needs is a new one; what WeChat calls invalid it would hand out again unless forced.
_EXPIRED = 42001

Sleep = Callable[[float], Awaitable[None]]


class Api:
    """The API of one account."""

    def __init__(
        self,
        wire: Wire,
        settings: WeChatSettings,
        file: sa.Engine,
        log: Log,
        *,
        now: Callable[[], float] = time.time,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._wire = wire
        self._app_id = settings.app_id
        self._secret = settings.secret
        self._log = log
        self._sleep = sleep
        self._tokens = Tokens(file, settings.app_id, self._fetch, now)

    async def call(self, request: Request) -> Heard:
        """The answer to a call; raises ApiRefused, ApiUnreachable.

        A token that WeChat no longer takes is replaced and the call repeated once; never more than that.
        """
        token = await self._tokens.get()
        try:
            return await self._patiently(request, token)
        except ApiRefused as refused:
            if refused.remedy is not Remedy.TOKEN:
                raise
            forced = refused.code != _EXPIRED
        another = await self._tokens.replace(token, forced=forced)
        return await self._patiently(request, another)

    async def _patiently(self, request: Request, token: str) -> Heard:
        for pause in _PAUSES:
            try:
                return await self._once(request, {"access_token": token})
            except ApiRefused as refused:
                if refused.remedy is not Remedy.AGAIN:
                    raise
            await self._sleep(pause)
        return await self._once(request, {"access_token": token})

    async def _fetch(self, forced: bool) -> Granted:  # noqa: FBT001 - the shape that Tokens asks for
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret.get_secret_value(),
            "force_refresh": forced,
        }
        fields = (await self._once(Request(STABLE_TOKEN, body), {})).fields
        token, seconds = fields.get("access_token"), fields.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int | float):
            raise ApiUnreachable(STABLE_TOKEN, "expected access_token and expires_in, got neither")
        self._log.info("wechat_token", forced=forced, seconds=seconds)
        return Granted(token, float(seconds))

    async def _once(self, request: Request, query: dict[str, str]) -> Heard:
        try:
            heard = await self._wire.send(request, query)
        except ApiUnreachable:
            self._log.warning("wechat_api_unreachable", path=request.path)
            raise
        code = heard.fields.get("errcode", 0)
        if code in (0, None):
            return heard
        message = str(heard.fields.get("errmsg", ""))
        known = problem(code if isinstance(code, int) else -1)
        refused = ApiRefused(request.path, known, rid(message), caller_address(message))
        # WeChat's own message may hold an OpenID: the code and the request id say the same.
        self._log.warning(
            "wechat_api_refused", path=request.path, code=refused.code, remedy=refused.remedy.value, rid=refused.rid
        )
        raise refused
