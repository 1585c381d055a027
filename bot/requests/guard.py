"""Guards the forms of the request pages: a signed token that only our own page gives out, a trap, and a pace for each address.

Double-submit (OWASP CSRF cheat sheet): the token's half in the form must fit the half in a cookie that no other site can set.
"""

import hashlib
import hmac
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

COOKIE = "__gongkai_request"
_OLDEST_SECONDS = 4 * 3600
# Nobody fills the form in less; whoever does is a program.
_QUICKEST_SECONDS = 2
_MOST_ADDRESSES = 10_000


@dataclass(slots=True)
class Guard:
    """`now` in Unix seconds; `key` is the service's own. Several processes with one key take each other's tokens."""

    key: bytes
    now: Callable[[], float]
    tries: int = 10
    seconds: float = 600.0
    _seen: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def new_cookie(self) -> str:
        """What the browser keeps."""
        return secrets.token_urlsafe(24)

    def token(self, cookie: str) -> str:
        """What the form carries: when it was given out, signed together with the cookie."""
        given = str(int(self.now()))
        return f"{given}.{self._sign(given, cookie)}"

    def takes(self, token: str, cookie: str) -> bool:
        """Whether a form comes from our own page, filled in by a person, not too long ago."""
        given, _, signature = token.partition(".")
        if not cookie or not given.isdecimal() or len(given) > 12:
            return False
        is_ours = hmac.compare_digest(signature.encode(), self._sign(given, cookie).encode())
        return is_ours and _QUICKEST_SECONDS <= self.now() - int(given) + 1 <= _OLDEST_SECONDS

    def is_flooding(self, address: str) -> bool:
        """Whether one address sends more forms than a person would; counts this one. Addresses are kept as salted hashes."""
        who = hashlib.blake2b(address.encode(), key=self._salt, digest_size=12).hexdigest()
        times = self._seen.setdefault(who, deque())
        self._seen.move_to_end(who)
        while times and times[0] < self.now() - self.seconds:
            times.popleft()
        times.append(self.now())
        while len(self._seen) > _MOST_ADDRESSES:
            self._seen.popitem(last=False)
        while len(times) > self.tries + 1:
            times.popleft()
        return len(times) > self.tries

    def _sign(self, given: str, cookie: str) -> str:
        return hmac.new(self.key, f"request form:{given}:{cookie}".encode(), hashlib.sha256).hexdigest()
