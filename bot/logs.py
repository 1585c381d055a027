"""Structured logs, one JSON object a line, that hold nothing personal: no question, no OpenID, no address."""

import logging
import traceback
from typing import BinaryIO

import structlog
from structlog.typing import FilteringBoundLogger

Log = FilteringBoundLogger


def open_log(stream: BinaryIO) -> Log:
    """A log that writes to `stream`, one line an event, with time (UTC, ISO 8601) and level."""
    log: Log = structlog.wrap_logger(
        structlog.BytesLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _to_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    return log


def where(error: BaseException) -> str:
    """Kind and place of an error without its message, which may quote what a person asked."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


_render = structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=False)


def _to_line(logger: object, method: str, event: structlog.typing.EventDict) -> bytes:
    line = _render(logger, method, event)
    return line.encode() if isinstance(line, str) else line
