"""What to do about each error code of WeChat's API; the codes stand in data/errors.yaml, which staff may extend."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from knowledge import yamltext


class Remedy(StrEnum):
    """What the caller does next; data/errors.yaml says what each means."""

    AGAIN = "again"
    TOKEN = "token"  # noqa: S105 - the name of a remedy
    DROP = "drop"
    QUOTA = "quota"
    CLOSE = "close"
    CONFIGURE = "configure"
    SHORTEN = "shorten"
    IGNORE = "ignore"
    ABSENT = "absent"
    MEND = "mend"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Problem:
    """One error code: what to do next, and a line for the person who must."""

    code: int
    remedy: Remedy
    advice: str


_RID = re.compile(r"rid:\s*([0-9A-Za-z\-]+)")
_ADDRESS = re.compile(r"invalid ip ([0-9A-Fa-f.:]+)")


def problem(code: int) -> Problem:
    """What is known of a code; one that is not in the file has the remedy UNKNOWN."""
    return _problems().get(code) or Problem(code, Remedy.UNKNOWN, "look the code up in WeChat's list of error codes")


def rid(message: str) -> str:
    """The request id at the end of WeChat's error message, by which its support finds the call; "" if there is none."""
    found = _RID.search(message)
    return found[1] if found else ""


def caller_address(message: str) -> str:
    """The address that 40164 complains of; "" if the message names none."""
    found = _ADDRESS.search(message)
    return found[1] if found else ""


@cache
def _problems() -> dict[int, Problem]:
    text = resources.files("bot.wechat").joinpath("data", "errors.yaml").read_text(encoding="utf-8")
    return {
        entry["code"]: Problem(entry["code"], Remedy(entry["do"]), entry["advice"]) for entry in yamltext.parse(text)
    }
