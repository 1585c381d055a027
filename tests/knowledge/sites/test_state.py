"""The memory of a sync; its verbs are tested by whole runs, here what those do not show."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.sites.article import Link
from knowledge.sites.entry import Entry
from knowledge.sites.errors import SyncStateUnavailable
from knowledge.sites.page import Page
from knowledge.sites.state import SyncState

NOW = datetime(2024, 6, 1, tzinfo=UTC)
ALL = {"甲", "乙"}


def test_runs_have_numbers_of_their_own() -> None:
    """A finished run is followed by one with a new number, over all columns; an unfinished one is taken up for a day."""
    with SyncState.open(None) as state:
        first = state.begin("甲", NOW)
        assert state.begin("甲", NOW + timedelta(hours=23)).resumed
        assert state.begin("乙", NOW).number == first.number + 1
        state.finish(first)
        assert state.begin("甲", NOW).number == first.number + 2


def test_an_attachment_named_by_two_articles() -> None:
    """An attachment hangs on the article that named it first; another one that names it keeps it from being missed."""
    with SyncState.open(None) as state:
        run = state.record_list(state.begin("甲", NOW), [Entry("http://a.cn/1"), Entry("http://a.cn/2")], True, ALL)
        first, second = state.pending(run)
        for article in (first, second):
            state.settle(
                Page(article.url, "甲", seen=run.number, checked=run.number), [Link("http://a.cn/x.doc", "表")]
            )
        (attachment,) = state.pending(run)
        assert (attachment.parent, attachment.title) == ("http://a.cn/1", "表")
        assert state.page("http://a.cn/none") is None


def test_an_attachment_that_the_list_names_becomes_an_article() -> None:
    """What the list names itself is no attachment any more."""
    with SyncState.open(None) as state:
        run = state.record_list(state.begin("甲", NOW), [Entry("http://a.cn/1")], True, ALL)
        state.settle(Page("http://a.cn/1", "甲", seen=1, checked=1), [Link("http://a.cn/x.doc", "表")])
        run = state.record_list(run, [Entry("http://a.cn/x.doc")], True, ALL)
        assert [page.parent for page in state.pending(run)] == [""]
        state.settle(Page("http://a.cn/1", "甲", seen=1, checked=1), [Link("http://a.cn/x.doc", "表")])
        assert [page.parent for page in state.pending(run)] == [""]


def test_unusable_files(tmp_path: Path) -> None:
    """A file that is no database, of another version, or damaged while in use is one clear error."""
    file = tmp_path / "state.sqlite3"
    file.write_bytes(b"nonsense" * 1000)
    with pytest.raises(SyncStateUnavailable, match="move it away"):
        SyncState.open(file)
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(SyncStateUnavailable, match="version 99"):
        SyncState.open(file)
    file.unlink()
    with SyncState.open(file) as state:
        with sqlite3.connect(file) as connection:
            connection.execute("DROP TABLE pages")
        connection.close()
        with pytest.raises(SyncStateUnavailable):
            state.gone()
