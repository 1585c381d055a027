"""Whole runs against a site on loopback: pages and attachments that left it."""

from knowledge.notice import Status
from knowledge.sites.page import SAME, Outcome
from tests.fakes import site as fake
from tests.fakes.site import Reply, Site, articles, publish, urls
from tests.knowledge.sites.conftest import Follower


def test_gone_is_asked_not_deleted(site: Site, follower: Follower) -> None:
    """404, 410, off the list, a page that says so, a redirect to the front page: each is a question, and every notice stays."""
    listed = articles(site, 7)
    publish(site, listed)
    follower.run()
    site.replies["/info/1/0.htm"] = Reply(status=404)
    site.replies["/info/1/1.htm"] = Reply(status=410)
    site.put("/info/1/2.htm", "<html><body>您访问的页面不存在或已删除</body></html>")
    site.leads("/info/1/3.htm", "/")
    site.put("/", "<html><body>首页</body></html>")
    site.replies["/info/1/5.htm"] = Reply(status=404)
    publish(site, [*listed[:4], listed[6]])
    report = follower.one()
    why = {page.url.rpartition("/")[2]: page.gone_why for page in report.of(Outcome.GONE)}
    assert why == {
        "0.htm": "the site answers 404",
        "1.htm": "the site answers 410",
        "2.htm": "the site answers that there is no such page",
        "3.htm": f"the site leads to {site.base}/ instead",
        "4.htm": "the list no longer names it; the page itself still answers",
        "5.htm": "the site answers 404",
    }
    assert {notice.status for notice in follower.notices().values()} == {Status.PUBLISHED}
    assert len(follower.notices()) == 7
    with follower.state() as state:
        assert len(state.gone()) == 6
        assert state.gone()[0].gone_since.startswith("2024-06-01")


def test_answers_of_staff_and_returns(site: Site, follower: Follower) -> None:
    """A page that staff keep is not asked about again; one that returns is no question any more."""
    listed = articles(site, 3)
    publish(site, listed)
    follower.run()
    publish(site, listed[:1])
    follower.run()
    kept = follower.notices()["/info/1/1.htm"].id
    with follower.state() as state:
        assert state.keep(kept, "李老师")
        assert not state.keep(follower.notices()["/info/1/0.htm"].id, "李老师")
    follower.later(days=30)
    follower.run()
    with follower.state() as state:
        assert urls(tuple(state.gone())) == ["/info/1/2.htm"]
    publish(site, listed)
    assert follower.one().of(Outcome.GONE) == ()
    with follower.state() as state:
        assert state.gone() == []
    publish(site, listed[:1])
    follower.run()
    with follower.state() as state:
        assert len(state.gone()) == 2  # it left a second time: asked anew


def test_an_attachment_that_lost_its_link_is_asked(site: Site, follower: Follower) -> None:
    """An attachment that its article no longer links to is a question, like a page off the list."""
    site.put("/a.csv", "专业,人数\n护理,120\n", "text/csv")
    site.put("/info/1/0.htm", fake.vsb_article("招生计划公布通知", "见附件。", below='<a href="/a.csv">计划.csv</a>'))
    publish(site, [("/info/1/0.htm", "招生计划公布通知", "2024-05-09")])
    follower.run()
    site.put("/info/1/0.htm", fake.vsb_article("招生计划公布通知", "附件已并入正文。"))
    (page,) = follower.one().of(Outcome.GONE)
    assert page.gone_why == "no article links to it any more; the page itself still answers"
    assert follower.one().of(Outcome.GONE) == ()  # asked once, not at every run


def test_a_broken_list_makes_no_page_gone(site: Site, follower: Follower) -> None:
    """A list that fails, or names nothing, is an error of the column; no page counts as gone, and other columns go on."""
    listed = articles(site, 3)
    publish(site, listed)
    site.put("/b.htm", fake.vsb_list(listed[2:]))
    follower.run()
    for broken in (
        Reply(status=503),
        Reply(status=404),
        Reply("<html><body>改版中</body></html>".encode()),
        Reply(b"\0\1\2" * 99),
    ):
        site.replies["/tzgg.htm"] = broken
        first, second = follower.run(follower.column(), follower.column("/b.htm", "第二栏")).columns
        assert (bool(first.error), first.of(Outcome.GONE), second.error) == (True, (), "")
    publish(site, listed)
    assert len(follower.one().of(*SAME)) == 3


def test_later_list_page_fails(site: Site, follower: Follower) -> None:
    """When the second list page fails, the first one's articles are taken, and nothing counts as missing."""
    listed = articles(site, 4)
    site.put("/tzgg.htm", fake.vsb_list(listed[:2], "/tzgg/2.htm"))
    site.put("/tzgg/2.htm", fake.vsb_list(listed[2:]))
    assert len(follower.one().pages) == 4
    site.replies["/tzgg/2.htm"] = Reply(status=500)
    report = follower.one()
    assert (report.whole, report.of(Outcome.GONE), report.error) == (False, (), "")
    assert "the list ends early" in report.trouble


def test_a_dead_link_of_the_list(site: Site, follower: Follower) -> None:
    """A page that was never a notice and is not there is reported as unreadable, not asked about."""
    publish(site, [("/info/1/0.htm", "名存实亡的一则通知", "2024-05-01")])
    (page,) = follower.one().of(Outcome.UNREADABLE)
    assert page.reason == "the list names it, but the site answers 404"
