"""Signing in and out, the link by which a person sets the first password, and one's own account."""

import re

from bot.errors import StaffRefused
from bot.staff import render
from bot.staff.account import LEAST_PASSWORD
from bot.staff.visit import ANYBODY, EVERYBODY, Page, Reply, Visit, see

_OURS = re.compile(r"/staff(?:[/?][\w\-./?=&%+~]*)?", re.ASCII)


def safe(after: str) -> str:
    """Where to go after the sign-in: a page of the console, whatever the address said."""
    return after if _OURS.fullmatch(after) and "//" not in after and "sign-in" not in after else "/staff"


def ask(visit: Visit) -> Reply:
    """GET /staff/sign-in; without any account, how to make the first."""
    after = safe(visit.query.get("next", ""))
    if visit.account is not None:
        return see(after)
    return render.page(visit, "sign_in.html", after=after, name="", why="", is_new=not visit.console.roster.accounts())


def enter(visit: Visit) -> Reply:
    """POST /staff/sign-in: a new session, never the id that the browser came with."""
    name, after = visit.form.get("name", "").strip(), safe(visit.form.get("next", ""))
    console = visit.console
    verdict = console.door.knock(name, visit.form.get("password", ""), visit.caller)
    if not verdict.is_let_in:
        why = "姓名或密码不对。" if not verdict.wait else f"尝试次数太多，请 {_wait(verdict.wait)} 后再试。"
        status = 429 if verdict.wait else 403
        return render.page(visit, "sign_in.html", status, after=after, name=name, why=why, is_new=False)
    console.sessions.close(visit.session)
    return Reply(status=303, location=after, session=console.sessions.open(name), device=console.door.remember(name))


def _wait(seconds: float) -> str:
    return f"{seconds / 60:.0f} 分钟" if seconds >= 90 else f"{max(seconds, 1):.0f} 秒"


def leave(visit: Visit) -> Reply:
    """POST /staff/sign-out."""
    visit.console.sessions.close(visit.session)
    return Reply(status=303, location=render.address("/sign-in", done="signed_out"), session="")


def leave_everywhere(visit: Visit) -> Reply:
    """POST /staff/me/sign-out: all sessions of this person, in every browser."""
    visit.console.sessions.close_all(visit.who.name)
    return Reply(status=303, location=render.address("/sign-in", done="signed_out"), session="")


def me(visit: Visit) -> Reply:
    """GET /staff/me."""
    return render.page(visit, "me.html", least=LEAST_PASSWORD, why="")


def change_password(visit: Visit) -> Reply:
    """POST /staff/me/password: with the old one, because the screen may have been left open."""
    name = visit.who.name
    verdict = visit.console.door.knock(name, visit.form.get("old", ""), visit.caller)
    if not verdict.is_let_in:
        why = "现在的密码不对。" if not verdict.wait else f"请 {_wait(verdict.wait)} 后再试。"
        return render.page(visit, "me.html", 400, least=LEAST_PASSWORD, why=why)
    try:
        visit.console.roster.set_password(name, _twice(visit), name)
    except StaffRefused as error:
        return render.page(visit, "me.html", 400, least=LEAST_PASSWORD, why=str(error))
    return Reply(status=303, location=render.address("/sign-in", done="password"), session="")


def welcome(visit: Visit) -> Reply:
    """GET /staff/welcome/SECRET: the form that sets a password."""
    return _welcome(visit, "")


def set_first_password(visit: Visit) -> Reply:
    """POST /staff/welcome/SECRET: sets it; the link is then used up."""
    account = visit.console.roster.linked(visit.params["secret"])
    if account is None:
        return _welcome(visit, "")
    try:
        visit.console.roster.set_password(account.name, _twice(visit), account.name)
    except StaffRefused as error:
        return _welcome(visit, str(error))
    return Reply(status=303, location=render.address("/sign-in", done="password"), session="")


def _welcome(visit: Visit, why: str) -> Reply:
    account = visit.console.roster.linked(visit.params["secret"])
    if account is None:
        return render.refusal(visit, 404, "这个链接已用过或已过期，请管理员重新发一个。")
    return render.page(visit, "welcome.html", 400 if why else 200, person=account, least=LEAST_PASSWORD, why=why)


def _twice(visit: Visit) -> str:
    password = visit.form.get("password", "")
    if password != visit.form.get("again", ""):
        raise StaffRefused("两次输入的密码不一样")
    return password


PAGES = (
    Page("GET", "/sign-in", ANYBODY, ask),
    Page("POST", "/sign-in", ANYBODY, enter),
    Page("GET", "/welcome/{secret}", ANYBODY, welcome),
    Page("POST", "/welcome/{secret}", ANYBODY, set_first_password),
    Page("POST", "/sign-out", EVERYBODY, leave),
    Page("GET", "/me", EVERYBODY, me),
    Page("POST", "/me/password", EVERYBODY, change_password),
    Page("POST", "/me/sign-out", EVERYBODY, leave_everywhere),
)
