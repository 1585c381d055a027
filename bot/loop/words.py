"""What people send to the loop instead of a question: 订阅招生, 退订, 我的答复, 依申请公开, 申请进度 with number and secret."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What is wanted."""

    SUBSCRIBE = "订阅"
    UNSUBSCRIBE = "退订"
    ANSWERS = "我的答复"
    REQUEST = "依申请公开"
    PROGRESS = "申请进度"


@dataclass(frozen=True, slots=True)
class Command:
    """The verb and what stands behind it, "" for nothing."""

    verb: Verb
    rest: str = ""


_END = r"[\s。.！!～~]*"
_PATTERNS = (
    (
        Verb.UNSUBSCRIBE,
        re.compile(
            rf"\s*(?:退订|取消订阅|td)[\s：:“”\"]*(?P<rest>[^\s“”\"。.！!]{{0,10}}?)[“”\"]?{_END}", re.IGNORECASE
        ),
    ),
    (Verb.SUBSCRIBE, re.compile(rf"\s*(?:我的)?订阅[\s：:“”\"]*(?P<rest>[^\s“”\"。.！!]{{0,10}}?)[“”\"]?{_END}")),
    (Verb.ANSWERS, re.compile(rf"\s*(?:我的|查看|看)?答复{_END}")),
    (
        Verb.REQUEST,
        re.compile(rf"\s*(?:我?要?)?(?:依申请公开|申请信息公开|信息公开申请|申请公开(?:信息)?)(?:表|入口)?{_END}"),
    ),
    (Verb.PROGRESS, re.compile(rf"\s*(?:查|查询)?申请进度[\s：:]*(?P<rest>[A-Za-z0-9\-\s]{{0,60}}?){_END}")),
)


def read(message: str) -> Command | None:
    """The command that a whole message is, None for a question."""
    for verb, pattern in _PATTERNS:
        found = pattern.fullmatch(message)
        if found:
            return Command(verb, (found.groupdict().get("rest") or "").strip())
    return None
