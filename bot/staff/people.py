"""The accounts of the console, for the administrator: the same as `gongkai staff`."""

from bot.errors import StaffRefused
from bot.staff import render
from bot.staff.account import Account, Role
from bot.staff.visit import Page, Reply, Visit, see

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


def people(visit: Visit) -> Reply:
    """GET /staff/people."""
    return _people(visit)


def add(visit: Visit) -> Reply:
    """POST /staff/people/add: a new account, and the link that sets its password, shown once."""
    name = visit.form.get("name", "").strip()
    visit.console.roster.add(Account(name, _role(visit), _office(visit)), visit.who.name)
    return _people(visit, name, visit.console.roster.link(name, visit.who.name))


def link(visit: Visit) -> Reply:
    """POST /staff/people/link: a new link for somebody who has forgotten the password, shown once."""
    name = visit.console.roster.known(visit.form.get("name", "")).name
    return _people(visit, name, visit.console.roster.link(name, visit.who.name))


def change(visit: Visit) -> Reply:
    """POST /staff/people/role."""
    visit.console.roster.set_role(visit.form.get("name", ""), _role(visit), _office(visit), visit.who.name)
    return see(render.address("/people", done="changed"))


def enable(visit: Visit) -> Reply:
    """POST /staff/people/enable: opens or closes an account."""
    is_enabled = visit.form.get("is_enabled") == "yes"
    visit.console.roster.enable(visit.form.get("name", ""), visit.who.name, is_enabled=is_enabled)
    return see(render.address("/people", done="changed"))


def _people(visit: Visit, name: str = "", secret: str = "") -> Reply:
    accounts = visit.console.roster.accounts()
    offices = visit.console.premises.offices
    return render.page(
        visit, "people.html", accounts=accounts, roles=list(Role), offices=offices, new=name, secret=secret
    )


def _role(visit: Visit) -> Role:
    try:
        return Role(visit.form.get("role", ""))
    except ValueError:
        raise StaffRefused("请选择角色。") from None


def _office(visit: Visit) -> str:
    return " ".join(visit.form.get("office", "").split())[:100]


PAGES = (
    Page("GET", "/people", ADMINISTRATORS, people),
    Page("POST", "/people/add", ADMINISTRATORS, add),
    Page("POST", "/people/link", ADMINISTRATORS, link),
    Page("POST", "/people/role", ADMINISTRATORS, change),
    Page("POST", "/people/enable", ADMINISTRATORS, enable),
)
