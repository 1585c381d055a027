"""Files and folders into the knowledge store: read, parse, describe, cut into passages, save.

Called by `gongkai import`. One unreadable file never stops the others; each is reported with its reason.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge import archive, frontmatter
from knowledge import chunk as cutting
from knowledge import classify as classifying
from knowledge import periods as dating
from knowledge.audit import Actor, Change
from knowledge.document import Document, Heading, Paragraph
from knowledge.errors import InvalidMetadata, KnowledgeError, UnreadableFile
from knowledge.identify import identify
from knowledge.notice import Metadata, Notice, NoticeId, Period, Status
from knowledge.parsers import registry
from knowledge.passage import Passage
from knowledge.store import KnowledgeStore
from knowledge.walk import Found, walk

_TITLE_LENGTH = 60

OnProgress = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True)
class Steps:
    """What an import is made of; the defaults are the real ones. `seconds` is a clock that only moves forward."""

    parse: Callable[[Path, bytes], Document] = registry.parse
    chunk: Callable[[NoticeId, Document], tuple[str, tuple[Passage, ...]]] = cutting.chunk
    classify: Callable[[str, str], classifying.Classification] = classifying.classify
    periods: Callable[[str, str], tuple[Period, ...]] = dating.periods
    max_bytes: int = 50 * 1024 * 1024
    seconds: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that did not become a notice: why, and what staff can do ("" when nothing is known)."""

    path: Path
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every file: the ids of its notice, or why there is none; in the order of the walk."""

    added: tuple[NoticeId, ...]
    changed: tuple[NoticeId, ...]
    unchanged: tuple[NoticeId, ...]
    unreadable: tuple[Unreadable, ...]
    seconds: float

    @property
    def imported(self) -> int:
        """How many files are in the store now."""
        return len(self.added) + len(self.changed) + len(self.unchanged)


def import_paths(
    paths: Iterable[Path],
    store: KnowledgeStore,
    by: Actor,
    now: datetime,
    on_progress: OnProgress = lambda *_: None,
    steps: Steps = Steps(),
) -> ImportReport:
    """Imports every file at or below `paths`; `on_progress` is called after each with (done, total, path).

    Importing the same files again updates their notices and adds none. Raises StoreUnavailable, nothing else.
    """
    started = steps.seconds()
    files = tuple(walk(paths))
    run = _Run(store, by, now, steps)
    for done, found in enumerate(files, start=1):
        run.take(found)
        on_progress(done, len(files), found.path)
    ids = {change: tuple(run.changes[change]) for change in Change}
    return ImportReport(
        added=ids[Change.ADDED],
        changed=ids[Change.CHANGED],
        unchanged=ids[Change.UNCHANGED],
        unreadable=tuple(run.unreadable),
        seconds=steps.seconds() - started,
    )


class _Run:
    """One import: what it was given, and what became of the files so far."""

    def __init__(self, store: KnowledgeStore, by: Actor, now: datetime, steps: Steps) -> None:
        self._store = store
        self._by = by
        self._now = now
        self._steps = steps
        self._owners: dict[NoticeId, Found] = {}
        self.changes: dict[Change, list[NoticeId]] = {change: [] for change in Change}
        self.unreadable: list[Unreadable] = []

    def take(self, found: Found) -> None:
        """Imports one file, or notes why it cannot be imported."""
        try:
            notice, passages = read(found, self._steps)
            self._claim(notice.id, found)
            reason = f"imported from {found.relative}"
            self.changes[self._store.save(notice, passages, self._by, self._now, reason)].append(notice.id)
        except UnreadableFile as error:
            named = error.reason if error.path.name == found.path.name else f"{error.path.name}: {error.reason}"
            self.unreadable.append(Unreadable(found.path, named, error.advice))
        except KnowledgeError:
            raise
        except Exception as error:  # noqa: BLE001 - a border: a parser's own fault must not stop the other files
            reason = f"it could not be parsed ({type(error).__name__}: {error})"
            advice = "save it in another format, and report it to the maintainers of gongkai"
            self.unreadable.append(Unreadable(found.path, reason, advice))

    def _claim(self, notice_id: NoticeId, found: Found) -> None:
        owner = self._owners.setdefault(notice_id, found)
        if owner is not found:
            reason = f"it has the id {notice_id!r}, which {owner.path} has too"
            raise UnreadableFile(found.path, reason, "give one of the two another `id`, or import their common folder")


def read(found: Found, steps: Steps) -> tuple[Notice, tuple[Passage, ...]]:
    """The notice that a file holds, and its passages.

    A side file is stronger than what the file says itself; what neither says is derived: the id from the address or the
    path, the title from the first heading or line, else from the file's name. Raises UnreadableFile, and whatever a
    parser may raise by its own fault.
    """
    content = (
        archive.read(found.archive, found.chain, found.path, steps.max_bytes)
        if found.archive is not None
        else _content(found.path, steps.max_bytes)
    )
    document = steps.parse(found.path, content)
    metadata = frontmatter.merge(frontmatter.read_side_file(found.path) or Metadata(), document.metadata)
    starts, ends = metadata.effective_from, metadata.expires_at
    if starts and ends and ends < starts:
        raise InvalidMetadata(found.path, f"`expires_at` {ends} is before `effective_from` {starts}")
    notice_id = NoticeId(metadata.id) or identify(metadata.source_url, found.relative)
    text, passages = steps.chunk(notice_id, document)
    if not text.strip():
        raise _textless(found.path)
    title = metadata.title or _title(document) or found.path.stem
    classified = steps.classify(title, text)
    notice = Notice(
        id=notice_id,
        title=title,
        text=text,
        department=metadata.department,
        channel=metadata.channel,
        category=metadata.category,
        published_at=metadata.published_at,
        effective_from=starts,
        expires_at=ends,
        source_url=metadata.source_url,
        status=metadata.status or Status.PUBLISHED,
        supersedes=metadata.supersedes,
        path=found.relative.as_posix(),
        periods=steps.periods(title, text),
        item=classified.item,
        item_cues=classified.cues,
    )
    return notice, passages


def _content(path: Path, max_bytes: int) -> bytes:
    if path.name.endswith(frontmatter.SIDE_ENDING):
        advice = "put it beside the file that it describes, and import that file or the folder"
        raise UnreadableFile(path, "it is a side file: it describes another file and holds no notice itself", advice)
    if path.is_dir():
        raise UnreadableFile(path, "the folder cannot be listed", "check its permissions")
    try:
        size = path.stat().st_size
        if size > max_bytes:
            reason = f"it has {size / 2**20:.0f} MB, the limit is {max_bytes / 2**20:.0f} MB"
            raise UnreadableFile(path, reason, "split it, or make its pictures smaller")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            path, f"it cannot be read: {error.strerror}", "check the name and its permissions"
        ) from error
    if not content:
        raise UnreadableFile(path, "the file is empty")
    return content


def _textless(path: Path) -> UnreadableFile:
    if path.suffix.lower() == ".pdf":
        return UnreadableFile(
            path, "no text layer; needs OCR", "export it from the original document, or run OCR on it"
        )
    return UnreadableFile(path, "no text was found in it", "a picture of a text must be typed or run through OCR")


def _title(document: Document) -> str:
    headings = (block.text for block in document.blocks if isinstance(block, Heading) and block.text)
    lines = (block.text for block in document.blocks if isinstance(block, Paragraph) and block.text)
    first = document.title or next(headings, "") or next(lines, "")
    # a first line that is a whole paragraph is no title
    return first if document.title or len(first) <= _TITLE_LENGTH else ""
