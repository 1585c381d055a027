"""The account behind the fake of WeChat's API: its tokens, rights, followers, windows and menu, by the documented rules.

Sources: /doc/service/api/base/api_getstableaccesstoken, /doc/subscription/guide/product/kf/intro,
/doc/service/api/custommenu/api_createcustommenu. Where they are silent the comment says what is assumed.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

TOKEN_SECONDS = 7200
OVERLAP_SECONDS = 300
FORCED_APART = 30
FORCED_A_DAY = 20
WINDOWS = {"message": (5, 48 * 3600), "click": (3, 60), "subscribe": (3, 60), "scan": (3, 60)}
"""How many messages what a person did allows, and for how many seconds."""

BUSY, BAD_SECRET, BAD_APP_ID, BAD_OPENID, BAD_TOKEN, NO_TOKEN, EXPIRED = -1, 40125, 40013, 40003, 40001, 41001, 42001
OUT_OF_TIME, TOO_MANY, NO_RIGHT, WRONG_ACCOUNT, LIMIT, TOO_OFTEN = 45015, 45047, 48001, 40200, 45009, 45011
TYPING_COMMAND, TYPING_LATE, TYPING_TWICE = 45072, 45080, 45081


@dataclass(frozen=True, slots=True)
class Rights:
    """What the platform grants: customer-service messages and menus to verified accounts, msgmenu to no test account."""

    verified: bool = True
    sandbox: bool = False


@dataclass(slots=True)
class _Window:
    left: int
    until: float


@dataclass(slots=True)
class _Person:
    """A follower: what they allowed, when they were last heard, until when 正在输入 is shown."""

    windows: dict[str, _Window] = field(default_factory=dict)
    heard: float = 0.0
    typing_until: float = 0.0
    follows: bool = True


@dataclass(slots=True)
class FakeAccount:
    """One account; `now` in Unix seconds. `lenient` takes everybody it has never heard of for somebody who just wrote."""

    app_id: str
    secret: str
    now: Callable[[], float]
    rights: Rights = field(default_factory=Rights)
    lenient: bool = False
    menu: Mapping[str, Any] | None = None
    replies: Mapping[str, Any] = field(default_factory=dict)
    tokens: dict[str, float] = field(default_factory=dict)
    sent: list[Mapping[str, Any]] = field(default_factory=list)
    fetched: int = 0
    _current: str = ""
    _forced: list[float] = field(default_factory=list)
    _people: dict[str, _Person] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def heard(self, openid: str, kind: str = "message") -> None:
        """A person wrote, tapped, followed or scanned: the windows that it opens."""
        person = self._people.setdefault(openid, _Person())
        most, seconds = WINDOWS[kind]
        person.windows[kind] = _Window(most, self.now() + seconds)
        person.heard, person.follows = self.now(), True

    def left(self, openid: str) -> None:
        """A person unfollowed."""
        self._people.setdefault(openid, _Person()).follows = False

    def grant(self, app_id: str, secret: str, *, forced: bool) -> tuple[int, str, int]:
        """(error code, token, seconds) for a request of stable_token."""
        if app_id != self.app_id:
            return BAD_APP_ID, "", 0
        if secret != self.secret:
            return BAD_SECRET, "", 0
        self.fetched += 1
        now = self.now()
        if forced:
            if code := self._refuse_forced(now):
                return code, "", 0
            self.tokens.pop(self._current, None)
            self._current = ""
        if self.tokens.get(self._current, 0.0) - now <= OVERLAP_SECONDS:
            self._current = f"fake-token-{next(self._numbers)}-{int(now)}"
            self.tokens[self._current] = now + TOKEN_SECONDS
        return 0, self._current, int(self.tokens[self._current] - now)

    def _refuse_forced(self, now: float) -> int:
        self._forced = [at for at in self._forced if now - at < 86_400]
        # The documents give the limits, not the codes: those of the daily and the minute's limit are assumed.
        if len(self._forced) >= FORCED_A_DAY:
            return LIMIT
        if self._forced and now - self._forced[-1] < FORCED_APART:
            return TOO_OFTEN
        self._forced.append(now)
        return 0

    def check(self, token: str) -> int:
        """0, or the error code that a token gets."""
        if not token:
            return NO_TOKEN
        if token not in self.tokens:
            return BAD_TOKEN
        return EXPIRED if self.tokens[token] <= self.now() else 0

    def may_send(self, openid: object) -> int:
        """0 and one message less, or the error code that a customer-service message to `openid` gets."""
        person = self._known(openid)
        if person is None:
            return BAD_OPENID
        open_ = [window for window in person.windows.values() if window.until > self.now()]
        if not person.follows or not open_:
            return OUT_OF_TIME
        usable = min((window for window in open_ if window.left), key=lambda window: window.until, default=None)
        if usable is None:
            return TOO_MANY
        usable.left -= 1
        return 0

    def type(self, openid: object, command: object) -> int:
        """0, or the error code that a typing status gets."""
        if command not in {"Typing", "CancelTyping"}:
            return TYPING_COMMAND
        person = self._known(openid)
        if person is None:
            return BAD_OPENID
        if self.now() - person.heard > 30:
            return TYPING_LATE
        if command == "Typing" and person.typing_until > self.now():
            return TYPING_TWICE
        person.typing_until = self.now() + 15 if command == "Typing" else 0.0
        return 0

    def _known(self, openid: object) -> _Person | None:
        # Every real OpenID begins with o.
        if not isinstance(openid, str) or not openid.startswith("o"):
            return None
        if openid not in self._people and self.lenient:
            self.heard(openid)
        return self._people.get(openid)
