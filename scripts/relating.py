"""What staff are told of how notices stand to each other: copies at an import, everything else from the live bundle."""

from collections.abc import Mapping

from index import bundle as bundles
from index import corpus as corpora
from index.errors import RetrievalError
from index.shelf import Shelf
from knowledge.duplicates import duplicates
from knowledge.notice import NoticeId
from knowledge.relations import Relations
from knowledge.store import KnowledgeStore
from scripts.settings import Settings


def copies(store: KnowledgeStore) -> dict[NoticeId, NoticeId]:
    """The notices of the store that say the same as another, with the one that stands for them."""
    return duplicates(store.notices())


def joined(found: Mapping[NoticeId, NoticeId]) -> str:
    """The line that says so; "" where there is none."""
    if not found:
        return ""
    example, original = next(iter(sorted(found.items())))
    return f"Copies: {len(found)} ({example} says the same as {original}); an answer cites one of them."


def in_force(settings: Settings, notice_id: NoticeId) -> Relations | None:
    """A notice's relations as the live bundle has them; None where it is not in it, or none can be read."""
    try:
        notice = corpora.read(Shelf(settings.data.dir).live() / bundles.CORPUS).notice(notice_id)
    except RetrievalError:
        return None
    return notice.relations if notice else None


def facts(relations: Relations | None) -> dict[str, str]:
    """The relations by name, for people; those that are not there are left out."""
    if relations is None:
        return {}
    series = f"{relations.series}, edition {relations.edition}" if relations.series else ""
    told = {
        "series": series,
        "copy of": relations.duplicate_of or "",
        "amends": ", ".join(relations.amends),
        "amended by": ", ".join(relations.amended_by),
        "repealed by": relations.repealed_by or "",
    }
    return {name: value for name, value in told.items() if value}
