"""Counters and latencies for Prometheus, in a registry of their own; the only file that knows prometheus-client.

Of several worker processes each keeps its counters in files of one folder, and any of them tells the sums over all, those
that have ended included (prometheus-client's multi-process mode).
"""

import os

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder of all workers; prometheus-client reads it when it is imported."""

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """What the service counts. Labels come from closed sets, never from what people send."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter(
            "gongkai_messages", "Distinct messages handled", ("channel", "kind", "outcome"), registry=self.registry
        )
        self._seconds = Histogram(
            "gongkai_message_seconds",
            "From request to reply, one message",
            ("channel",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._retries = Counter("gongkai_retries", "Requests that joined an earlier message", registry=self.registry)
        self._refused = Counter(
            "gongkai_refused", "Requests that were not taken", ("channel", "reason"), registry=self.registry
        )

    def handled(self, channel: str, kind: str, outcome: str, seconds: float) -> None:
        """Count one distinct message with what became of it and how long that took."""
        self._answers.labels(channel, kind, outcome).inc()
        self._seconds.labels(channel).observe(seconds)

    def retried(self) -> None:
        """Count a retry of WeChat's."""
        self._retries.inc()

    def refused(self, channel: str, reason: str) -> None:
        """Count a request that was turned away."""
        self._refused.labels(channel, reason).inc()


METRICS = web.AppKey("metrics", Metrics)


async def metrics(request: web.Request) -> web.Response:
    """GET /metrics in Prometheus's text format."""
    registry = request.app[METRICS].registry
    if SHARED_FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's only untyped part
    body = generate_latest(registry)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
