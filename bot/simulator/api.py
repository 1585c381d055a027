"""A fake of WeChat's API, faithful to the documented answers and errors; `gongkai fake-api` runs it, tests embed it.

Faults come on order: `POST /fake/fault {"path", "kind", "times"}`, kind being an error code, `hang`, `cut` or `html`.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import SimulationFailed
from bot.simulator.api_account import NO_RIGHT, WINDOWS, WRONG_ACCOUNT, FakeAccount
from bot.simulator.api_rules import menu_code, message_code

NOT_JSON, ESCAPED, NO_MENU = 47001, 40033, 46003
_RID = "rid: 66aa1b2c-0f3d5e7a-1c9b8d2e"
_MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40003: "invalid openid",
    40164: "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist",
    42001: "access_token expired",
    45009: "reach max api daily quota limit",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    46003: "menu no exist",
    48001: "api unauthorized",
}
CALLBACK_ADDRESSES = ("101.226.103.0/25", "101.89.47.18")
_API_ADDRESSES = ("183.3.226.92",)


@dataclass(slots=True)
class Fault:
    """What goes wrong on a path ("" for any), and how often (-1: until the end)."""

    kind: str
    path: str = ""
    times: int = 1


@dataclass(slots=True)
class FakeApi:
    """The API of `account`; `calls` counts requests by path, `hang_seconds` is how long a hanging one is held."""

    account: FakeAccount
    hang_seconds: float = 30.0
    calls: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self) -> web.Application:
        """The application, ready to run."""
        app = web.Application(middlewares=[self._misbehave])
        app.add_routes(
            [
                web.post("/cgi-bin/stable_token", self._stable_token),
                web.get("/cgi-bin/getcallbackip", self._callback_addresses),
                web.get("/cgi-bin/get_api_domain_ip", self._api_addresses),
                web.post("/cgi-bin/message/custom/send", self._send),
                web.post("/cgi-bin/message/custom/typing", self._typing),
                web.post("/cgi-bin/menu/create", self._create_menu),
                web.get("/cgi-bin/menu/get", self._get_menu),
                web.get("/cgi-bin/menu/delete", self._delete_menu),
                web.get("/cgi-bin/get_current_selfmenu_info", self._current_menu),
                web.get("/cgi-bin/get_current_autoreply_info", self._current_replies),
                web.post("/fake/fault", self._order_fault),
                web.post("/fake/heard", self._order_heard),
                web.get("/fake/sent", self._tell_sent),
            ]
        )
        app.on_shutdown.append(self._close)
        return app

    def fail(self, kind: str | int, path: str = "", times: int = 1) -> None:
        """Order a fault: an error code, `hang`, `cut` or `html`. Raises SimulationFailed for anything else."""
        if str(kind) not in {"hang", "cut", "html"} and not str(kind).removeprefix("-").isdigit():
            raise SimulationFailed(f"expected an error code, hang, cut or html, got {kind!r}")
        self.faults.append(Fault(str(kind), path, times))

    async def _close(self, _: web.Application) -> None:
        self._closing.set()

    @web.middleware
    async def _misbehave(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/fake/"):
            return await handler(request)
        self.calls.append(request.path)
        fault = next((one for one in self.faults if one.times and one.path in ("", request.path)), None)
        if fault is None:
            return await handler(request)
        fault.times -= fault.times > 0
        return await self._fail(request, fault.kind)

    async def _fail(self, request: web.Request, kind: str) -> web.StreamResponse:
        if kind == "html":
            return web.Response(status=502, text="<html><body>502 Bad Gateway</body></html>", content_type="text/html")
        if kind == "hang":
            await asyncio.wait([asyncio.ensure_future(self._closing.wait())], timeout=self.hang_seconds)
        if kind in {"hang", "cut"}:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return _refuse(int(kind))

    async def _stable_token(self, request: web.Request) -> web.Response:
        body, code = await _read(request)
        if code:
            return _refuse(code)
        forced = body.get("force_refresh") is True
        code, token, seconds = self.account.grant(str(body.get("appid")), str(body.get("secret")), forced=forced)
        return _refuse(code) if code else _answer({"access_token": token, "expires_in": seconds})

    async def _callback_addresses(self, request: web.Request) -> web.Response:
        return self._guarded(request, {"ip_list": list(CALLBACK_ADDRESSES)})

    async def _api_addresses(self, request: web.Request) -> web.Response:
        return self._guarded(request, {"ip_list": list(_API_ADDRESSES)})

    async def _send(self, request: web.Request) -> web.Response:
        body, code = await self._body(request)
        code = code or self._no_right()
        if not code and body.get("msgtype") == "msgmenu" and self.account.rights.sandbox:
            code = WRONG_ACCOUNT
        code = code or message_code(body) or self.account.may_send(body.get("touser"))
        if code:
            return _refuse(code)
        self.account.sent.append(body)
        return _done()

    async def _typing(self, request: web.Request) -> web.Response:
        body, code = await self._body(request)
        code = code or self._no_right() or self.account.type(body.get("touser"), body.get("command"))
        return _refuse(code) if code else _done()

    async def _create_menu(self, request: web.Request) -> web.Response:
        body, code = await self._body(request)
        code = code or self._no_right() or menu_code(body)
        if code:
            return _refuse(code)
        self.account.menu = body
        return _done()

    async def _get_menu(self, request: web.Request) -> web.Response:
        if self.account.menu is None:
            return self._guarded(request, {}, self._no_right() or NO_MENU)
        return self._guarded(request, {"menu": {"button": self.account.menu["button"]}}, self._no_right())

    async def _delete_menu(self, request: web.Request) -> web.Response:
        answer = self._guarded(request, {"errcode": 0, "errmsg": "ok"}, self._no_right())
        if b'"errcode": 0' in (answer.body if isinstance(answer.body, bytes) else b""):
            self.account.menu = None
        return answer

    async def _current_menu(self, request: web.Request) -> web.Response:
        menu = self.account.menu
        shown = {"button": [_as_shown(button) for button in menu["button"]]} if menu else {}
        return self._guarded(request, {"is_menu_open": int(menu is not None), "selfmenu_info": shown})

    async def _current_replies(self, request: web.Request) -> web.Response:
        return self._guarded(request, {"is_add_friend_reply_open": 1, "is_autoreply_open": 1, **self.account.replies})

    def _no_right(self) -> int:
        return 0 if self.account.rights.verified else NO_RIGHT

    def _guarded(self, request: web.Request, answer: Mapping[str, Any], code: int = 0) -> web.Response:
        code = self.account.check(request.query.get("access_token", "")) or code
        return _refuse(code) if code else _answer(answer)

    async def _body(self, request: web.Request) -> tuple[Mapping[str, Any], int]:
        if code := self.account.check(request.query.get("access_token", "")):
            return {}, code
        return await _read(request)

    async def _order_fault(self, request: web.Request) -> web.Response:
        given = await request.json()
        self.fail(given["kind"], given.get("path", ""), given.get("times", 1))
        return _done()

    async def _order_heard(self, request: web.Request) -> web.Response:
        given = await request.json()
        self.account.heard(given["openid"], given.get("kind", "message") if given.get("kind") in WINDOWS else "message")
        return _done()

    async def _tell_sent(self, _: web.Request) -> web.Response:
        return _answer({"sent": self.account.sent})


async def _read(request: web.Request) -> tuple[Mapping[str, Any], int]:
    raw = await request.read()
    if b"\\u" in raw:
        return {}, ESCAPED
    try:
        body = json.loads(raw)
    except ValueError:
        return {}, NOT_JSON
    return (body, 0) if isinstance(body, dict) else ({}, NOT_JSON)


def _as_shown(button: Mapping[str, Any]) -> Mapping[str, Any]:
    """The other form in which get_current_selfmenu_info gives a button."""
    below: Sequence[Any] = button.get("sub_button") or ()
    return {"name": button["name"], "sub_button": {"list": list(below)}} if below else button


def _answer(fields: Mapping[str, Any]) -> web.Response:
    # The real one says text/plain or application/json as it pleases.
    return web.Response(text=json.dumps(fields, ensure_ascii=False), content_type="application/json")


def _done() -> web.Response:
    return _answer({"errcode": 0, "errmsg": "ok"})


def _refuse(code: int) -> web.Response:
    return _answer({"errcode": code, "errmsg": f"{_MESSAGES.get(code, 'refused')} {_RID}"})
