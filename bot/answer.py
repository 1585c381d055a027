"""The answer object: what every channel (WeChat, the chat page, the API, the command) receives."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    CANDIDATES = "candidates"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    CHAT = "chat"


UNANSWERED = frozenset({Outcome.CANDIDATES, Outcome.NOT_FOUND})
"""Outcomes of questions of fact that nothing disclosed gave an answer to."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A notice that the answer rests on; `quote` is taken literally from it, `page` (1-based) is where it stands in a PDF."""

    notice_id: str
    title: str
    department: str
    published_at: date | None
    url: str
    quote: str
    page: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The contract's form; dates as ISO 8601, None where unknown or, for the page, where there are no pages."""
        return {
            "notice_id": self.notice_id,
            "title": self.title,
            "department": self.department,
            "published_at": self.published_at.isoformat() if self.published_at else None,
            "url": self.url,
            "quote": self.quote,
            "page": self.page,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `text` is what WeChat shows, at most 2,048 bytes of UTF-8.

    `confidence` is the calibrated probability (0-1) that the first citation answers the question; `elapsed_ms` the time
    from question to answer inside the service; `suggestions` complete questions that a person may tap; `asked` the question
    as understood, complete where it leaned on the one before, without personal numbers.
    """

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    suggestions: tuple[str, ...] = ()
    bundle: str = ""
    elapsed_ms: float = 0.0
    asked: str = ""

    def to_json(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "outcome": self.outcome.value,
            "text": self.text,
            "citations": [citation.to_json() for citation in self.citations],
            "confidence": round(self.confidence, 4),
            "suggestions": list(self.suggestions),
            "bundle": self.bundle,
            "elapsed_ms": round(self.elapsed_ms, 2),
        }
