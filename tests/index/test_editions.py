from dataclasses import replace
from datetime import date

from index.confidence import NAMES, Features
from index.corpus import Corpus, IndexedNotice, IndexedPassage
from index.editions import newest_first, one_of_copies
from index.hit import Hit
from knowledge.notice import NoticeId, Period, PeriodKind
from knowledge.passage import PassageKind
from knowledge.relations import ALONE, Relations

TODAY = date(2024, 10, 1)
NOTHING = Features(*(0.0 for _ in NAMES))


def notice(
    identity: str, relations: Relations = ALONE, published: date | None = None, *periods: Period
) -> IndexedNotice:
    return IndexedNotice(NoticeId(identity), identity, "", "", published, "", periods, None, relations)


def corpus(*notices: IndexedNotice) -> Corpus:
    """One passage a notice."""
    passages = (IndexedPassage(row, 0, PassageKind.TEXT, "", "文") for row in range(len(notices)))
    return Corpus(notices, tuple(passages))


def hits(*scores: float) -> list[Hit]:
    return [Hit(row, score, NOTHING) for row, score in enumerate(scores)]


def test_an_older_edition_stands_behind_the_newest_found() -> None:
    """Editions that are equal, and notices of no series, keep their place."""
    of = corpus(*(notice(str(n), Relations("s", n)) for n in (1, 2, 2)), notice("alone"))
    scores = [round(hit.score, 3) for hit in newest_first(hits(1.0, 0.9, 0.8, 0.7), of, TODAY)]
    assert scores == [0.6, 0.9, 0.8, 0.7]


def test_an_edition_that_is_not_yet_does_not_count() -> None:
    """One published tomorrow, or about the year after next, supersedes nothing today."""
    tomorrow = notice("2", Relations("s", 2), date(2024, 10, 2))
    far = notice("3", Relations("s", 3), None, Period(PeriodKind.YEAR, 2026))
    found = newest_first(hits(1.0, 0.9, 0.8), corpus(notice("1", Relations("s", 1)), tomorrow, far), TODAY)
    assert [hit.score for hit in found] == [1.0, 0.9, 0.8]


def test_of_copies_the_one_that_stands_for_them_is_given_in_the_best_place() -> None:
    """Where it was found; else the best copy itself, as when it was withdrawn."""
    copy = Relations(duplicate_of=NoticeId("a"))
    of = corpus(notice("copy", copy), notice("other"), notice("a"), notice("second", copy))
    found = one_of_copies(hits(0.9, 0.8, 0.7, 0.6), of)
    assert [(hit.row, hit.score) for hit in sorted(found, key=lambda hit: -hit.score)] == [(2, 0.9), (1, 0.8)]
    without = [hit for hit in hits(0.9, 0.8, 0.7, 0.6) if hit.row != 2]
    assert [hit.row for hit in one_of_copies(without, of)] == [0, 1]


def test_all_passages_of_the_one_chosen_are_kept() -> None:
    """Only the best is raised to the place of the copy's best."""
    base = corpus(notice("copy", Relations(duplicate_of=NoticeId("a"))), notice("a"))
    of = replace(base, passages=(*base.passages, replace(base.passages[1], ordinal=1)))
    assert [(hit.row, hit.score) for hit in one_of_copies(hits(0.9, 0.7, 0.6), of)] == [(1, 0.9), (2, 0.6)]
