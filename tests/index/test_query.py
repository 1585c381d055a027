import pytest

from index import wants
from index.query import Concept, Query, Want


def test_a_question_needs_only_its_text() -> None:
    """Without more, nothing is required, nothing dated, and any kind of thing will do."""
    query = Query("学费")
    assert (query.concepts, query.periods, query.is_dated, query.want) == ((), (), False, Want.ANY)
    assert (Concept(("学费",)).weight, Concept(("学费",)).strict) == (1.0, False)


@pytest.mark.parametrize("want", Want)
def test_every_want_can_be_looked_for(want: Want) -> None:
    """A kind has a form by which its absence is told, or is never missing."""
    assert wants.holds(want, "") != wants.is_checkable(want)
