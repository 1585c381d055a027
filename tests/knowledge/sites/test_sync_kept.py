"""Whole runs against a site on loopback: what is kept of it, lost, imported again, or withdrawn."""

from knowledge.audit import Actor
from knowledge.notice import Status
from knowledge.sites.page import Outcome
from tests.fakes import site as fake
from tests.fakes.site import Reply, Site, articles, publish
from tests.knowledge.sites.conftest import Follower


def test_preview_writes_nothing(site: Site, follower: Follower) -> None:
    """A dry run reads the lists alone, tells new, known and missing, and leaves no file behind."""
    listed = articles(site, 3)
    publish(site, listed)
    assert len(follower.look().of(Outcome.NEW)) == 3
    assert list(follower.data.iterdir()) == []
    follower.run()
    publish(site, [("/info/1/9.htm", "一则新的通知", "2024-05-01"), *listed[:2]])
    site.served.clear()
    report = follower.look()
    assert [len(report.of(outcome)) for outcome in (Outcome.NEW, Outcome.UNCHANGED, Outcome.GONE)] == [1, 2, 1]
    assert {path for path, _ in site.served} == {"/robots.txt", "/tzgg.htm"}
    site.replies["/tzgg.htm"] = Reply(status=404)
    assert "there is no such page" in follower.look().error


def test_reimport_needs_no_network(site: Site, follower: Follower) -> None:
    """What was fetched is read again from the originals, under the settings of now."""
    publish(site, articles(site, 3))
    follower.run()
    site.served.clear()
    report = follower.again(follower.column(department="财务处"))
    assert len(report.of(Outcome.CHANGED)) == 3
    assert {notice.department for notice in follower.notices().values()} == {"财务处"}
    assert not site.served


def test_a_lost_store_is_filled_again(site: Site, follower: Follower) -> None:
    """When the store is a new one, the pages come from the originals: the site sends no body twice."""
    publish(site, articles(site, 3))
    follower.run()
    for file in follower.data.glob("knowledge.sqlite3*"):
        file.unlink()
    site.served.clear()
    assert len(follower.one().of(Outcome.NEW)) == 3
    assert site.bodies() == []


def test_lost_originals_are_fetched_again(site: Site, follower: Follower) -> None:
    """When store and originals are lost, the first run says so and the second fetches."""
    publish(site, articles(site, 1))
    follower.run()
    for file in [*follower.data.glob("knowledge.sqlite3*"), *follower.place.folder.glob("*/*")]:
        file.unlink()
    assert [page.reason for page in follower.one().of(Outcome.UNREADABLE)] == ["its original is missing"]
    assert len(follower.one().of(Outcome.NEW)) == 1


def test_a_withdrawn_notice_stays_withdrawn(site: Site, follower: Follower) -> None:
    """A page that changes does not bring a withdrawn notice back."""
    publish(site, articles(site, 1))
    follower.run()
    with follower.store() as store:
        (notice,) = store.notices()
        store.withdraw(notice.id, Actor("李"), follower.now, "错了")
    site.put("/info/1/0.htm", fake.vsb_article("改过的公示标题", "改过的正文在这里。"))
    assert len(follower.one().of(Outcome.CHANGED)) == 1
    assert [notice.status for notice in follower.notices().values()] == [Status.WITHDRAWN]


def test_two_columns_name_one_page(site: Site, follower: Follower) -> None:
    """A page belongs to the column that named it first, so it does not change hands at every run."""
    publish(site, articles(site, 1))
    columns = follower.column(department="甲"), follower.column("/tzgg.htm?b", "第二栏", department="乙")
    site.replies["/tzgg.htm?b"] = site.replies["/tzgg.htm"]
    for _ in range(2):
        first, second = follower.run(*columns).columns
        assert (len(first.pages), len(second.pages)) == (1, 0)
    assert follower.notices()["/info/1/0.htm"].department == "甲"
    follower.run(columns[1])  # the first is configured no more
