"""A notice as one JSON text, its content hash, and what differs between two of them.

The store keeps every revision in this form; the hash lets it see that a file imported again says nothing new.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, fields
from datetime import date
from typing import Any

from knowledge.notice import Evidence, Notice, NoticeId, Period, PeriodKind, Place, Status
from knowledge.passage import Passage

_LATER = frozenset({"document_number", "deadline", "evidence", "page"})


def to_json(notice: Notice) -> str:
    """All fields under their own names; dates in ISO 8601, periods as [kind, year]; `from_json` is its inverse.

    Fields that came later are left out while they are empty, so that an older gongkai's hash of a notice stays what it was.
    """
    body = {field.name: getattr(notice, field.name) for field in fields(notice)}
    body["periods"] = [(period.kind, period.year) for period in notice.periods]
    body["evidence"] = [astuple(one) for one in notice.evidence]
    body = {name: value for name, value in body.items() if value or name not in _LATER}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, default=date.isoformat)


def from_json(text: str) -> Notice:
    """The notice that `to_json` was given; fields that an older gongkai did not know take their defaults."""
    body: dict[str, Any] = json.loads(text)
    for name in ("published_at", "effective_from", "expires_at", "deadline"):
        body[name] = date.fromisoformat(body[name]) if body.get(name) else None
    return Notice(
        **body
        | {
            "status": Status(body["status"]),
            "supersedes": tuple(NoticeId(other) for other in body["supersedes"]),
            "periods": tuple(Period(PeriodKind(kind), year) for kind, year in body["periods"]),
            "item_cues": tuple(body["item_cues"]),
            "evidence": tuple(_evidence(*values) for values in body.get("evidence", ())),
        }
    )


def _evidence(field: str, value: str, words: str, place: str, is_sure: bool) -> Evidence:  # noqa: FBT001 - read from JSON
    return Evidence(field, value, words, Place(place), is_sure)


def content_hash(notice: Notice, passages: Sequence[Passage]) -> str:
    """SHA-256, in hexadecimal, over every field of the notice and of its passages."""
    digest = hashlib.sha256(to_json(notice).encode())
    for passage in passages:
        known = {field.name: getattr(passage, field.name) for field in fields(passage)}
        values = [value for name, value in known.items() if value or name not in _LATER]
        digest.update(json.dumps(values, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def differences(before: Notice, after: Notice) -> str:
    """The names of the fields that differ, in the order of Notice, joined by commas; "passages" when none does."""
    names = [field.name for field in fields(Notice) if getattr(before, field.name) != getattr(after, field.name)]
    return ", ".join(names) or "passages"
