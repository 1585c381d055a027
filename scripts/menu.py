"""`gongkai menu`: the account's menu from a file or one of the themes that come with the program."""

import asyncio
import difflib
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import ApiRefused
from bot.wechat import menu
from bot.wechat.keywords import Keywords, from_wechat
from bot.wechat.menu import Menu
from bot.wechat.problems import Remedy
from bot.wechat.wire import Request
from scripts.calling import api
from scripts.console import OUT, say
from scripts.errors import CommandError
from scripts.options import Config, Data
from scripts.settings import Settings, load

CURRENT = Request("/cgi-bin/get_current_selfmenu_info")
REPLIES = Request("/cgi-bin/get_current_autoreply_info")
CREATE = "/cgi-bin/menu/create"

app = typer.Typer(add_completion=False, no_args_is_help=True)
File = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A menu file, instead of the settings'.")]
Theme = Annotated[str, typer.Option(metavar="NAME", help=f"One that comes with the program: {', '.join(menu.THEMES)}.")]


@app.callback()
def about() -> None:
    """Push, pull and compare the account's menu; a tap on it asks its question."""


@app.command()
def show(file: File = None, theme: Theme = "", config: Config = None, data: Data = None) -> None:
    """Print the menu that would be pushed, as the file it can be changed in; WeChat is not asked."""
    typer.echo(wanted(load(config, data), file, theme).to_yaml(), nl=False)


@app.command()
def push(file: File = None, theme: Theme = "", config: Config = None, data: Data = None) -> None:
    """Make it the account's menu, once its limits are checked; people see it within five minutes."""
    settings = load(config, data)
    chosen = wanted(settings, file, theme)
    asyncio.run(_push(settings, chosen))
    say("the menu is pushed; people see it when they next open the account, five minutes later at most")


@app.command()
def pull(config: Config = None, data: Data = None) -> None:
    """Print the account's menu as a file, also one that was made by hand in the platform."""
    current = asyncio.run(_pull(load(config, data)))
    if not current.columns:
        say("the account has no menu")
        return
    typer.echo(current.to_yaml(), nl=False)


@app.command()
def diff(file: File = None, theme: Theme = "", config: Config = None, data: Data = None) -> None:
    """Print what a push would change; exit status 1 where there is a difference."""
    settings = load(config, data)
    chosen = wanted(settings, file, theme)
    current = asyncio.run(_pull(settings))
    lines = list(
        difflib.unified_diff(list(current.lines()), list(chosen.lines()), "account", "file", lineterm="", n=20)
    )
    for line in lines:
        OUT.print(line, markup=False, soft_wrap=True)
    if lines:
        raise typer.Exit(1)
    say("the account has this menu")


@app.command()
def keywords(config: Config = None, data: Data = None) -> None:
    """Print the account's keyword replies and welcome as a file for `wechat.keywords`; best before the server is connected."""
    typer.echo(asyncio.run(_keywords(load(config, data))).to_yaml(), nl=False)


def wanted(settings: Settings, file: Path | None, theme: str) -> Menu:
    """The menu of `file`, else of `theme`, else what the settings say. Raises MenuInvalid, CommandError."""
    if file and theme:
        raise CommandError("give --file or --theme, not both")
    source = file or (None if theme else settings.menu.file)
    if source is None:
        return menu.theme(theme or settings.menu.theme)
    try:
        return menu.parse(source.read_text(encoding="utf-8"), str(source))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{source} cannot be read as UTF-8 text") from error


async def _push(settings: Settings, chosen: Menu) -> None:
    async with api(settings) as opened:
        await opened.call(Request(CREATE, chosen.to_wechat()))


async def _pull(settings: Settings) -> Menu:
    async with api(settings) as opened:
        try:
            return menu.from_wechat((await opened.call(CURRENT)).fields)
        except ApiRefused as refused:
            if refused.remedy is Remedy.ABSENT:
                return Menu(())
            raise


async def _keywords(settings: Settings) -> Keywords:
    async with api(settings) as opened:
        return from_wechat((await opened.call(REPLIES)).fields)
