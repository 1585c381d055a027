from datetime import date

import pytest

from bot import amended
from bot.finding import Finding
from index.confidence import NAMES, Features
from index.corpus import Corpus, IndexedNotice, IndexedPassage
from index.hit import Hit
from index.query import Query, Want
from knowledge.notice import NoticeId
from knowledge.passage import PassageKind
from knowledge.relations import ALONE, Relations

CHANGED = Relations(amended_by=(NoticeId("moved"), NoticeId("moved again")))


def notice(identity: str, day: date, relations: Relations = ALONE) -> IndexedNotice:
    return IndexedNotice(NoticeId(identity), identity, "就业指导中心", "", day, "", (), None, relations)


NOTICES = (
    notice("fair", date(2026, 9, 4), CHANGED),
    notice("moved", date(2026, 9, 14)),
    notice("moved again", date(2026, 9, 20)),
    notice("other", date(2026, 9, 21)),
)


def hit(row: int, score: float, **features: float) -> Hit:
    values = dict.fromkeys(NAMES, 0.0) | {"coverage": 0.9, "near": 0.9, "holds": 1.0, "key": 1.0} | features
    return Hit(row, score, Features(**values))


def first(*hits: Hit, want: Want = Want.DATE, is_sure: bool = True) -> str:
    passages = tuple(IndexedPassage(number, 0, PassageKind.TEXT, "", "10月24日。") for number in range(4))
    found = (hit(0, 4.0), *hits)
    finding = Finding(Query("双选会是哪天", want=want), found, (), Corpus(NOTICES, passages), date(2026, 9, 25), {}, {})
    ordered = amended.change_first(finding, lambda one: is_sure and one.score > 0)
    assert sorted(ordered.hits, key=lambda one: one.row) == sorted(found, key=lambda one: one.row)
    return ordered.notice(ordered.hits[0]).id


def test_the_newest_change_of_a_day_comes_before_the_notice_that_fixed_it_first() -> None:
    """Where it speaks as well of what is asked."""
    assert first(hit(3, 3.9), hit(1, 3.9), hit(2, 3.7)) == "moved again"


@pytest.mark.parametrize("change", [hit(1, 3.5), hit(1, 3.9, holds=0.0), hit(1, 3.9, near=0.2), hit(3, 3.9)])
def test_a_change_of_something_else_stays_behind(change: Hit) -> None:
    """Far behind, without a day, of another matter; and a notice that changes nothing."""
    assert first(change) == "fair"


def test_what_a_change_leaves_as_it_is_is_told_by_the_first_notice() -> None:
    """The place, what to bring; nor is an unsure hit put in front."""
    assert first(hit(1, 3.9), want=Want.ADDRESS) == "fair"
    assert first(hit(1, 3.9), want=Want.HOW) == "fair"
    assert first(hit(1, 3.9), is_sure=False) == "fair"
