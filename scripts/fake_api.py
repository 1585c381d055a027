"""`gongkai fake-api`: a stand-in for WeChat's API on this machine, to try everything without an account."""

import asyncio
import time
from typing import Annotated

import typer

from bot.server import serve_until_signalled
from bot.settings import ServerSettings
from bot.simulator.api import FakeApi
from bot.simulator.api_account import FakeAccount, Rights
from scripts.console import OUT
from scripts.errors import CommandError
from scripts.options import Config, Data
from scripts.settings import load

_RIGHTS = {"verified": Rights(), "unverified": Rights(verified=False), "sandbox": Rights(sandbox=True)}


def run(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8090,
    account: Annotated[str, typer.Option(help="Its rights: verified, unverified or sandbox.")] = "verified",
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND[@PATH]", help="Always fail: an error code, hang, cut or html; PATH for one call only."
        ),
    ] = None,
    config: Config = None,
    data: Data = None,
) -> None:
    """Run a fake of WeChat's API; point GONGKAI_WECHAT__API_BASE at it.

    It takes the app id and secret of the settings, and everybody for somebody who has just written.
    """
    if account not in _RIGHTS:
        raise typer.BadParameter(f"expected {', '.join(_RIGHTS)}, got {account}")
    wechat = load(config, data).wechat
    if not wechat.calls_out:
        raise CommandError("the fake needs GONGKAI_WECHAT__APP_ID and GONGKAI_WECHAT__SECRET, any made-up ones")
    fake = FakeApi(
        FakeAccount(wechat.app_id, wechat.secret.get_secret_value(), time.time, _RIGHTS[account], lenient=True)
    )
    for kind, _, path in (one.partition("@") for one in fault or []):
        fake.fail(kind, path, times=-1)
    asyncio.run(serve_until_signalled(fake.app(), ServerSettings(host=host, port=port), _announce))


def _announce(address: str) -> None:
    OUT.print(f"fake API   {address}   (export GONGKAI_WECHAT__API_BASE={address})", markup=False, soft_wrap=True)
