"""The console's pages as HTML; whatever a notice, a file name or a question holds is shown, never interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.staff import wording
from bot.staff.account import Role
from bot.staff.loop_wording import by_in_words, step_in_words, why_in_words
from bot.staff.visit import Reply, Visit
from knowledge import wording as fields

_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the menu."""

    path: str
    name: str
    needs: frozenset[Role]

    def leads_to(self, here: str) -> bool:
        """Whether the page `here` is this one or below it."""
        return here == self.path or (self.path != "/staff" and here.startswith(self.path.removesuffix("s")))


MENU = (
    Way("/staff", "待办", frozenset(Role)),
    Way("/staff/notices", "通知", frozenset(Role)),
    Way("/staff/gaps", "提问", frozenset(Role)),
    Way("/staff/upload", "上传", frozenset({Role.OFFICER, Role.REVIEWER})),
    Way("/staff/publish", "发布", frozenset({Role.REVIEWER, Role.ADMINISTRATOR})),
    Way("/staff/try", "试问", frozenset(Role)),
    Way("/staff/pins", "固定答案", frozenset(Role)),
    Way("/staff/vocabulary", "词表", frozenset(Role)),
    Way("/staff/requests", "申请", frozenset({Role.REVIEWER, Role.ADMINISTRATOR})),
    Way("/staff/trail", "记录", frozenset({Role.REVIEWER, Role.ADMINISTRATOR})),
    Way("/staff/people", "人员", frozenset({Role.ADMINISTRATOR})),
)
"""What a page adds to the menu is one line here."""

DONE = {
    "submitted": "已提交。",
    "approved": "已批准公开；发布之后即可被问到。",
    "checked": "已记录审查通过，等待批准公开。",
    "rejected": "已退回。",
    "withdrawn": "已撤回：从现在起不再被引用。",
    "restored": "已恢复。",
    "extended": "已修改有效期。",
    "returned": "已退回到选定的版本。",
    "corrected": "已更正。",
    "unchanged": "内容与原来相同，没有改动。",
    "discarded": "已放弃这次上传。",
    "rolled_back": "已退回上一版，几秒后生效。",
    "password": "密码已设置，请登录。",
    "signed_out": "已退出。",
    "added": "已新增账号。",
    "changed": "已修改账号。",
    "answered": "已答复：问过的人下次来时会看到。",
    "assigned": "已改派。",
    "joined": "已并入这个问题。",
    "closed": "已关闭。",
    "reopened": "已重新打开。",
    "drafted": "已做成通知草稿，等待审查。",
    "replied": "已答复：申请人凭编号和查询码可以看到。",
    "prolonged": "已延期，请把理由告知申请人。",
    "settled": "已办结。",
    "pinned": "已固定：从下一个回答起生效。",
    "unpinned": "已移除：从下一个回答起不再使用。",
    "repinned": "已恢复。",
    "word_added": "已增加，下面是现在的读法。",
    "word_removed": "已删去。",
    "running": "正在发布，请等它完成。",
}
"""What has just been done, by the word in the address: no address can put words of its own into a page."""


def page(visit: Visit, template: str, /, status: int = 200, **values: object) -> Reply:
    """The template filled with `values`, in the console's frame."""
    account = visit.account
    menu = [way for way in MENU if account and account.role in way.needs]
    here = visit.address.partition("?")[0]
    open_way = next((way.path for way in menu if way.leads_to(here)), "")
    done = DONE.get(visit.query.get("done", ""), "")
    frame = {"account": account, "menu": menu, "open_way": open_way, "token": visit.token, "done": done}
    return Reply(_environment().get_template(template).render(**frame, **values), status)


def refusal(visit: Visit, status: int, why: str) -> Reply:
    """The page that says why something was not done."""
    return page(visit, "refusal.html", status, why=why)


def day(moment: date | float | None) -> str:
    """A day, or a moment (Unix time or aware of its zone) as people in the college read it."""
    if moment is None:
        return "—"
    if isinstance(moment, int | float):
        moment = datetime.fromtimestamp(moment, UTC)
    if isinstance(moment, datetime):
        return moment.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M")
    return moment.isoformat()


def address(path: str, **query: object) -> str:
    """A path of the console with its query; empty values are left out."""
    asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return f"/staff{path}{'?' if asked else ''}{asked}"


def named(value: str, names: Mapping[str, str]) -> str:
    """What a value is called; itself where it has no name."""
    return names.get(value, value)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.staff", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "named": named}
    environment.filters |= {word.__name__: word for word in (step_in_words, why_in_words, by_in_words)}
    environment.globals |= {
        "address": address,
        "words": {
            "states": wording.STATES,
            "actions": wording.ACTIONS,
            "pins": wording.PINS,
            "pin_actions": wording.PIN_ACTIONS,
            "deeds": wording.DEEDS,
            "masked": wording.MASKED,
            "withheld": wording.WITHHELD,
            "places": wording.PLACES,
            "intents": wording.INTENTS,
            "wants": wording.WANTS,
            "fields": fields.FIELDS,
        },
        "fields_in_words": fields.fields_in_words,
        "reason_in_words": wording.reason_in_words,
    }
    return environment
