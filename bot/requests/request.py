"""A request for disclosure (依申请公开): what the law lets the college ask, the six kinds of reply, and where it stands.

高等学校信息公开办法 (教育部令第29号) §§9, 17, 18: a reply within fifteen working days, extended once.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.loop.trail import Step


class Applicant(StrEnum):
    """Who asks."""

    CITIZEN = "citizen"
    ORGANISATION = "organisation"

    @property
    def chinese(self) -> str:
        """As forms say it."""
        return {"citizen": "公民", "organisation": "法人或者其他组织"}[self.value]


class Delivery(StrEnum):
    """How the applicant wants to get it."""

    MAILBOX = "mailbox"
    POST = "post"
    VISIT = "visit"

    @property
    def chinese(self) -> str:
        """As forms say it."""
        return {"mailbox": "电子邮件", "post": "邮寄", "visit": "当面领取或查阅"}[self.value]


class Reply(StrEnum):
    """The six kinds of reply."""

    DISCLOSED = "disclosed"
    REFUSED = "refused"
    ABSENT = "absent"
    PARTLY = "partly"
    UNCLEAR = "unclear"
    REPEATED = "repeated"

    @property
    def chinese(self) -> str:
        """As replies and reports say it."""
        return _REPLIES[self]


_REPLIES = {
    Reply.DISCLOSED: "属于公开范围，告知获取方式和途径",
    Reply.REFUSED: "不予公开，说明理由",
    Reply.ABSENT: "不属于本校职责范围或者信息不存在",
    Reply.PARTLY: "部分公开，区分处理",
    Reply.UNCLEAR: "内容不明确，告知更改、补充",
    Reply.REPEATED: "重复申请，告知不再重复处理",
}


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    UNCLEAR = "unclear"
    REPLIED = "replied"
    ABANDONED = "abandoned"

    @property
    def chinese(self) -> str:
        """As receipts say it."""
        return _STATES[self]


_STATES = {
    State.RECEIVED: "办理中",
    State.UNCLEAR: "待申请人补充",
    State.REPLIED: "已答复",
    State.ABANDONED: "逾期未补充，视为放弃",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What an applicant gives, and no more: no identity number is asked for. Not shown in logs."""

    applicant: Applicant
    name: str = field(repr=False)
    contact: str = field(repr=False)
    content: str = field(repr=False)
    purpose: str = field(repr=False)
    delivery: Delivery = Delivery.MAILBOX
    about_oneself: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant keeps: the number, and the secret by which they see how far it is; it is shown once."""

    number: str
    secret: str = field(repr=False)
    due: date


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `form` and `text` are None and "" once the data of the applicant were deleted."""

    number: str
    applicant: Applicant
    channel: str
    received: date
    due: date
    extended: bool
    state: State
    item: int | None
    reply: Reply | None = None
    replied: date | None = None
    form: Form | None = None
    text: str = field(default="", repr=False)
    steps: tuple[Step, ...] = ()

    def is_overdue(self, today: date) -> bool:
        """Whether its last day has passed without a reply."""
        return self.state is State.RECEIVED and today > self.due
