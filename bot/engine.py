"""From question to answer: understand, search, decide, compose. Synchronous; bot/live.py runs it beside the event loop."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter
from typing import Protocol

from bot import amended, compose, issuer, outgoing, point, replies, years
from bot.answer import Answer
from bot.conversation import Memory
from bot.directory.directory import Directory
from bot.finding import Finding
from bot.offices import Office, Offices
from bot.pins import reply
from bot.pins.board import Pinboard
from bot.pins.pin import Pin
from bot.remembered import Asking, Remembered
from bot.understanding.understand import Intent, Understood, understand
from bot.understanding.vocabulary import edition
from index import editions
from index.corpus import IndexedNotice
from index.hit import Hit
from index.query import Want
from index.search import Searcher
from knowledge.notice import NoticeId
from knowledge.standing import Standing

SURE = 0.29
"""From here on the first hit is given as the answer: a quote with its source, which the person can judge."""
FACT = 0.75
"""From here on a question that asks for an opinion is answered with the fact found."""
MAYBE = 0.12
"""From here on the nearest notices are offered to look into."""
# 学校, 专业: of them alone an opinion is asked.
_GENERIC = 0.3
# A long message is cut here before anything looks at it: WeChat itself allows about 600 characters.
_LONGEST = 2000


class Standings(Protocol):
    """Where a notice's present state is looked up, at the moment of the answer."""

    def standings(self, ids: Collection[NoticeId], today: date) -> dict[NoticeId, Standing]:
        """The standing of each known id on that day."""
        ...

    def version(self) -> int:
        """A number that every change of any notice makes another."""
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers questions out of one open bundle; safe to call from several threads."""

    searcher: Searcher
    store: Standings
    conversations: Memory
    offices: Offices
    today: Callable[[], date]
    released: frozenset[str] = frozenset()
    """Public telephone numbers and mailboxes: never masked."""
    remembered: Remembered = field(default_factory=Remembered)
    pins: Pinboard | None = None
    """The answers that staff have pinned to questions."""
    directory: Callable[[], Directory] = Directory
    """How offices are reached: read out of the bundle when it is first needed."""

    @property
    def bundle(self) -> str:
        """The id of the bundle that answers."""
        return self.searcher.bundle.manifest.id

    def answer(self, question: str, conversation: str | None = None) -> Answer:
        """The answer to any text; what was asked before in `conversation` is taken into account."""
        started = perf_counter()
        before = self.conversations.before(conversation)
        incoming = outgoing.read(question[:_LONGEST], self.released)
        asked_before = before.asked if before else ""
        versions = (self.store.version(), self.pins.version() if self.pins else 0, edition())
        asking = Asking(incoming.text, asked_before, self.today(), versions, incoming.warns)
        known = self.remembered.get(asking)
        if known is not None:
            understood, answer = known
        else:
            understood = understand(incoming.text, asking.today, before)
            is_more = understood.intent is Intent.MORE and understood.query is not None
            pin = self.pinned(understood, versions[1])
            if pin is not None:
                found = self._answer_pinned(pin, understood)
            else:
                found = self._more(understood, conversation) if is_more else self._respond(understood)
            answer = outgoing.screened(found, self.released, warns=incoming.warns)
        if understood.intent is Intent.QUESTION:
            self.conversations.remember(conversation, understood)
        if understood.intent is not Intent.MORE:
            self.remembered.keep(asking, understood, answer)
        return replace(answer, asked=understood.asked, elapsed_ms=(perf_counter() - started) * 1000)

    def _more(self, understood: Understood, conversation: str | None) -> Answer:
        """The next notice of what was asked last; the fixed words where there is none, or nothing was asked."""
        page = self.conversations.page(conversation) + 1
        finding = self.find(understood)
        shown = compose.more(finding, page, self._confidence(finding), self.bundle) if finding.hits else None
        if shown is None:
            return replies.chat(Intent.MORE, None, self.bundle)
        self.conversations.remember(conversation, replace(understood, intent=Intent.QUESTION), page)
        return shown

    def _confidence(self, finding: Finding) -> float:
        return self.searcher.model.confidence(finding.hits[0].features)

    def pinned(self, understood: Understood, version: int | None = None) -> Pin | None:
        """The pin that answers a question; None where there is none, or what it rests on may not be quoted now.

        `version` is the pins' where it has just been asked for.
        """
        pin = self.pins.find(understood, self.today(), version) if self.pins else None
        if pin is None:
            return None
        known = pin.pinning.notice_id
        standing = self.store.standings({known}, self.today()).get(known)
        return None if reply.hinders(pin, self.searcher.bundle.corpus, standing) else pin

    def _answer_pinned(self, pin: Pin, understood: Understood) -> Answer:
        bundle, query = self.searcher.bundle, understood.query
        notice = bundle.corpus.notice(pin.pinning.notice_id)
        standing = self.store.standings({pin.pinning.notice_id, *_changed_by(notice)}, self.today())
        successor = _successor(notice, standing) if notice else None
        told = reply.Told(
            concepts=self.searcher.scale.weigh(query.concepts) if query else (),
            want=query.want if query else Want.ANY,
            superseded_by=self._title(successor) if successor else None,
            amended_by=tuple(map(self._title, _live(notice.relations.amended_by if notice else (), standing))),
        )
        return replace(reply.answer(pin, bundle.corpus, told, self.bundle), suggestions=understood.others)

    def _respond(self, understood: Understood) -> Answer:
        office = self.offices.responsible([understood.asked])
        if understood.query is None:
            return replies.chat(understood.intent, office, self.bundle)
        asked = self.directory().asked(understood.asked, understood.query)
        if asked is not None and asked.is_all:
            reached = self._reach(asked.name, understood.query.want)
            if reached is not None:
                return replace(reached, suggestions=understood.others)
            # another office's number would be taken for this one's: the switchboard, or whoever takes everything else
            office = self.offices.default
        finding = replace(self.find(understood), office=asked.name if asked else "")
        if understood.intent is not Intent.QUESTION and not self._is_plain_fact(finding):
            return replies.chat(understood.intent, office, self.bundle)
        if not finding.hits:
            return replies.not_found(understood.asked, office, self.bundle, 0.0)
        finding = amended.change_first(issuer.own_first(finding, self._is_sure), self._is_sure)
        finding = point.to_the_point(finding, self._is_sure)
        return self._decide(understood, finding, office)

    def _reach(self, office: str, want: Want) -> Answer | None:
        """How an office is reached, by what may be quoted now and by the staff's list."""

        def quotable(ids: Collection[NoticeId]) -> Collection[NoticeId]:
            known = self.store.standings(ids, self.today())
            return {identity for identity, one in known.items() if one.quotable and not one.superseded_by}

        answer = self.directory().answer(office, want, self.searcher.bundle.corpus, quotable)
        return replace(answer, bundle=self.bundle) if answer else None

    def _decide(self, understood: Understood, finding: Finding, office: Office | None) -> Answer:
        """By how sure the first hit is: the answer, what is near, or whom to ask."""
        first = finding.hits[0].features
        confidence = self.searcher.model.confidence(first)
        misses = point.misses(finding, finding.hits[0]) or _is_beside(finding)
        if misses and finding.office:
            return replies.not_found(understood.asked, office, self.bundle, confidence)
        if confidence >= SURE and not misses:
            return compose.answered(finding, confidence, self.bundle, understood.others)
        if confidence >= SURE and first.year < 0 and years.is_to_come(finding.query, finding.today):
            newest = editions.newest_first(finding.hits, finding.corpus, finding.today)
            finding = replace(finding, hits=tuple(sorted(newest, key=lambda hit: -hit.score)))
            return compose.of_another_year(finding, confidence, self.bundle)
        if confidence >= MAYBE:
            return compose.candidates(finding, confidence, self.bundle)
        return replies.not_found(understood.asked, office, self.bundle, confidence)

    def _is_sure(self, hit: Hit) -> bool:
        return self.searcher.model.confidence(hit.features) >= SURE

    def _is_plain_fact(self, finding: Finding) -> bool:
        """Whether what sounds like an opinion (就业率怎么样) has a fact for an answer, beyond much doubt."""
        asks_of_something = any(concept.weight > _GENERIC for concept in finding.query.concepts)
        return bool(finding.hits) and asks_of_something and self._confidence(finding) >= FACT

    def find(self, understood: Understood) -> Finding:
        """What may be quoted for a question: withdrawn and expired notices are gone, superseded ones stand behind."""
        query = understood.query
        if query is None:
            raise ValueError("only a question can be searched")
        standing: dict[NoticeId, Standing] = {}

        def quotable(ids: Collection[NoticeId]) -> Collection[NoticeId]:
            """Those that may be quoted now; the notices that changed them are looked up with them."""
            changed_by = {by for identity in ids for by in _changed_by(corpus.notice(identity))}
            standing.update(self.store.standings({*ids, *changed_by}, self.today()))
            return {identity for identity, known in standing.items() if known.quotable}

        corpus = self.searcher.bundle.corpus
        hits = list(self.searcher.search(query, self.today(), quotable=quotable))
        found = [corpus.notices[corpus.passages[hit.row].notice] for hit in hits]
        successors = {notice.id: by for notice in found if (by := _successor(notice, standing))}
        if not query.is_dated:
            hits.sort(key=lambda hit: corpus.notices[corpus.passages[hit.row].notice].id in successors)
        return Finding(
            query=query,
            hits=tuple(hits),
            concepts=self.searcher.scale.weigh(query.concepts),
            corpus=corpus,
            today=self.today(),
            superseded={identity: self._title(successor) for identity, successor in successors.items()},
            amended={
                notice.id: tuple(map(self._title, _live(notice.relations.amended_by, standing))) for notice in found
            },
        )

    def _title(self, notice_id: NoticeId) -> str:
        known = self.searcher.bundle.corpus.notice(notice_id)
        return known.title if known else notice_id


def _changed_by(notice: IndexedNotice | None) -> Iterator[NoticeId]:
    if notice is not None:
        yield from notice.relations.amended_by
        if notice.relations.repealed_by:
            yield notice.relations.repealed_by


def _live(ids: Iterable[NoticeId], standing: Mapping[NoticeId, Standing]) -> list[NoticeId]:
    return [identity for identity in ids if identity in standing and standing[identity].quotable]


def _successor(notice: IndexedNotice, standing: Mapping[NoticeId, Standing]) -> NoticeId | None:
    """What took a notice's place: by a link that staff gave, else by the words of a rule that repeals it."""
    repealed_by = notice.relations.repealed_by
    return standing[notice.id].superseded_by or next(iter(_live([repealed_by] if repealed_by else [], standing)), None)


def _is_beside(finding: Finding) -> bool:
    """Whether the first hit holds nothing that the question names, and not two characters of it as they stand."""
    first = finding.hits[0].features
    return bool(finding.concepts) and first.coverage == 0 and first.wording == 0
