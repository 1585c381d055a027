"""Which rights an account has, found out by calls that change nothing and reach nobody; `gongkai doctor --wechat` shows it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.errors import ApiRefused, ApiUnreachable
from bot.wechat.api import Api
from bot.wechat.customer import SEND, TYPING
from bot.wechat.problems import Remedy
from bot.wechat.wire import Heard, Request

# Nobody's OpenID is like this: an account with the right is told so (40003), one without gets 48001 first.
_NOBODY = "gongkai-doctor"
_LARGEST_SKEW = 60.0


class Standing(StrEnum):
    """How a probe ended."""

    OK = "ok"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Right:
    """One probe: what it is about, how it ended, what was seen, and what to do about it."""

    name: str
    standing: Standing
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class _Probe:
    name: str
    request: Request
    seen: Callable[[Mapping[str, Any]], str]
    without: str
    harmless: frozenset[int] = frozenset()
    """Codes that only an account with the right gets."""


_PROBES = (
    _Probe(
        "callback addresses",
        Request("/cgi-bin/getcallbackip"),
        lambda fields: "messages come from " + ", ".join(map(str, fields.get("ip_list") or ())),
        "",
    ),
    _Probe(
        "menu",
        Request("/cgi-bin/menu/get"),
        lambda _: "may be pushed with `gongkai menu push`",
        "the menu must be made by hand in the platform",
        frozenset({46003}),
    ),
    _Probe(
        "customer service",
        Request(SEND, {"touser": _NOBODY, "msgtype": "text", "text": {"content": "-"}}, repeatable=False),
        lambda _: "late answers, offices' answers and news are sent by themselves",
        "what is said later waits for the person's next message; everything else works",
        frozenset({40003, 45015, 45047, 50005, 43004}),
    ),
    _Probe(
        "typing status",
        Request(TYPING, {"touser": _NOBODY, "command": "Typing"}),
        lambda _: "正在输入 is shown while a question takes long",
        "nothing is shown while a question takes long",
        frozenset({40003, 45080, 45081, 45015, 50005, 43004}),
    ),
)


async def examine(api: Api, now: Callable[[], float] = time.time) -> list[Right]:
    """What the account may do; ends after the first probe where WeChat cannot be reached or the settings are wrong."""
    found: list[Right] = []
    for probe in _PROBES:
        right, heard = await _try(api, probe)
        found.append(right)
        if heard is not None and heard.server_time is not None and len(found) == 1:
            found.append(_skew(now() - heard.server_time))
        if right.standing is Standing.FAILED:
            break
    return found


async def _try(api: Api, probe: _Probe) -> tuple[Right, Heard | None]:
    try:
        heard = await api.call(probe.request)
    except ApiUnreachable as error:
        advice = "check the firewall, the proxy (HTTPS_PROXY) and GONGKAI_WECHAT__API_BASE"
        return Right(probe.name, Standing.FAILED, str(error), advice), None
    except ApiRefused as refused:
        return _refused(probe, refused), None
    return Right(probe.name, Standing.OK, probe.seen(heard.fields)), heard


def _refused(probe: _Probe, refused: ApiRefused) -> Right:
    if refused.code in probe.harmless:
        return Right(probe.name, Standing.OK, probe.seen({}))
    if refused.remedy is Remedy.CLOSE:
        return Right(probe.name, Standing.MISSING, f"{refused.code}: {probe.without}", str(refused))
    return Right(probe.name, Standing.FAILED, str(refused), "mend this first; the other rights were not looked at")


def _skew(seconds: float) -> Right:
    message = f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} WeChat's"
    if abs(seconds) > _LARGEST_SKEW:
        return Right("clock", Standing.MISSING, message, "let the machine follow a time server (NTP)")
    return Right("clock", Standing.OK, message)
