"""Who may use the console: accounts with one role each, and how a deed of theirs is remembered."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.errors import StaffRefused

_NAME = re.compile(r"[\w.\-]{1,40}")
LEAST_PASSWORD = 10
_MOST_PASSWORD = 200
_LEAST_DIFFERENT = 5


class Role(StrEnum):
    """What a person is to the console."""

    OFFICER = "officer"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    @property
    def called(self) -> str:
        """Its name on a page."""
        return {Role.OFFICER: "信息员", Role.REVIEWER: "审核", Role.ADMINISTRATOR: "管理员"}[self]


@dataclass(frozen=True, slots=True)
class Account:
    """One person; `office` is that of an information officer, "" for the others. It holds no password."""

    name: str
    role: Role
    office: str = ""
    is_enabled: bool = True
    has_password: bool = False

    def owns(self, department: str) -> bool:
        """Whether a notice of `department` is this officer's business: of the office itself, or of a section of it."""
        return bool(self.office) and department.startswith(self.office)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did that is no step of a notice: to accounts, bundles, uploads; `at` is in UTC."""

    at: datetime
    by: str
    action: str
    subject: str
    detail: str = ""


def proper(account: Account) -> Account:
    """`account` itself; StaffRefused when its name or office will not do."""
    if not _NAME.fullmatch(account.name):
        raise StaffRefused("姓名须为1至40个汉字、字母、数字、点或横线，中间不留空格")
    if account.role is Role.OFFICER and not account.office.strip():
        raise StaffRefused("信息员必须写明所属部门")
    return account


def proper_password(password: str, name: str) -> str:
    """`password` itself; StaffRefused when it is too easily guessed."""
    if not LEAST_PASSWORD <= len(password) <= _MOST_PASSWORD:
        raise StaffRefused(f"密码须有{LEAST_PASSWORD}至{_MOST_PASSWORD}个字符，可以是一句话")
    if len(set(password)) < _LEAST_DIFFERENT or password.casefold() in (name * 3).casefold():
        raise StaffRefused("密码太容易猜到：不要重复同一个字符，也不要用姓名")
    return password
