"""What observes the service and tells it the time."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.logs import Log
from bot.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Watch:
    """Log and counters, `now` in Unix seconds, `clock` monotonic."""

    log: Log
    metrics: Metrics
    now: Callable[[], float] = time.time
    clock: Callable[[], float] = time.monotonic
