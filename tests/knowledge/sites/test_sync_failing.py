"""Whole runs against a site on loopback that fails, misbehaves, or stands still."""

import time
from http.server import BaseHTTPRequestHandler

import pytest

from knowledge.sites.errors import SyncRunning, SyncStateUnavailable
from knowledge.sites.page import Outcome
from knowledge.sites.sync import sync
from tests.fakes import site as fake
from tests.fakes.site import Reply, Site, articles, publish, urls
from tests.knowledge.sites.conftest import Follower


def test_unreadable_page_is_tried_again(site: Site, follower: Follower) -> None:
    """A page without text is reported with the importer's reason, at every run, and read once it has some."""
    publish(site, [("/info/1/0.htm", "一则空空的通知", "2024-05-01")])
    site.put("/info/1/0.htm", "<html><body></body></html>")
    for _ in range(2):
        (page,) = follower.one().of(Outcome.UNREADABLE)
        assert "no text" in page.reason
    site.put("/info/1/0.htm", fake.vsb_article("不空了的通知", "正文回来了。"))
    assert len(follower.one().of(Outcome.NEW)) == 1


def test_wrong_charset(site: Site, follower: Follower) -> None:
    """Pages and lists in GBK that call themselves UTF-8 are read right."""
    page = fake.vsb_article("关于学费缓缴的通知", "家庭经济困难的学生可以申请缓缴学费。").encode("gb18030")
    site.put("/info/1/0.htm", page)
    site.put("/tzgg.htm", fake.vsb_list([("/info/1/0.htm", "关于学费缓缴的通知", "2024-05-01")]).encode("gb18030"))
    follower.run()
    notice = follower.notices()["/info/1/0.htm"]
    assert notice.title == "关于学费缓缴的通知"
    assert "缓缴学费" in notice.text


def test_site_down_breaks_off_and_is_taken_up(site: Site, follower: Follower) -> None:
    """Five failures in a row break the column off; the next run takes it up and asks only for what was left."""
    listed = articles(site, 12)
    publish(site, listed)
    good = dict(site.replies)
    for path, *_ in listed[3:]:
        site.replies[path] = Reply(status=500)
    report = follower.one()
    assert len(report.of(Outcome.NEW)) == 3
    assert "5 pages in a row failed, the last with: the site answers 500" in report.error
    assert follower.slept  # a second try comes after a pause
    site.replies.update(good)
    site.served.clear()
    report = follower.one()
    assert (report.resumed, report.error, len(report.of(Outcome.NEW))) == (True, "", 12)
    assert site.asked("/tzgg.htm") == 0
    assert sum(site.asked(path) for path, *_ in listed) == 9


def test_one_failing_page(site: Site, follower: Follower) -> None:
    """A page that fails twice is reported as not reached, keeps its notice, and is asked at the next run."""
    listed = articles(site, 3)
    publish(site, listed)
    follower.run()
    good = site.replies["/info/1/1.htm"]
    site.replies["/info/1/1.htm"] = Reply(status=502)
    report = follower.one()
    assert [page.reason for page in report.of(Outcome.UNREACHABLE)] == ["the site answers 502 Bad Gateway"]
    assert site.served["/info/1/1.htm", 502] == 2
    assert len(follower.notices()) == 3
    site.replies["/info/1/1.htm"] = good
    assert len(follower.one().of(Outcome.NOT_MODIFIED)) == 3


def test_a_run_of_the_day_before_yesterday_is_not_taken_up(site: Site, follower: Follower) -> None:
    """An unfinished run older than a day begins anew with the list."""
    publish(site, articles(site, 6))
    for at in range(6):
        site.replies[f"/info/1/{at}.htm"] = Reply(status=500)
    assert follower.one().error
    articles(site, 6)
    follower.later(days=2)
    assert not follower.one().resumed


def test_misbehaving_pages_do_not_stop_the_others(site: Site, follower: Follower) -> None:
    """A page of 100 MB, one without end, one that drips, one in a loop: each is reported, and the others become notices."""
    listed = articles(site, 5)
    publish(site, listed)

    def start(handler: BaseHTTPRequestHandler, *headers: tuple[str, str]) -> None:
        handler.send_response(200)
        for name, value in headers:
            handler.send_header(name, value)
        handler.end_headers()

    def large(handler: BaseHTTPRequestHandler) -> None:
        start(handler, ("content-length", str(100 * 2**20)))

    def endless(handler: BaseHTTPRequestHandler) -> None:
        start(handler)
        while True:
            handler.wfile.write(b"x" * 4096)

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        start(handler, ("content-length", "9999"))
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.02)

    site.acts |= {"/info/1/0.htm": large, "/info/1/1.htm": endless, "/info/1/2.htm": dripping}
    site.leads("/info/1/3.htm", "/info/1/3.htm")
    report = follower.one(max_mb=0.1, total_s=0.6)
    assert {page.url[-5:]: page.reason for page in report.of(Outcome.REFUSED)} == {
        "0.htm": "size",
        "1.htm": "size",
        "3.htm": "redirects",
    }
    assert urls(report.of(Outcome.UNREACHABLE)) == ["/info/1/2.htm"]
    assert urls(report.of(Outcome.NEW)) == ["/info/1/4.htm"]


def test_locked(site: Site, follower: Follower) -> None:
    """Two syncs of one data folder: the second is told to wait."""
    publish(site, articles(site, 1))
    with follower.place.locked(), pytest.raises(SyncRunning):
        follower.run()


def test_unusable_folder(site: Site, follower: Follower) -> None:
    """A folder that cannot be made, or a state file that is none, is one clear error."""
    publish(site, articles(site, 1))
    follower.place.folder.write_text("", encoding="utf-8")
    with pytest.raises(SyncStateUnavailable), follower.store() as store:
        sync(follower.job(), follower.place, store, follower.world())
