"""When the list's own words prove that a page is unchanged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.notice import NoticeId
from knowledge.sites.fetch import Validators
from knowledge.sites.page import Outcome, Page

NOW = datetime(2024, 6, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
PLAIN = Page("http://a.cn/1", "甲", title="通知", kept="x.html", notice_id=NoticeId("n"), outcome=Outcome.NEW)
ASKED = replace(PLAIN, asked_at="2024-06-01T08:00:00+00:00", asked_line=PLAIN.line)
STAMPED = replace(ASKED, stamp="2024-05-01", asked_line=replace(PLAIN, stamp="2024-05-01").line, etag="e")


@pytest.mark.parametrize(
    ("page", "proven"),
    [
        (STAMPED, True),
        (ASKED, True),
        (replace(ASKED, etag="e"), False),  # the site can be asked cheaply
        (replace(ASKED, title="通知（更正）"), False),
        (replace(STAMPED, stamp="2024-06-01"), False),
        (replace(STAMPED, stamp="2024-06-01", asked_line="通知\n\n2024-06-01"), False),  # the day of asking itself
        (replace(ASKED, asked_at="2024-05-20T08:00:00+00:00"), False),
        (replace(ASKED, outcome=Outcome.UNREADABLE), False),
        (PLAIN, False),
    ],
)
def test_proof(page: Page, proven: bool) -> None:  # noqa: FBT001 - a column of the table
    """The site's stamp proves it while it is older than the asking; a plain line does where there is no cheaper way."""
    assert page.is_shown_unchanged(NOW, WEEK) is proven


def test_validators() -> None:
    """Without an original to fall back on, a page is asked for whole."""
    assert replace(ASKED, etag="e").validators == Validators("e", "")
    assert replace(ASKED, etag="e", kept="").validators == Validators()
