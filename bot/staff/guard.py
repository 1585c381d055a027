"""The border of the console: who is it, may they, was the form ours; then the page, in a thread of the console's own.

No page runs before all that has been answered, and none of it is left to a page.
"""

import asyncio
import hmac
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.errors import BotError, StaffRefused
from bot.health import ANSWERER
from bot.staff import render
from bot.staff.console import CONSOLE, PREFIX, Console
from bot.staff.door import Caller
from bot.staff.file import secret
from bot.staff.visit import ANYBODY, Explains, Page, Reply, Upload, Visit, form_token
from bot.staff.wording import in_words
from knowledge.errors import KnowledgeError

COOKIE, DEVICE = "gongkai_staff", "gongkai_device"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_DEVICE_SECONDS = 180 * 86400
_FORM_BYTES = 256 * 1024
_PIECE = 64 * 1024

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Guarded:
    """A page behind the border; aiohttp calls `handle`."""

    page: Page

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The page's reply, or why there is none, with the headers and cookies of the console."""
        console = request.app[CONSOLE]
        visit = _arrival(request, console)
        aside = tempfile.TemporaryDirectory(prefix="gongkai-upload-") if self.page.takes_file else nullcontext("")
        with aside as folder:
            reply = await self._reply(request, visit, Path(folder))
        return _response(request, visit, reply)

    async def _reply(self, request: web.Request, visit: Visit, folder: Path) -> Reply:
        visit, refusal = await _run(visit.console, lambda: self._admit(visit))
        if refusal is not None:
            return refusal
        if request.method == "POST":
            try:
                visit = await _received(request, visit, self.page, folder)
            except StaffRefused as error:
                why = str(error)
                return await _run(visit.console, lambda: render.refusal(visit, 400, why))
        return await _run(visit.console, lambda: self._shown(visit))

    def _admit(self, visit: Visit) -> tuple[Visit, Reply | None]:
        """The visit with the person who makes it; a reply instead where they may not."""
        name = visit.console.sessions.find(visit.session) if visit.session else None
        account = visit.console.roster.find(name) if name else None
        if account is not None and account.is_enabled:
            visit = replace(visit, account=account)
        if self.page.needs is ANYBODY or (visit.account is not None and visit.account.role in self.page.needs):
            return visit, None
        if visit.account is not None:
            return visit, render.refusal(visit, 403, "这一页不归您的角色办理。")
        if self.page.method == "GET":
            return visit, Reply(status=303, location=f"{PREFIX}/sign-in?next={quote(visit.address)}")
        return visit, render.refusal(visit, 401, "登录已过期，请重新登录后再提交。")

    def _shown(self, visit: Visit) -> Reply:
        try:
            return self.page.show(visit)
        except (KnowledgeError, BotError) as error:
            return render.refusal(visit, 409, in_words(error))


def _arrival(request: web.Request, console: Console) -> Visit:
    """What of a request is known before its body; a browser without a cookie gets one with the first page."""
    cookie = request.cookies.get(COOKIE, "") or secret()
    answerer = request.app[ANSWERER]
    caller = Caller(_address(request, console), request.cookies.get(DEVICE, ""))
    return Visit(
        console=console,
        address=request.path_qs,
        token=form_token(cookie),
        caller=caller,
        session=cookie,
        params=dict(request.match_info),
        query=dict(request.query),
        engine=answerer.engine if isinstance(answerer, Explains) else None,
    )


def _address(request: web.Request, console: Console) -> str:
    remote = request.remote or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and remote in console.premises.settings.proxies else remote


async def _received(request: web.Request, visit: Visit, page: Page, folder: Path) -> Visit:
    """The visit with the form that was sent; the token is looked at before any file is taken. Raises StaffRefused."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise StaffRefused("这个表单不是从本站提交的。")
    if request.content_type == "multipart/form-data" and page.takes_file:
        return await _multipart(request, visit, folder)
    try:
        sent = await request.post()
    except (web.HTTPRequestEntityTooLarge, ValueError):
        raise StaffRefused("提交的内容太长。") from None
    visit = replace(visit, form={name: value for name, value in sent.items() if isinstance(value, str)})
    _check(visit)
    return visit


async def _multipart(request: web.Request, visit: Visit, folder: Path) -> Visit:
    form: dict[str, str] = {}
    size = 0
    most = visit.console.premises.settings.upload_mb * 2**20
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise StaffRefused("提交的内容读不懂，请重新选择文件。")
            if part.filename:
                _check(replace(visit, form=form))
                visit = replace(visit, upload=await _stored(part, folder / "upload", most))
                continue
            text = await part.read_chunk(_FORM_BYTES)
            size += len(text)
            if size > _FORM_BYTES or (not part.at_eof() and await part.read_chunk(1)):
                raise StaffRefused("提交的内容太长。")
            form[part.name] = text.decode("utf-8", "replace")
    except (ValueError, AssertionError):
        raise StaffRefused("提交的内容读不懂，请重新选择文件。") from None
    visit = replace(visit, form=form)
    _check(visit)
    return visit


async def _stored(part: BodyPartReader, path: Path, most: int) -> Upload:
    """The file on disk, never whole in memory; StaffRefused as soon as it is too large."""
    size = 0
    with path.open("wb") as target:
        while piece := await part.read_chunk(_PIECE):
            size += len(piece)
            if size > most:
                raise StaffRefused(f"文件超过 {most // 2**20} MB 的上限；请拆分，或压缩其中的图片。")
            await asyncio.to_thread(target.write, piece)
    return Upload(part.filename or "", path, size)


def _check(visit: Visit) -> None:
    if not hmac.compare_digest(visit.form.get("token", "").encode(), visit.token.encode()):
        raise StaffRefused("这个表单已经失效：请返回，刷新页面后再提交。")


async def _run(console: Console, work: Callable[[], _Made]) -> _Made:
    return await asyncio.get_running_loop().run_in_executor(console.workers, work)


def _response(request: web.Request, visit: Visit, reply: Reply) -> web.Response:
    response = web.Response(status=reply.status, text=reply.body, content_type=reply.content_type, charset="utf-8")
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = f"private, max-age={reply.keep_seconds}" if reply.keep_seconds else "no-store"
    if reply.location:
        response.headers["Location"] = reply.location
    is_secure = request.scheme == "https" or _told_https(request, visit.console)
    if reply.session is not None or (COOKIE not in request.cookies and not reply.keep_seconds):
        value = visit.session if reply.session is None else reply.session or secret()
        response.set_cookie(COOKIE, value, path=PREFIX, httponly=True, samesite="Strict", secure=is_secure)
    if reply.device:
        response.set_cookie(
            DEVICE,
            reply.device,
            path=f"{PREFIX}/sign-in",
            max_age=_DEVICE_SECONDS,
            httponly=True,
            samesite="Strict",
            secure=is_secure,
        )
    return response


def _told_https(request: web.Request, console: Console) -> bool:
    told = request.headers.get("X-Forwarded-Proto", "").lower() == "https"
    return told and (request.remote or "") in console.premises.settings.proxies
