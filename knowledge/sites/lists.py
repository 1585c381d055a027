"""Reads list pages over the network, conditionally: a list that has not changed is taken from the originals."""

from knowledge.sites import content
from knowledge.sites.discover import Markup
from knowledge.sites.errors import ListUnreadable
from knowledge.sites.fetch import Fetched, Fetcher, Gone, NotModified, Outcome, Validators
from knowledge.sites.originals import Originals
from knowledge.sites.page import ListPage
from knowledge.sites.state import SyncState


class ListReader:
    """Fetches the list pages of one column; without `originals` (a dry run) nothing is written."""

    def __init__(self, fetcher: Fetcher, state: SyncState, originals: Originals | None, max_bytes: int) -> None:
        self._fetcher = fetcher
        self._state = state
        self._originals = originals
        self._max_bytes = max_bytes

    def read(self, url: str) -> Markup:
        """The list page at `url`. Raises Refused, Unreachable or ListUnreadable."""
        known = self._known(url)
        answer: Outcome = self._fetcher.get(url, known.validators if known else Validators())
        match answer:
            case Fetched():
                return self._taken(url, answer)
            case NotModified() if known and self._originals:
                body = self._originals.path(known.kept).read_bytes()
                return Markup(known.base, content.text(url, body, known.content_type, self._max_bytes))
            case Gone():
                raise ListUnreadable(url, f"the site answers {answer.status}: there is no such page")
        raise ListUnreadable(url, "the site answers 304 without having been asked")

    def _known(self, url: str) -> ListPage | None:
        if self._originals is None:
            return None
        known = self._state.list_page(url)
        return known if known and self._originals.path(known.kept).is_file() else None

    def _taken(self, url: str, fetched: Fetched) -> Markup:
        said = fetched.headers.get("content-type", "")
        markup = Markup(fetched.url, content.text(url, fetched.body, said, self._max_bytes))
        if self._originals is not None:
            kept = self._originals.keep(fetched.body, ".list")
            sent = fetched.validators
            self._state.record_list_page(ListPage(url, fetched.url, sent.etag, sent.modified, kept, said))
        return markup
