"""How fast a host is asked: never two requests closer together than the column, or the site itself, wants."""

import math
import time
from collections.abc import Callable

Seconds = Callable[[], float]
Sleep = Callable[[float], None]


class Pace:
    """Remembers when each host was last asked; `seconds` only moves forward, `sleep` waits that many of them."""

    def __init__(self, rate: float, seconds: Seconds = time.monotonic, sleep: Sleep = time.sleep) -> None:
        self._rate = rate
        self._seconds = seconds
        self._sleep = sleep
        self._asked: dict[str, float] = {}

    def wait(self, host: str, delay: float = 0.0) -> None:
        """Returns when the host may be asked; `delay` is the pause that the site wants."""
        now = self._seconds()
        pause = self._asked.get(host, -math.inf) + max(self._rate, delay) - now
        if pause > 0:
            self._sleep(pause)
        self._asked[host] = now + max(pause, 0.0)

    def rest(self, pause: float) -> None:
        """Waits before a second try."""
        self._sleep(pause)
