"""One run over one column: its list, each page of it, and then what the list no longer names."""

from dataclasses import replace
from datetime import timedelta

from knowledge.sites import discover
from knowledge.sites.columns import Column
from knowledge.sites.discover import Listing
from knowledge.sites.errors import SiteError, Unreachable
from knowledge.sites.fetch import Fetched, Fetcher, user_agent
from knowledge.sites.guard import Guard
from knowledge.sites.job import Job, Place, World
from knowledge.sites.lists import ListReader
from knowledge.sites.originals import Originals
from knowledge.sites.pace import Pace
from knowledge.sites.page import GOOD, Outcome, Page, Run
from knowledge.sites.report import ColumnReport
from knowledge.sites.robots import Robots
from knowledge.sites.state import SyncState
from knowledge.sites.take import Shelf, Taken, gone, reread, take
from knowledge.sites.wire import Limits
from knowledge.store import KnowledgeStore

# after so many failures in a row the site is down: the rest is left for the next run, which takes this one up
MAX_FAILURES = 5


class ColumnRun:
    """One column: its fetcher, its run, and how many failures in a row there were."""

    def __init__(self, job: Job, column: Column, place: Place, state: SyncState, world: World) -> None:
        self._job = job
        self._column = column
        self._state = state
        self._originals = Originals(place.folder)
        self._max_bytes = int(job.settings.max_mb * 2**20)
        self._fetcher = _fetcher(job, column, world, self._max_bytes)
        self._unreachable: list[Page] = []
        self._failures = 0

    def run(self, store: KnowledgeStore) -> ColumnReport:
        """Lists and takes what the list names, then looks after what it no longer names."""
        run = self._state.begin(self._column.name, self._job.now)
        shelf = self._shelf(store)
        error = trouble = ""
        try:
            if not run.listed:
                listing = self._listing(self._originals)
                names = {column.name for column in self._job.settings.columns}
                run, trouble = self._state.record_list(run, listing.entries, listing.whole, names), listing.trouble
            self._take_all(run, shelf)
            self._look_after_strays(run, shelf)
            for page in self._unreachable:
                self._state.settle(replace(page, checked=run.number))
            self._state.finish(run)
        except SiteError as failure:
            error = str(failure)
        return ColumnReport(
            self._column.name, tuple(self._state.of_run(run)), run.whole, run.resumed, trouble=trouble, error=error
        )

    def preview(self) -> ColumnReport:
        """What the list names, compared with what is known."""
        try:
            listing = self._listing(None)
        except SiteError as failure:
            return ColumnReport(self._column.name, error=str(failure))
        known = {page.url: page for page in self._state.of_column(self._column.name)}
        named = {
            entry.url: known.get(entry.url) or Page(entry.url, self._column.name, title=entry.title)
            for entry in listing.entries
        }
        pages = [replace(page, outcome=Outcome.UNCHANGED if page.asked_at else Outcome.NEW) for page in named.values()]
        if listing.whole:
            missing = (page for page in known.values() if page.url not in named and page.notice_id and not page.parent)
            pages += [replace(page, outcome=Outcome.GONE, gone_why="the list no longer names it") for page in missing]
        return ColumnReport(self._column.name, tuple(pages), listing.whole, trouble=listing.trouble)

    def reimport(self, store: KnowledgeStore) -> ColumnReport:
        """Takes every original again."""
        shelf = self._shelf(store)
        pages = [page for page in self._state.of_column(self._column.name) if page.kept and not page.gone_since]
        taken = []
        for done, page in enumerate(pages, start=1):
            again = reread(page, self._column, shelf)
            self._state.settle(again.page, again.links)
            taken.append(again.page)
            self._job.on_progress(self._column.name, done, len(pages), page.url)
        return ColumnReport(self._column.name, tuple(taken))

    def _shelf(self, store: KnowledgeStore) -> Shelf:
        recheck = timedelta(days=self._job.settings.recheck_days)
        return Shelf(store, self._originals, self._job.by, self._job.now, recheck, self._job.steps)

    def _listing(self, originals: Originals | None) -> Listing:
        reader = ListReader(self._fetcher, self._state, originals, self._max_bytes)
        return discover.follow(self._column, reader.read)

    def _take_all(self, run: Run, shelf: Shelf) -> None:
        """Every pending page, and what these name in their turn."""
        tried: set[str] = set()
        while waiting := [page for page in self._state.pending(run) if page.url not in tried]:
            for page in waiting:
                tried.add(page.url)
                taken = self._taken(page, shelf)
                if taken is not None:
                    links = taken.links if self._column.attachments else ()
                    self._state.settle(replace(taken.page, checked=run.number), links)
                self._job.on_progress(self._column.name, len(tried), len(tried) + len(waiting), page.url)

    def _look_after_strays(self, run: Run, shelf: Shelf) -> None:
        """Pages that are named no more: asked once more, and where that is certain, a question for staff."""
        for page in self._state.strays(run):
            missing = run.whole if not page.parent else self._is_unlinked(page, run)
            due = page.is_due(shelf.now, shelf.recheck)
            if (page.parent and not self._column.attachments) or not (due or (missing and not page.gone_since)):
                continue
            taken = self._taken(page, shelf)
            if taken is None:
                continue
            found = _missing(taken.page, page, shelf) if missing else taken.page
            self._state.settle(replace(found, checked=run.number))

    def _is_unlinked(self, attachment: Page, run: Run) -> bool:
        """Whether the article of an attachment was looked at in this run, and does not name it, or is gone itself."""
        article = self._state.page(attachment.parent)
        return article is None or article.checked == run.number

    def _taken(self, page: Page, shelf: Shelf) -> Taken | None:
        """The page brought up to date; None when the site does not answer, which is tried again at the next run."""
        try:
            taken = take(page, self._column, self._fetcher, shelf)
        except Unreachable as error:
            self._failures += 1
            self._unreachable.append(replace(page, outcome=Outcome.UNREACHABLE, reason=error.detail, advice=""))
            if self._failures >= MAX_FAILURES:
                detail = (
                    f"{self._failures} pages in a row failed, the last with: {error.detail}; the next run goes on here"
                )
                raise Unreachable(page.url, detail) from error
            return None
        self._failures = 0
        return taken


def _missing(found: Page, before: Page, shelf: Shelf) -> Page:
    """A page that is named no more, as one that staff are asked about, unless its site says that it is gone."""
    if found.outcome is Outcome.GONE:
        return found
    why = "no article links to it any more" if before.parent else "the list no longer names it"
    still = "; the page itself still answers" if found.outcome in GOOD else ""
    asked = replace(found, gone_since=before.gone_since, gone_why=before.gone_why, kept_by=before.kept_by)
    return gone(asked, f"{why}{still}", shelf.now)


def _fetcher(job: Job, column: Column, world: World, max_bytes: int) -> Fetcher:
    settings = job.settings
    guard = Guard(column.authorities(), settings.networks(), world.resolve)
    pace = Pace(column.rate, world.seconds, world.sleep)
    limits = Limits(max_bytes, settings.silence_s, settings.total_s)
    agent = user_agent(job.version, settings.contact)
    plain = Fetcher(guard, world.transport, pace, limits, agent)

    def read(url: str) -> bytes:
        answer = plain.get(url)
        return answer.body if isinstance(answer, Fetched) else b""

    return Fetcher(guard, world.transport, pace, limits, agent, Robots(read))
