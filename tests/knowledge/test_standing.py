"""Whether a notice may be quoted, and in which state it is."""

import pytest

from knowledge.notice import NoticeId, Status
from knowledge.standing import Standing, State


@pytest.mark.parametrize(
    "standing",
    [
        Standing(Status.PUBLISHED, expired=True, not_yet=False, superseded_by=None),
        Standing(Status.PUBLISHED, expired=False, not_yet=True, superseded_by=None),
        Standing(Status.DRAFT, expired=False, not_yet=False, superseded_by=None),
        Standing(Status.WITHDRAWN, expired=False, not_yet=False, superseded_by=None),
    ],
)
def test_not_quotable(standing: Standing) -> None:
    """A notice that is expired, not yet in effect, a draft or withdrawn may not be quoted."""
    assert not standing.quotable


def test_quotable() -> None:
    """A published notice that is in effect and not expired may be quoted."""
    assert Standing(Status.PUBLISHED, expired=False, not_yet=False, superseded_by=None).quotable


def test_superseded_is_quotable() -> None:
    """A superseded notice may be quoted: the answer says so."""
    assert Standing(Status.PUBLISHED, expired=False, not_yet=False, superseded_by=NoticeId("newer")).quotable


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (Standing(Status.DRAFT, expired=True, not_yet=False, superseded_by=None), State.DRAFT),
        (Standing(Status.WITHDRAWN, expired=True, not_yet=False, superseded_by=NoticeId("b")), State.WITHDRAWN),
        (Standing(Status.PUBLISHED, expired=True, not_yet=False, superseded_by=NoticeId("b")), State.EXPIRED),
        (Standing(Status.PUBLISHED, expired=False, not_yet=True, superseded_by=NoticeId("b")), State.UPCOMING),
        (Standing(Status.PUBLISHED, expired=False, not_yet=False, superseded_by=NoticeId("b")), State.SUPERSEDED),
        (Standing(Status.PUBLISHED, expired=False, not_yet=False, superseded_by=None), State.PUBLISHED),
    ],
)
def test_state(standing: Standing, state: State) -> None:
    """The one word for a notice: what staff did first, then its dates, then its links."""
    assert standing.state is state
