"""A college with a console, and browsers at it."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import CookieJar
from pytest_aiohttp.plugin import AiohttpClient

from bot.staff.console import open_console
from tests.fakes.notices import FEES, LIBRARY, cut, save
from tests.fakes.staff import Browser, College
from tests.fakes.wechat import Service

# What needs the real command says so; no publish is started by the way.
NO_COMMAND = (sys.executable, "-c", "raise SystemExit(1)")
Open = Callable[..., Awaitable[Browser]]


@pytest.fixture
def college(tmp_path: Path) -> College:
    """Three people; a published notice of the 财务处, one that waits, one of another office."""
    made = College(tmp_path, command=NO_COMMAND)
    made.enrol()
    with made.store() as store:
        save(store, FEES, LIBRARY, cut("refund", "退费办法", "退费须在十日内申请。", department="财务处收费科"))
        for known in ("fees", "library"):
            store.approve(known, "王", store.audit(known)[-1].at)  # type: ignore[arg-type]  # plain ids and names
    return made


@pytest.fixture
def real(college: College) -> College:
    """The college with the real command `gongkai`."""
    college.command = College(college.folder).command
    return college


@pytest.fixture
def service(college: College) -> Service:
    return Service(staff=open_console(college.premises()))


@pytest.fixture
def browse(service: Service, aiohttp_client: AiohttpClient) -> Open:
    """Opens a browser; with a name, one in which that person has signed in."""
    clients: list[object] = []

    async def open_browser(name: str = "") -> Browser:
        if not clients:
            clients.append(await aiohttp_client(service.app(), cookie_jar=CookieJar(unsafe=True)))
            browser = Browser(clients[0])  # type: ignore[arg-type]  # a test client
        else:
            server = clients[0].server  # type: ignore[attr-defined]  # the first one's
            browser = Browser(await aiohttp_client(server, cookie_jar=CookieJar(unsafe=True)))
        if name:
            assert (await browser.sign_in(name)).status == 303
        return browser

    return open_browser
