"""Whether a notice may be quoted, and which status it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.notice import NoticeId, Status
from knowledge.standing import Standing, settle

STATUSES = st.sampled_from(Status)


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


@given(STATUSES, STATUSES)
def test_settle_same_file(current: Status, filed: Status) -> None:
    """A file that says the same as before never changes the status."""
    assert settle(current, filed, filed) is current


@given(STATUSES)
def test_settle_withdrawn_by_command(filed: Status) -> None:
    """A withdrawal by command holds whatever a file that had not withdrawn the notice says next."""
    assert settle(Status.WITHDRAWN, Status.PUBLISHED, filed) is Status.WITHDRAWN


def test_settle_follows_the_file() -> None:
    """A file that says something new is followed, also when it takes back its own withdrawal."""
    assert settle(Status.DRAFT, Status.DRAFT, Status.PUBLISHED) is Status.PUBLISHED
    assert settle(Status.PUBLISHED, Status.PUBLISHED, Status.WITHDRAWN) is Status.WITHDRAWN
    assert settle(Status.WITHDRAWN, Status.WITHDRAWN, Status.PUBLISHED) is Status.PUBLISHED
