"""Files and folders into the knowledge store: read, parse, describe, cut into passages, save.

Called by `gongkai import`. One unreadable file never stops the others; each is reported with its reason.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from knowledge import archive, frontmatter, publicity
from knowledge import chunk as cutting
from knowledge import classify as classifying
from knowledge.audit import Actor, Change
from knowledge.describe import title as titling
from knowledge.describe.describe import describe
from knowledge.describe.source import source
from knowledge.document import Document
from knowledge.errors import InvalidMetadata, KnowledgeError, UnreadableFile
from knowledge.filename import readable
from knowledge.identify import identify
from knowledge.notice import Evidence, Metadata, Notice, NoticeId, Place, Status
from knowledge.outcome import Imported, ImportReport, Unreadable, doubt
from knowledge.parsers import registry
from knowledge.passage import Passage
from knowledge.privacy import screen as screening
from knowledge.privacy.findings import Findings, ScreenedNotice
from knowledge.store import KnowledgeStore
from knowledge.walk import Found, walk

OnProgress = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True)
class Steps:
    """What an import is made of; the defaults are the real ones.

    `seconds` is a clock that only moves forward, `corrected` gives what staff have corrected of a notice.
    """

    parse: Callable[[Path, bytes], Document] = registry.parse
    screen: Callable[[Document, str], screening.Screened] = screening.screen
    chunk: Callable[[NoticeId, Document], tuple[str, tuple[Passage, ...]]] = cutting.chunk
    classify: Callable[[str, str], classifying.Classification] = classifying.classify
    max_bytes: int = 50 * 1024 * 1024
    seconds: Callable[[], float] = time.monotonic
    corrected: Callable[[NoticeId], Metadata] = lambda _id: Metadata()


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
    return import_found(walk(paths), store, by, now, on_progress, steps)


def import_found(
    found: Iterable[Found],
    store: KnowledgeStore,
    by: Actor,
    now: datetime,
    on_progress: OnProgress = lambda *_: None,
    steps: Steps = Steps(),
) -> ImportReport:
    """Imports files that may come with what is known of them, from wherever they were found; as `import_paths` does."""
    started = steps.seconds()
    files = tuple(found)
    run = _Run(store, by, now, steps)
    for done, file in enumerate(files, start=1):
        run.take(file)
        on_progress(done, len(files), file.path)
    taken, failed = tuple(run.notices), tuple(run.unreadable)
    return ImportReport(taken, failed, steps.seconds() - started, tuple(run.screened))


class _Run:
    """One import: what it was given, and what became of the files so far."""

    def __init__(self, store: KnowledgeStore, by: Actor, now: datetime, steps: Steps) -> None:
        self._store = store
        self._by = by
        self._now = now
        self._steps = steps
        self._owners: dict[NoticeId, Found] = {}
        self.notices: list[Imported] = []
        self.unreadable: list[Unreadable] = []
        self.screened: list[ScreenedNotice] = []

    def take(self, found: Found) -> None:
        """Imports one file, or notes why it cannot be imported."""
        try:
            notice, passages, findings, unread = read(found, self._steps)
            self._claim(notice.id, found)
            change = self._store.save(notice, passages, self._by, self._now, f"imported from {found.relative}")
            self.notices.append(self._outcome(notice, found, change, unread))
            if not findings.is_clean:
                self.screened.append(ScreenedNotice(notice.id, notice.path, findings))
        except UnreadableFile as error:
            named = error.reason if error.path.name == found.path.name else f"{error.path.name}: {error.reason}"
            self.unreadable.append(Unreadable(found.path, named, error.advice))
        except KnowledgeError:
            raise
        except Exception as error:  # noqa: BLE001 - a border: a parser's own fault must not stop the other files
            reason = f"it could not be parsed ({type(error).__name__}: {error})"
            advice = "save it in another format, and report it to the maintainers of gongkai"
            self.unreadable.append(Unreadable(found.path, reason, advice))

    def _outcome(self, notice: Notice, found: Found, change: Change, unread: str) -> Imported:
        fields = self._store.audit(notice.id)[-1].what if change is Change.CHANGED else ""
        return Imported(
            path=found.path,
            id=notice.id,
            title=notice.title,
            change=change,
            fields=fields,
            waits=change is not Change.UNCHANGED and self._store.waits(notice.id),
            item=notice.item,
            cues=notice.item_cues,
            doubt=doubt(notice),
            unread=unread,
        )

    def _claim(self, notice_id: NoticeId, found: Found) -> None:
        owner = self._owners.setdefault(notice_id, found)
        if owner is not found:
            reason = f"it has the id {notice_id!r}, which {owner.path} has too"
            raise UnreadableFile(found.path, reason, "give one of the two another `id`, or import their common folder")


def read(found: Found, steps: Steps) -> tuple[Notice, tuple[Passage, ...], Findings, str]:
    """The notice that a file holds, its passages, what of it is personal and was masked or kept back, and what was not read.

    What staff have corrected is strongest, then a side file, what its finder knows, what the file says itself; what none says is
    derived: the id from the address or the path, the title from the first heading or line, else from the file's name.
    Raises UnreadableFile, and whatever a parser may raise by its own fault.
    """
    content = (
        archive.read(found.archive, found.chain, found.path, steps.max_bytes)
        if found.archive is not None
        else _content(found.path, steps.max_bytes)
    )
    document = steps.parse(found.path, content)
    known = frontmatter.merge(found.said, document.metadata)
    metadata = frontmatter.merge(frontmatter.read_side_file(found.path) or Metadata(), known)
    notice_id = NoticeId(metadata.id) or identify(metadata.source_url, found.relative)
    metadata = frontmatter.merge(steps.corrected(notice_id), metadata)
    starts, ends = metadata.effective_from, metadata.expires_at
    if starts and ends and ends < starts:
        raise InvalidMetadata(found.path, f"`expires_at` {ends} is before `effective_from` {starts}")
    titled = None if metadata.title else _titled(document, found)
    screened = steps.screen(document, titled.value if titled else metadata.title)
    text, passages = steps.chunk(notice_id, screened.document)
    if not text.strip():
        raise _textless(found.path)
    title = screened.title
    expiry = _expiry(metadata, title, text, screened.findings)
    classified = steps.classify(title, text)
    said = describe(source(screened.document, metadata, title, text, readable(found.path.name)), metadata, classified)
    notice = Notice(
        id=notice_id,
        title=title,
        text=text,
        department=said.department,
        channel=metadata.channel,
        category=metadata.category,
        published_at=said.published_at,
        effective_from=said.effective_from,
        expires_at=expiry.ends if expiry else ends,
        source_url=metadata.source_url,
        status=metadata.status or Status.PUBLISHED,
        supersedes=metadata.supersedes,
        path=found.relative.as_posix(),
        periods=said.periods,
        item=metadata.item or classified.item,
        item_cues=() if metadata.item else classified.cues,
        document_number=said.document_number,
        deadline=said.deadline,
        evidence=tuple(_evidence(titled, title, expiry)) + said.evidence,
    )
    return notice, passages, screened.findings, document.unread


def _expiry(metadata: Metadata, title: str, text: str, findings: Findings) -> publicity.Publicity | None:
    """The publicity period that ends a notice about persons, unless staff have said when it ends or it ends before it begins."""
    if metadata.expires_at is not None:
        return None
    stated = publicity.of_notice(title, text, metadata.published_at, lists_persons=bool(findings.withheld))
    starts = metadata.effective_from
    return None if stated is None or (starts and stated.ends < starts) else stated


def _evidence(titled: Evidence | None, title: str, expiry: publicity.Publicity | None) -> Iterator[Evidence]:
    """The words behind a title that nobody gave, masked as the title is, and behind the end of a publicity period."""
    if titled is not None:
        yield titled if titled.value == title else replace(titled, value=title, words=title)
    if expiry is not None:
        yield Evidence("expires_at", expiry.ends.isoformat(), expiry.words, Place.TEXT)


def _titled(document: Document, found: Found) -> Evidence:
    """The title that the file gives; what its finder calls it, where the file gives none that is sure."""
    own = titling.title(document, PurePath(readable(found.path.name)))
    return own if own.is_sure or not found.title else Evidence("title", found.title, found.title, Place.CHANNEL)


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
        raise UnreadableFile(path, "the file is empty", "copy or export it again")
    return content


def _textless(path: Path) -> UnreadableFile:
    if path.suffix.lower() == ".pdf":
        return UnreadableFile(
            path, "no text layer; needs OCR", "export it from the original document, or run OCR on it"
        )
    return UnreadableFile(path, "no text was found in it", "a picture of a text must be typed or run through OCR")
