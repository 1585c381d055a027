"""`gongkai import --passages`: each new or changed notice as it would be stored, for whoever looks before deciding."""

from collections.abc import Iterable

from knowledge.audit import Change
from knowledge.notice import Evidence, Notice, NoticeId
from knowledge.outcome import Imported
from knowledge.passage import Passage
from knowledge.store import KnowledgeStore


def details(store: KnowledgeStore, notices: Iterable[Imported]) -> list[dict[str, object]]:
    """One object a notice, in the order of the import: its fields, the words behind them, its passages."""
    changed = (one.id for one in notices if one.change is not Change.UNCHANGED)
    return [_detail(store, notice_id) for notice_id in dict.fromkeys(changed)]


def _detail(store: KnowledgeStore, notice_id: NoticeId) -> dict[str, object]:
    current, waiting = store.in_force(notice_id)
    number = waiting or current
    notice = next(one.notice for one in store.revisions(notice_id) if one.number == number)
    return {
        **_fields(notice),
        "recognised": list(map(_recognised, notice.evidence)),
        "passages": list(map(_passage, store.passages(notice_id, number))),
    }


def _fields(notice: Notice) -> dict[str, object]:
    names = ("id", "title", "department", "channel", "category", "source_url", "document_number", "item")
    days = ("published_at", "effective_from", "expires_at", "deadline")
    return {
        **{name: getattr(notice, name) for name in names},
        **{name: day.isoformat() if (day := getattr(notice, name)) else None for name in days},
        "status": notice.status,
        "item_cues": list(notice.item_cues),
        "applies_to": list(map(str, notice.periods)),
        "supersedes": list(notice.supersedes),
    }


def _recognised(one: Evidence) -> dict[str, object]:
    return {"field": one.field, "value": one.value, "words": one.words, "place": one.place, "sure": one.is_sure}


def _passage(passage: Passage) -> dict[str, object]:
    return {"id": passage.id, "kind": passage.kind, "heading": passage.heading, "text": passage.text}
