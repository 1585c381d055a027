"""One page of a site: asked if need be, kept as it came, and handed to the importer with what the list says of it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from knowledge.audit import Actor
from knowledge.filename import readable
from knowledge.importer import Steps, import_found
from knowledge.notice import Metadata
from knowledge.outcome import ImportReport
from knowledge.sites import article, content, originals
from knowledge.sites.article import Link
from knowledge.sites.columns import Column
from knowledge.sites.errors import ListUnreadable, Refusal, Refused
from knowledge.sites.fetch import Fetched, Fetcher, Gone, NotModified
from knowledge.sites.originals import Originals
from knowledge.sites.page import GOOD, NONE, Outcome, Page
from knowledge.store import KnowledgeStore
from knowledge.walk import Found, expanded

_FRONT = ("", "/", "/index.htm", "/index.html", "/index.jsp", "/index.php", "/main.htm")
_HTML = (b"<!doctype html", b"<html", b"<head", b"<script")
_PAGE_ENDINGS = (".htm", ".html", ".shtml", ".xhtml")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a page goes: the knowledge store, the originals, and who takes it there, when."""

    store: KnowledgeStore
    originals: Originals
    by: Actor
    now: datetime
    recheck: timedelta
    steps: Steps = field(default_factory=Steps)


@dataclass(frozen=True, slots=True)
class Taken:
    """A page and what became of it; `links` are its attachments, None where it could not be seen."""

    page: Page
    links: tuple[Link, ...] | None = None


def take(page: Page, column: Column, fetcher: Fetcher, shelf: Shelf) -> Taken:
    """Brings one page up to date; its notice, if it becomes one, is in the store when this returns.

    Raises Unreachable, which is for the caller to try again; a page that must not be asked, cannot be read or is gone
    comes back as such.
    """
    if page.is_shown_unchanged(shelf.now, shelf.recheck) and _stands(page, shelf):
        return Taken(replace(page, outcome=Outcome.NOT_FETCHED))
    try:
        answer = fetcher.get(page.url, page.validators)
        asked = replace(page, asked_at=shelf.now.astimezone(UTC).isoformat(), asked_line=page.line)
        match answer:
            case Gone():
                return Taken(gone(asked, f"the site answers {answer.status}", shelf.now))
            case NotModified():
                return _again(asked, Outcome.NOT_MODIFIED, column, shelf)
            case Fetched():
                return _fetched(asked, answer, column, shelf)
    except Refused as refusal:
        return Taken(refused(page, refusal))


def gone(page: Page, why: str, now: datetime) -> Page:
    """The page as one that staff are asked about; the date, and an answer to the same question, stay."""
    if not page.notice_id:
        advice = "take the link out of the list"
        return replace(page, outcome=Outcome.UNREADABLE, reason=f"the list names it, but {why}", advice=advice)
    since = page.gone_since or now.astimezone(UTC).isoformat()
    kept_by = page.kept_by if page.gone_why == why else ""
    return replace(page, outcome=Outcome.GONE, reason=why, advice="", gone_since=since, gone_why=why, kept_by=kept_by)


def refused(page: Page, refusal: Refused) -> Page:
    """The page as one that is not asked, or not taken."""
    return replace(page, outcome=Outcome.REFUSED, reason=refusal.reason, advice=refusal.detail)


def reread(page: Page, column: Column, shelf: Shelf) -> Taken:
    """The page from its original, without network."""
    return _again(replace(page, notice_id=NONE), Outcome.UNCHANGED, column, shelf)


def _fetched(page: Page, fetched: Fetched, column: Column, shelf: Shelf) -> Taken:
    if _is_front(page.url, fetched.url, column):
        return Taken(gone(page, f"the site leads to {fetched.url} instead", shelf.now))
    digest = originals.digest(fetched.body)
    sent = fetched.validators
    page = replace(page, etag=sent.etag, modified=sent.modified)
    if digest == page.digest and page.kept and shelf.originals.path(page.kept).is_file():
        return _again(page, Outcome.UNCHANGED, column, shelf)
    markup = _markup(page, fetched)
    if markup and article.is_missing(markup):
        return Taken(gone(page, "the site answers that there is no such page", shelf.now))
    ending = originals.ending(fetched.url, fetched.headers.get("content-disposition", ""), fetched.kind)
    kept = shelf.originals.keep(fetched.body, ending)
    return _imported(replace(page, digest=digest, kept=kept), markup, column, shelf)


def _again(page: Page, outcome: Outcome, column: Column, shelf: Shelf) -> Taken:
    """A page whose bytes are known: imported again from its original only where its notice is missing."""
    if _stands(page, shelf):
        return Taken(replace(_back(page), outcome=outcome))
    path = shelf.originals.path(page.kept)
    if not page.kept or not path.is_file():
        return Taken(replace(page, digest="", kept="", outcome=Outcome.UNREADABLE, reason="its original is missing"))
    markup = _markup(page, Fetched(page.url, path.read_bytes()))
    return _imported(page, markup, column, shelf)


def _imported(page: Page, markup: str, column: Column, shelf: Shelf) -> Taken:
    found = Found(
        path=shelf.originals.path(page.kept),
        relative=originals.place(page.url, shelf.originals.path(page.kept).suffix),
        said=Metadata(
            department=column.department,
            channel=column.channel,
            published_at=page.published,
            source_url=page.url,
        ),
        title=page.title or originals.place(page.url, "").stem,
    )
    report = import_found(tuple(expanded(found)), shelf.store, shelf.by, shelf.now, steps=shelf.steps)
    page = _reported(page, report)
    if page.parent or not column.attachments or not markup:
        return Taken(page, None if page.parent else ())
    if page.notice_id:
        # what hangs on the notice is of its day
        page = replace(page, published=page.published or shelf.store.notice(page.notice_id).published_at)
    return Taken(page, article.attachments(page.url, markup))


def _reported(page: Page, report: ImportReport) -> Page:
    """The page with what its file came to; an archive is new or changed where one of its files is.

    Its first notice stands for it. Files of it that could not be read are the reason of a good outcome.
    """
    failed = report.unreadable
    for ids, outcome in (
        (report.added, Outcome.NEW),
        (report.changed, Outcome.CHANGED),
        (report.unchanged, Outcome.UNCHANGED),
    ):
        if ids:
            page = replace(_back(page), notice_id=report.notices[0].id, outcome=outcome)
            return replace(page, reason=_partly(report), advice=failed[0].advice) if failed else page
    return replace(page, outcome=Outcome.UNREADABLE, reason=failed[0].reason, advice=failed[0].advice)


def _partly(report: ImportReport) -> str:
    files = "; ".join(f"{readable(one.path.name)}: {one.reason}" for one in report.unreadable)
    return (
        f"{len(report.unreadable)} of its {len(report.unreadable) + len(report.notices)} files were not read: {files}"
    )


def _back(page: Page) -> Page:
    """The page without complaints, and without the question whether it is gone."""
    return replace(page, reason="", advice="", gone_since="", gone_why="", kept_by="")


def _markup(page: Page, fetched: Fetched) -> str:
    """The text of a web page, "" for any other file.

    Raises Refused (KIND) for a web page that came where a document was linked.
    """
    head = fetched.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    # servers call any file text/html, so the type alone is not believed
    is_web_page = head.startswith(_HTML) or (fetched.kind == "text/html" and b"\0" not in fetched.body[:1024])
    if not is_web_page or head.startswith(b"%pdf"):
        return ""
    is_named_so = urlsplit(page.url).path.lower().endswith(_PAGE_ENDINGS)
    if page.parent and fetched.kind == "text/html" and not is_named_so:
        detail = "a web page came instead of the document: the site asks for a code or a login"
        raise Refused(page.url, Refusal.KIND, detail)
    try:
        return content.text(page.url, fetched.body, fetched.headers.get("content-type", ""), len(fetched.body))
    except (ListUnreadable, Refused):
        return ""  # the importer says what is wrong with it


def _stands(page: Page, shelf: Shelf) -> bool:
    """Whether the notice that was made of the page is in the store."""
    if not page.notice_id or page.outcome not in GOOD | {Outcome.GONE, Outcome.REFUSED, Outcome.UNREACHABLE}:
        return False
    return bool(shelf.store.standings([page.notice_id], shelf.now.date()))


def _is_front(url: str, final: str, column: Column) -> bool:
    """Whether an article's address leads to the front page or the list: how many sites say that it is gone."""
    return final != url and (final == column.url or urlsplit(final).path.lower() in _FRONT)
