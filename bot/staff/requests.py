"""Requests for disclosure (依申请公开) and voices (举报、评议): what is due first, and one request with its reply.

What an applicant gave stands on the page of the one request alone, for those whose work it is, and in no trail or log.
"""

from collections.abc import Callable, Mapping

from bot.errors import StaffRefused
from bot.loop.errors import LoopError
from bot.requests.register import LONGEST_REPLY
from bot.requests.request import Reply as Kind
from bot.requests.request import Request, State
from bot.staff import render
from bot.staff.account import Role
from bot.staff.visit import Page, Reply, Visit, see
from bot.staff.wording import in_words
from knowledge.audit import Act, Actor

HANDLERS = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
"""Whose work they are: the office that receives them (党政办公室) reviews, and no other office sees applicants."""
OPEN = frozenset({State.RECEIVED, State.UNCLEAR})
PER_PAGE = 50
_LONGEST_REASON = 500
_TYPED = dict.fromkeys(("step", "kind", "text", "reason"), "")


def desk(visit: Visit) -> Reply:
    """GET /staff/requests?state=all&page=: requests due first, without what the applicants gave."""
    state = visit.query.get("state", "")
    found = visit.console.loop.register.list(tuple(State) if state == "all" else OPEN)
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(max(int(given) if (given := visit.query.get("page", "1")).isdecimal() else 1, 1), pages)
    return render.page(
        visit,
        "requests.html",
        requests=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        found=len(found),
        number=number,
        pages=pages,
        asked={"state": state},
        today=visit.console.today,
    )


def show(visit: Visit, why: str = "", typed: Mapping[str, str] | None = None) -> Reply:
    """GET /staff/requests/NUMBER; after a refused step with what was typed, and why it was refused."""
    found = _asked(visit)
    return render.page(
        visit,
        "request.html",
        400 if why else 200,
        request=found,
        why=why,
        typed=_TYPED | dict(typed or {}),
        today=visit.console.today,
        kinds=list(Kind),
        longest=LONGEST_REPLY,
        is_open=found.state is State.RECEIVED,
    )


def _reply(visit: Visit, number: str) -> str:
    try:
        kind = Kind(visit.form.get("kind", ""))
    except ValueError:
        raise StaffRefused("请选择六种答复中的一种。") from None
    text = visit.form.get("text", "").replace("\r\n", "\n")
    visit.console.loop.register.reply(number, kind, text, _act(visit, ""))
    return "replied"


def _extend(visit: Visit, number: str) -> str:
    visit.console.loop.register.extend(number, _act(visit, visit.form.get("reason", "").strip()[:_LONGEST_REASON]))
    return "prolonged"


STEPS: Mapping[str, Callable[[Visit, str], str]] = {"reply": _reply, "extend": _extend}


def take(visit: Visit) -> Reply:
    """POST /staff/requests/NUMBER: the reply, or more time with the reason."""
    number = _asked(visit).number
    act = STEPS.get(visit.form.get("step", ""))
    if act is None:
        raise StaffRefused("没有这一步。")
    try:
        return see(render.address(f"/requests/{number}", done=act(visit, number)))
    except (StaffRefused, LoopError) as error:
        return show(visit, in_words(error), visit.form)


def _asked(visit: Visit) -> Request:
    return visit.console.loop.register.show(visit.params["number"][:40])


def _act(visit: Visit, reason: str) -> Act:
    return Act(Actor(visit.who.name), visit.console.premises.now(), reason)


PAGES = (
    Page("GET", "/requests", HANDLERS, desk),
    Page("GET", "/requests/{number}", HANDLERS, show),
    Page("POST", "/requests/{number}", HANDLERS, take),
)
