"""What the engine found for a question: what answers are composed of."""

from dataclasses import dataclass, replace
from datetime import date

from index.corpus import Corpus, IndexedNotice
from index.coverage import Weighed
from index.hit import Hit
from index.query import Query
from knowledge.notice import NoticeId


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one question: hits that may be quoted, best first, and what superseded or amended which notice.

    `superseded` has the title of the successor, `amended` those of the supplements, corrections and postponements;
    `office` the office whose number or place is asked for, "" where none is named.
    """

    query: Query
    hits: tuple[Hit, ...]
    concepts: tuple[Weighed, ...]
    corpus: Corpus
    today: date
    superseded: dict[NoticeId, str]
    amended: dict[NoticeId, tuple[str, ...]]
    office: str = ""

    def notice(self, hit: Hit) -> IndexedNotice:
        """The notice that a hit belongs to."""
        return self.corpus.notices[self.corpus.passages[hit.row].notice]

    def with_first(self, position: int) -> "Finding":
        """The same with the hit at `position` in front."""
        return replace(self, hits=(self.hits[position], *self.hits[:position], *self.hits[position + 1 :]))
