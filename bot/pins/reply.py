"""Makes the answer of a pin: what staff say or the passage they chose, then the notice it rests on, as in every answer."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answer import Answer, Citation, Outcome
from bot.parts import Parts, source, within
from bot.pins.pin import Pin
from bot.quote import excerpt, worth
from index.corpus import Corpus
from index.coverage import Weighed
from index.query import Want
from knowledge.notice import NoticeId
from knowledge.standing import Standing

_QUOTE = 380


class PinState(StrEnum):
    """Whether a pin answers, and why not."""

    ANSWERS = "answers"
    REMOVED = "removed"
    UPCOMING = "not yet valid"
    OVER = "no longer valid"
    UNQUOTABLE = "its notice may not be quoted"
    UNPUBLISHED = "its notice is not in the live bundle"
    CHANGED = "its passage is no longer in the notice"


@dataclass(frozen=True, slots=True)
class Told:
    """What a pinned answer is asked in, and what else has to be said of its notice."""

    concepts: Sequence[Weighed]
    want: Want
    superseded_by: str | None = None
    amended_by: tuple[str, ...] = ()


def hinders(pin: Pin, corpus: Corpus, standing: Standing | None) -> PinState | None:
    """What keeps a pin that is in use today from answering; None where nothing does."""
    if standing is None or not standing.quotable:
        return PinState.UNQUOTABLE
    texts = _passages(corpus, pin.pinning.notice_id)
    if not texts:
        return PinState.UNPUBLISHED
    if pin.pinning.passage and pin.pinning.passage not in texts:
        return PinState.CHANGED
    return None


def answer(pin: Pin, corpus: Corpus, told: Told, bundle: str) -> Answer:
    """The answer; nothing hinders `pin`, and its notice is in `corpus`."""
    notice = next(one for one in corpus.notices if one.id == pin.pinning.notice_id)
    quote = pin.pinning.passage or _best(_passages(corpus, notice.id), told)
    says_enough = bool(pin.pinning.text) and not pin.pinning.passage
    parts = Parts(
        lead=pin.pinning.text,
        quote="" if says_enough else excerpt(quote, told.concepts, told.want, _QUOTE),
        source=source(notice, told.superseded_by, told.amended_by),
        also="",
    )
    citation = Citation(
        notice_id=notice.id,
        title=notice.title,
        department=notice.department,
        published_at=notice.published_at,
        url=notice.source_url,
        quote=quote,
    )
    return Answer(Outcome.ANSWERED, within(parts), (citation,), 1.0, (), bundle)


def _passages(corpus: Corpus, notice_id: NoticeId) -> list[str]:
    """The texts of a notice's passages, in order; none where the bundle has no such notice."""
    notice = corpus.notice(notice_id)
    if notice is None:
        return []
    row = corpus.notices.index(notice)
    start = bisect_left(corpus.passages, row, key=lambda passage: passage.notice)
    end = bisect_left(corpus.passages, row + 1, key=lambda passage: passage.notice)
    return [passage.text.strip() for passage in corpus.passages[start:end]]


def _best(texts: Sequence[str], told: Told) -> str:
    return max(texts, key=lambda text: worth(text, told.concepts, told.want))
