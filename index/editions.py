"""Which of several editions and copies of a notice an answer rests on, by the relations that the bundle carries."""

from collections.abc import Sequence
from datetime import date

from index.corpus import Corpus, IndexedNotice
from index.freshness import has_come
from index.hit import Hit

_OLDER = 0.4


def newest_first(hits: Sequence[Hit], corpus: Corpus, today: date) -> list[Hit]:
    """The same hits; those of an older edition (校历 of last year) stand behind the newest one found."""
    newest: dict[str, int] = {}
    for hit in hits:
        notice = _notice(corpus, hit)
        if has_come(notice, today):
            series = notice.relations.series
            newest[series] = max(newest.get(series, 0), notice.relations.edition)
    return [hit._replace(score=hit.score - _OLDER) if _is_over(_notice(corpus, hit), newest) else hit for hit in hits]


def one_of_copies(hits: Sequence[Hit], corpus: Corpus) -> list[Hit]:
    """The hits, of copies those of one notice only: the one that stands for the others where it was found, else the best.

    It takes the place of the best of them, so that joining moves no notice behind another.
    """
    best: dict[str, float] = {}
    chosen: dict[str, IndexedNotice] = {}
    for hit in sorted(hits, key=lambda one: -one.score):
        notice = _notice(corpus, hit)
        original = notice.relations.duplicate_of or notice.id
        best.setdefault(original, hit.score)
        if original not in chosen or notice.id == original:
            chosen[original] = notice
    kept = [hit for hit in hits if (one := _notice(corpus, hit)) is chosen[one.relations.duplicate_of or one.id]]
    lift = {notice.id: best[original] for original, notice in chosen.items()}
    ordered = sorted(kept, key=lambda one: -one.score)
    return [_lifted(hit, lift.pop(_notice(corpus, hit).id, hit.score)) for hit in ordered]


def _lifted(hit: Hit, score: float) -> Hit:
    return hit._replace(score=score) if score > hit.score else hit


def _is_over(notice: IndexedNotice, newest: dict[str, int]) -> bool:
    return bool(notice.relations.series) and notice.relations.edition < newest.get(notice.relations.series, 0)


def _notice(corpus: Corpus, hit: Hit) -> IndexedNotice:
    return corpus.notices[corpus.passages[hit.row].notice]
