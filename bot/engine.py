"""From question to answer: understand, search, decide, compose. Synchronous; bot/live.py runs it beside the event loop."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import Protocol

from bot import compose, outgoing, replies
from bot.answer import Answer
from bot.compose import Finding
from bot.conversation import Conversations
from bot.offices import Offices
from bot.understanding.understand import Intent, Understood, understand
from index import coverage, wants
from index.confidence import Features
from index.query import Query, Want
from index.search import Searcher
from knowledge.notice import NoticeId
from knowledge.standing import Standing

SURE = 0.4
"""From here on the first hit is given as the answer: a quote with its source, which the person can judge."""
FACT = 0.75
"""From here on a question that asks for an opinion is answered with the fact found."""
MAYBE = 0.12
"""From here on the nearest notices are offered to look into."""
_LOOKED_INTO = 3
# Figures that differ by province, major and category: those of another one are no answer.
_OF_A_GROUP = frozenset({Want.SCORE, Want.RANK, Want.CODE, Want.COUNT})
# A long message is cut here before anything looks at it: WeChat itself allows about 600 characters.
_LONGEST = 2000


class Standings(Protocol):
    """Where a notice's present state is looked up, at the moment of the answer."""

    def standings(self, ids: Collection[NoticeId], today: date) -> dict[NoticeId, Standing]:
        """The standing of each known id on that day."""
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers questions out of one open bundle; safe to call from several threads."""

    searcher: Searcher
    store: Standings
    conversations: Conversations
    offices: Offices
    today: Callable[[], date]
    released: frozenset[str] = frozenset()
    """Public telephone numbers and mailboxes: never masked."""

    @property
    def bundle(self) -> str:
        """The id of the bundle that answers."""
        return self.searcher.bundle.manifest.id

    def answer(self, question: str, conversation: str | None = None) -> Answer:
        """The answer to any text; what was asked before in `conversation` is taken into account."""
        started = perf_counter()
        incoming = outgoing.read(question[:_LONGEST], self.released)
        understood = understand(incoming.text, self.today(), self.conversations.before(conversation))
        answer = outgoing.screened(self._respond(understood), self.released, warns=incoming.warns)
        if understood.intent is Intent.QUESTION:
            self.conversations.remember(conversation, understood)
        return replace(answer, elapsed_ms=(perf_counter() - started) * 1000)

    def _respond(self, understood: Understood) -> Answer:
        office = self.offices.responsible([understood.asked])
        if understood.query is None:
            return replies.chat(understood.intent, office, self.bundle)
        finding = self.find(understood)
        if understood.intent is not Intent.QUESTION and not self._is_plain_fact(finding):
            return replies.chat(understood.intent, office, self.bundle)
        if not finding.hits:
            return replies.not_found(understood.asked, office, self.bundle, 0.0)
        finding = self._to_the_point(finding)
        first = finding.hits[0].features
        confidence = self.searcher.model.confidence(first)
        if confidence >= SURE and not _misses_the_point(finding.query, first):
            return compose.answered(finding, confidence, self.bundle)
        if confidence >= MAYBE:
            return compose.candidates(finding, confidence, self.bundle)
        return replies.not_found(understood.asked, office, self.bundle, confidence)

    def _is_plain_fact(self, finding: Finding) -> bool:
        """Whether what sounds like an opinion (就业率怎么样) has a fact for an answer, beyond much doubt."""
        return bool(finding.hits) and self.searcher.model.confidence(finding.hits[0].features) >= FACT

    def _to_the_point(self, finding: Finding) -> Finding:
        """Where the first hit misses the point, the next one that is sure and does not comes first."""
        if not _misses_the_point(finding.query, finding.hits[0].features):
            return finding
        for position, hit in enumerate(finding.hits[:_LOOKED_INTO]):
            is_sure = self.searcher.model.confidence(hit.features) >= SURE
            if is_sure and not _misses_the_point(finding.query, hit.features):
                rest = finding.hits[:position] + finding.hits[position + 1 :]
                return replace(finding, hits=(hit, *rest))
        return finding

    def find(self, understood: Understood) -> Finding:
        """What may be quoted for a question: withdrawn and expired notices are gone, superseded ones stand behind."""
        query = understood.query
        if query is None:
            raise ValueError("only a question can be searched")
        hits = self.searcher.search(query, self.today())
        corpus = self.searcher.bundle.corpus
        ids = {hit.row: corpus.notices[corpus.passages[hit.row].notice].id for hit in hits}
        standing = self.store.standings(set(ids.values()), self.today())
        quotable = [hit for hit in hits if (found := standing.get(ids[hit.row])) and found.quotable]
        successors = {identity: known.superseded_by for identity, known in standing.items() if known.superseded_by}
        if not query.is_dated:
            quotable.sort(key=lambda hit: ids[hit.row] in successors)
        return Finding(
            query=query,
            hits=tuple(quotable),
            concepts=coverage.weigh(query.concepts, self.searcher.bundle.lexical.idf),
            corpus=corpus,
            superseded={identity: self._title(successor) for identity, successor in successors.items()},
        )

    def _title(self, notice_id: NoticeId) -> str:
        notices = self.searcher.bundle.corpus.notices
        return next((notice.title for notice in notices if notice.id == notice_id), notice_id)


def _misses_the_point(query: Query, first: Features) -> bool:
    """Near, yet no answer: another year than asked, no figure where one was asked for, another province's or major's figure."""
    if query.is_dated and first.year < 0:
        return True
    if wants.is_figure(query.want) and first.holds == 0:
        return True
    return query.want in _OF_A_GROUP and first.missed > 0
