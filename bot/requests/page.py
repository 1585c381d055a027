"""The pages of requests: `/request` (form and receipt), `/request/status`, `/request/supplement`, `/request/voice`.

Rendered here, without JavaScript; nothing of what a person writes stands in an address, a log or a cache.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from ipaddress import ip_address
from typing import Protocol

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.loop.errors import FormInvalid, LoopError
from bot.requests import form as forms
from bot.requests.counter import Counter, lines
from bot.requests.guard import COOKIE, Guard
from bot.requests.request import Applicant, Delivery, State
from bot.requests.voices import OF_PEOPLE, Kind, Voices

LARGEST_FORM = 32 * 1024
_RATINGS = ((5, "很满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "很不满意"))
_EXPIRED = "页面打开太久，或者提交得太快，请再提交一次"
_FLOODING = "提交得太频繁，请过十分钟再试"
_NOT_FOUND = "没有查到：受理编号或者查询码不对"
_CHANNEL = "page"
_NAMES = ("applicant", "name", "contact", "content", "purpose", "delivery", "about_oneself")
_EMPTY = dict.fromkeys((*_NAMES, "number", "secret", "addition", "kind", "rating", "text"), "")


class Now(Protocol):
    """The time, aware of its zone."""

    def __call__(self) -> datetime:
        """The moment."""
        ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What the pages say of the college."""

    school: str
    workdays: int
    days: int


class RequestPages:
    """The handlers; everything they do stands in Counter and Voices."""

    def __init__(self, counter: Counter, voices: Voices, guard: Guard, now: Now, facts: Facts) -> None:
        self._counter = counter
        self._voices = voices
        self._guard = guard
        self._now = now
        self._facts = facts
        self._pages = Environment(
            loader=PackageLoader("bot.requests", "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._style = resources.files("bot.requests").joinpath("pages/style.css").read_bytes()

    def routes(self) -> list[web.RouteDef]:
        """What the application adds."""
        return [
            web.get("/request", self.form),
            web.post("/request", self.receive),
            web.get("/request/status", self.status),
            web.post("/request/status", self.look_up),
            web.post("/request/supplement", self.supplement),
            web.get("/request/voice", self.voice),
            web.post("/request/voice", self.take_voice),
            web.get("/request/style.css", self.style),
        ]

    async def form(self, request: web.Request) -> web.Response:
        """GET /request."""
        return self._form(request, _EMPTY, {})

    async def receive(self, request: web.Request) -> web.Response:
        """POST /request: the receipt, or the form again with what is to be mended (422); 429 for a flood."""
        fields, faults = await self._fields(request)
        if faults:
            return self._form(request, fields, faults)
        try:
            read = forms.read(fields)
            receipt = await asyncio.to_thread(self._counter.receive, read, _CHANNEL, self._now())
        except FormInvalid as error:
            return self._form(request, fields, error.faults)
        return self._page(request, "receipt.html", receipt=receipt)

    async def status(self, request: web.Request) -> web.Response:
        """GET /request/status."""
        return self._page(request, "status.html", fields=_EMPTY, found=[], unclear=False)

    async def look_up(self, request: web.Request) -> web.Response:
        """POST /request/status: how far a request is, to who knows its secret."""
        fields, faults = await self._fields(request)
        if not faults:
            number, secret = fields["number"], fields["secret"]
            found = await asyncio.to_thread(self._counter.look_up, number, secret)
            if found is not None:
                unclear = found.state is State.UNCLEAR
                return self._page(request, "status.html", fields=fields, found=lines(found), unclear=unclear)
            faults = {"number": _NOT_FOUND}
        shown = _EMPTY | {"number": fields["number"]}
        return self._page(request, "status.html", faults=faults, fields=shown, found=[], unclear=False)

    async def supplement(self, request: web.Request) -> web.Response:
        """POST /request/supplement: adds what was unclear."""
        fields, faults = await self._fields(request)
        number, secret = fields["number"], fields["secret"]
        if not faults:
            try:
                added = fields["addition"]
                found = await asyncio.to_thread(self._counter.supplement, number, secret, added, self._now())
                if found is not None:
                    return self._page(request, "status.html", fields=_EMPTY, found=lines(found), unclear=False)
                faults = {"number": _NOT_FOUND}
            except FormInvalid as error:
                faults = error.faults
            except LoopError as error:
                faults = {"addition": str(error)}
        return self._page(
            request, "status.html", faults=faults, fields=_EMPTY | {"number": number}, found=[], unclear=False
        )

    async def voice(self, request: web.Request) -> web.Response:
        """GET /request/voice."""
        return self._page(request, "voice.html", fields=_EMPTY, ratings=_RATINGS, done=0)

    async def take_voice(self, request: web.Request) -> web.Response:
        """POST /request/voice: takes a complaint or an appraisal."""
        fields, faults = await self._fields(request)
        done = 0
        if not faults:
            try:
                done = await asyncio.to_thread(self._take_voice, fields)
            except FormInvalid as error:
                faults = error.faults
        return self._page(request, "voice.html", faults=faults, fields=fields, ratings=_RATINGS, done=done)

    async def style(self, _: web.Request) -> web.Response:
        """GET /request/style.css."""
        return web.Response(body=self._style, content_type="text/css", headers={"Cache-Control": "max-age=3600"})

    def _take_voice(self, fields: Mapping[str, str]) -> int:
        kind = next((one for one in OF_PEOPLE if one == fields["kind"]), Kind.APPRAISAL)
        rating = fields["rating"]
        given = int(rating) if rating in {"1", "2", "3", "4", "5"} else None
        return self._voices.take(kind, fields["text"], given, _CHANNEL, self._now())

    async def _fields(self, request: web.Request) -> tuple[dict[str, str], dict[str, str]]:
        """The text fields of a form, and what forbids to take it."""
        if self._guard.is_flooding(_address(request)):
            raise web.HTTPTooManyRequests(text=_FLOODING, headers={"Retry-After": "600"})
        if (request.content_length or 0) > LARGEST_FORM:
            raise web.HTTPRequestEntityTooLarge(LARGEST_FORM, request.content_length or 0)
        posted = await request.post()
        fields = _EMPTY | {name: value for name, value in posted.items() if isinstance(value, str)}
        is_ours = self._guard.takes(fields.pop("token", ""), request.cookies.get(COOKIE, ""))
        # A program fills in what no person sees.
        is_person = not fields.pop("website", "")
        return fields, {} if is_ours and is_person else {"form": _EXPIRED}

    def _form(self, request: web.Request, fields: Mapping[str, str], faults: Mapping[str, str]) -> web.Response:
        choices = {"applicants": tuple(Applicant), "deliveries": tuple(Delivery)}
        limits = {"workdays": self._facts.workdays, "days": self._facts.days}
        return self._page(request, "form.html", faults=faults, fields=fields, **choices, **limits)

    def _page(
        self, request: web.Request, name: str, faults: Mapping[str, str] | None = None, **values: object
    ) -> web.Response:
        """A page with a fresh token; 422 where something is to be mended. It is kept by no cache."""
        cookie = request.cookies.get(COOKIE, "") or self._guard.new_cookie()
        told = {"school": self._facts.school, "faults": dict(faults or {}), "token": self._guard.token(cookie)}
        text = self._pages.get_template(name).render(**told, **values)
        response = web.Response(text=text, content_type="text/html", status=422 if faults else 200)
        response.headers["Cache-Control"] = "no-store"
        secure = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
        response.set_cookie(COOKIE, cookie, path="/request", httponly=True, samesite="Strict", secure=secure)
        return response


def _address(request: web.Request) -> str:
    """Where a form comes from: what nginx on this machine says, else who is connected."""
    remote = request.remote or ""
    try:
        is_local = ip_address(remote).is_loopback
    except ValueError:
        is_local = False
    return request.headers.get("X-Real-IP", remote) if is_local else remote
