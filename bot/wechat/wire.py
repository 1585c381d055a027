"""One request to WeChat's API and the JSON that comes back, within a time limit; the only file that calls out to WeChat.

Whatever goes wrong is told without addresses, for they hold the access token.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from yarl import URL

from bot.errors import ApiUnreachable

REAL = "https://api.weixin.qq.com"
FALLBACKS = (
    "https://api2.weixin.qq.com",
    "https://sh.api.weixin.qq.com",
    "https://sz.api.weixin.qq.com",
    "https://hk.api.weixin.qq.com",
)
"""WeChat's other hosts (Interface_field_description); no other base has any."""
SECONDS = 3.0
_MOST_HOSTS = 3
_STAY_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Request:
    """A call: GET where `body` is None, else POST. `repeatable` where a second one would do no harm."""

    path: str
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back, and the server's time (Unix seconds), None where it told none."""

    fields: Mapping[str, Any] = field(repr=False)
    server_time: float | None = None


def hosts(base: str) -> tuple[str, ...]:
    """The hosts behind a base: WeChat's own has others to fall back on, a fake or a relay has none."""
    return (REAL, *FALLBACKS) if base == REAL else (base,)


class Wire:
    """Sends requests to the host that answered last, or to the next ones where it does not; `clock` is monotonic."""

    def __init__(
        self, session: aiohttp.ClientSession, hosts: Sequence[str], clock: Callable[[], float], seconds: float = SECONDS
    ) -> None:
        self._session = session
        self._hosts = tuple(hosts)
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._first = 0
        self._until = 0.0

    async def send(self, request: Request, query: Mapping[str, str] | None = None) -> Heard:
        """The answer of the first host that gives one; raises ApiUnreachable.

        What must not arrive twice is sent to another host only where it certainly never left.
        """
        host = self._first if self._clock() < self._until else 0
        for _ in range(min(_MOST_HOSTS, len(self._hosts)) - 1):
            try:
                return await self._ask(host, request, query or {})
            except ApiUnreachable as error:
                if error.may_have_arrived and not request.repeatable:
                    raise
            host = (host + 1) % len(self._hosts)
            self._first, self._until = host, self._clock() + _STAY_SECONDS
        return await self._ask(host, request, query or {})

    async def _ask(self, host: int, request: Request, query: Mapping[str, str]) -> Heard:
        try:
            async with self._session.request(
                "GET" if request.body is None else "POST",
                URL(self._hosts[host] + request.path).with_query(query),
                # WeChat refuses \uxxxx escapes (40033), which aiohttp's own JSON would make.
                data=None if request.body is None else json.dumps(request.body, ensure_ascii=False).encode(),
                headers={"Content-Type": "application/json"} if request.body is not None else None,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                body = await response.read()
                return Heard(_object(body, request.path), _time(response.headers.get("Date", "")))
        except aiohttp.ClientConnectorError as error:
            raise ApiUnreachable(request.path, "no connection", may_have_arrived=False) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ApiUnreachable(request.path, type(error).__name__) from None


def _object(body: bytes, path: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise ApiUnreachable(path, "expected a JSON object, got something else: a proxy in between?")
    return fields


def _time(header: str) -> float | None:
    try:
        return parsedate_to_datetime(header).timestamp()
    except ValueError:
        return None
