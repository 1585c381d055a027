"""How the console says in Chinese what the trails of gaps, requests and pins keep in English."""

import re
from collections.abc import Sequence

from bot.gaps.gap import Signal
from bot.requests.request import Reply

_STEPS: Sequence[tuple[str, str]] = (
    (r"opened, assigned to (.+)", r"收到，分给\1"),
    (r"opened", "收到，等待分派"),
    (r"assigned to (.+)", r"改派给\1"),
    (r"answered", "答复"),
    (r"drafted as (.+)", r"做成通知草稿 \1"),
    (r"became a notice", "通知已公开"),
    (r"joined into (\d+)", r"并入第 \1 号"),
    (r"took in (\d+)", r"并进了第 \1 号"),
    (r"closed", "关闭"),
    (r"reopened", "重新打开"),
    (r"received \(paper\)", "收到（书面）"),
    (r"received \(.+\)", "收到（网页）"),
    (r"extended to (.+)", r"延期到 \1"),
    (r"supplemented", "申请人补充"),
    (r"abandoned", "视为放弃"),
    (r"data deleted", "个人信息已删除"),
    (r"settled", "办结"),
)
_REPLIED = re.compile(r"replied: (\w+)")
_WHY = {signal.value: signal.chinese for signal in Signal} | {"asked again, not found": "又有人问，仍然没有答案"}
_ABOUT = {"gap": "提问", "request": "申请", "voice": "举报评议"}


def step_in_words(what: str) -> str:
    """A step of a gap, a request or a voice."""
    if replied := _REPLIED.fullmatch(what):
        return f"答复：{Reply(replied[1]).chinese}"
    for pattern, words in _STEPS:
        if found := re.fullmatch(pattern, what):
            return found.expand(words)
    return what


def why_in_words(why: str) -> str:
    """The reason of a step; what the service writes is in English."""
    return _WHY.get(why, why)


def by_in_words(by: str) -> str:
    """Who took a step."""
    return "系统" if by == "gongkai" else by


def about_in_words(about: str) -> str:
    """What a step is about: `gap:3` is 提问 3."""
    kind, _, number = about.partition(":")
    return f"{_ABOUT.get(kind, kind)} {number}"
