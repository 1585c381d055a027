"""Which status and which last day a notice takes when its file is imported again, and what a policy lets in."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.life import AS_FILED, Policy, Publishing, last_day, settle
from knowledge.notice import Status

STATUSES = st.sampled_from(Status)
DAYS = st.none() | st.dates()


@given(STATUSES.filter(lambda status: status is not Status.CHECKED), STATUSES)
def test_settle_same_file(current: Status, filed: Status) -> None:
    """A file that says the same as before never changes the status."""
    assert settle(current, filed, filed) is current


@given(STATUSES)
def test_settle_checked(filed: Status) -> None:
    """A check holds for one text: another text is a draft."""
    assert settle(Status.CHECKED, filed, filed) is Status.DRAFT


@given(STATUSES)
def test_settle_withdrawn_by_command(filed: Status) -> None:
    """A withdrawal by command holds whatever a file that had not withdrawn the notice says next."""
    assert settle(Status.WITHDRAWN, Status.PUBLISHED, filed) is Status.WITHDRAWN


def test_settle_follows_the_file() -> None:
    """A file that says something new is followed, also when it takes back its own withdrawal."""
    assert settle(Status.DRAFT, Status.DRAFT, Status.PUBLISHED) is Status.PUBLISHED
    assert settle(Status.PUBLISHED, Status.PUBLISHED, Status.WITHDRAWN) is Status.WITHDRAWN
    assert settle(Status.WITHDRAWN, Status.WITHDRAWN, Status.PUBLISHED) is Status.PUBLISHED


@given(DAYS, DAYS)
def test_last_day_of_staff(current: date | None, filed: date | None) -> None:
    """The last day that staff have set holds while the file says the same as before."""
    assert last_day(current, filed, filed) == current


@given(DAYS, DAYS, DAYS)
def test_last_day_of_the_file(current: date | None, before: date | None, now: date | None) -> None:
    """A file that gives another last day than before is followed."""
    assert last_day(current, before, now) == (current if before == now else now)


def test_no_file_publishes_before_its_check() -> None:
    """Directly, a file's word counts; after-check, what says published is a draft, and what says withdrawn is that."""
    after_check = Policy(Publishing.AFTER_CHECK)
    assert [AS_FILED.first(status) for status in (Status.PUBLISHED, Status.DRAFT)] == [Status.PUBLISHED, Status.DRAFT]
    assert [after_check.first(status) for status in (Status.PUBLISHED, Status.WITHDRAWN)] == [
        Status.DRAFT,
        Status.WITHDRAWN,
    ]
