"""`gongkai staff`: the accounts of the staff console. No password is ever an argument: it is typed, or set by a link."""

import getpass
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.staff.account import Account, Role
from bot.staff.file import connect
from bot.staff.roster import Roster
from scripts import console, options, sections, settings

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Keep the accounts of the staff console (/staff).")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The person, as the audit trail shall name them.")]
OfRole = Annotated[Role, typer.Option("--role", help="officer: 信息员 of an office; reviewer: 审核; administrator.")]
Office = Annotated[str, typer.Option(metavar="TEXT", help="The office of an officer, as notices name it.")]
Prompt = Annotated[bool, typer.Option("--prompt", help="Type the password now, instead of a link that sets it.")]


@app.command()
def add(
    name: Name,
    role: OfRole,
    *,
    office: Office = "",
    prompt: Prompt = False,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Add a person, and say by which link they set their password; it holds for three days, once."""
    with _roster(settings.load(config, data)) as roster:
        typed = _typed() if prompt else None
        actor = options.actor(by)
        roster.add(Account(name, role, office), actor)
        _give_password(roster, name, actor, typed)


@app.command("list")
def list_(as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None) -> None:
    """List the accounts."""
    with _roster(settings.load(config, data)) as roster:
        accounts = roster.accounts()
    if as_json:
        keys = ("name", "role", "office", "is_enabled", "has_password")
        console.write_json([{key: getattr(one, key) for key in keys} for one in accounts])
        return
    table = Table("Name", "Role", "Office", "State", box=None)
    for one in accounts:
        state = "disabled" if not one.is_enabled else "active" if one.has_password else "no password yet"
        table.add_row(escape(one.name), one.role, escape(one.office), state)
    console.OUT.print(table)


@app.command()
def password(
    name: Name, *, prompt: Prompt = False, by: options.By = "", config: options.Config = None, data: options.Data = None
) -> None:
    """Say a link by which a person sets a new password, or take it here; a new password signs out everywhere."""
    with _roster(settings.load(config, data)) as roster:
        _give_password(roster, roster.known(name).name, options.actor(by), _typed() if prompt else None)


@app.command()
def role(
    name: Name,
    new: OfRole,
    office: Office = "",
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Give a person another role or office."""
    with _roster(settings.load(config, data)) as roster:
        roster.set_role(name, new, office, options.actor(by))
        console.say(f"{name} is {new}{f' of {office}' if office else ''} now, and has to sign in again.")


@app.command()
def disable(name: Name, by: options.By = "", config: options.Config = None, data: options.Data = None) -> None:
    """Close an account; the person is signed out everywhere at once. What they did stays in the trail."""
    with _roster(settings.load(config, data)) as roster:
        roster.enable(name, options.actor(by), is_enabled=False)
        console.say(f"{name} is disabled and signed out.")


@app.command()
def enable(name: Name, by: options.By = "", config: options.Config = None, data: options.Data = None) -> None:
    """Open a closed account again."""
    with _roster(settings.load(config, data)) as roster:
        roster.enable(name, options.actor(by), is_enabled=True)
        console.say(f"{name} is enabled.")


@app.command()
def audit(as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None) -> None:
    """Show what was done in the console that is no step of a notice: accounts, uploads, publishes."""
    with _roster(settings.load(config, data)) as roster:
        deeds = roster.deeds()
    if as_json:
        keys = ("by", "action", "subject", "detail")
        console.write_json([{"at": one.at.isoformat()} | {key: getattr(one, key) for key in keys} for one in deeds])
        return
    table = Table("When", "Who", "What", "Whom or what", "", box=None)
    for one in deeds:
        when = one.at.astimezone(sections.CHINA).strftime("%Y-%m-%d %H:%M:%S")
        table.add_row(when, *map(escape, (one.by, one.action, one.subject, one.detail)))
    console.OUT.print(table)


def _give_password(roster: Roster, name: str, by: str, typed: str | None) -> None:
    if typed is not None:
        roster.set_password(name, typed, by)
        console.say(f"{name} can sign in at /staff.")
        return
    token = roster.link(name, by)
    console.say(f"{name} sets a password within three days, once, at the service's address followed by:")
    console.OUT.print(f"/staff/welcome/{token}", markup=False, soft_wrap=True)


def _typed() -> str:
    """The password: unseen at a terminal, else the first line of standard input."""
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


@contextmanager
def _roster(configured: settings.Settings) -> Iterator[Roster]:
    engine = connect(configured.data.staff)
    try:
        yield Roster(engine, time.time)
    finally:
        engine.dispose()
