"""Whole runs against a site on loopback: where a run does not go, and how fast it goes."""

import pytest

from knowledge.sites.page import Outcome
from knowledge.sites.sync import sync
from tests.fakes.site import Reply, Site, articles, publish, urls
from tests.knowledge.sites.conftest import Follower


def test_robots(site: Site, follower: Follower) -> None:
    """What robots.txt forbids is not asked; its crawl-delay is kept, up to half a minute; failing, it forbids all."""
    listed = articles(site, 3)
    publish(site, listed)
    site.put("/robots.txt", "User-agent: *\nDisallow: /info/1/1.htm\nCrawl-delay: 120\n", "text/plain")
    report = follower.one()
    assert urls(report.of(Outcome.REFUSED)) == ["/info/1/1.htm"]
    assert report.of(Outcome.REFUSED)[0].reason == "robots"
    assert site.asked("/info/1/1.htm") == 0
    assert follower.slept == [30.0, 30.0, 30.0]  # the list after robots.txt, and two articles
    site.replies["/robots.txt"] = Reply(status=503)
    site.served.clear()
    assert "no page is asked before robots.txt answers" in follower.one().error
    assert {path for path, _ in site.served} == {"/robots.txt"}


def test_rebinding_a_name_changes_nothing(site: Site, follower: Follower) -> None:
    """A name whose server answers differently the second time is refused then: no request goes to an unchecked address."""
    listed = articles(site, 2)
    publish(site, listed)
    answers = iter(["127.0.0.1"] * 3)  # robots.txt, the list, the first article
    world = follower.world(resolve=lambda *_: [next(answers, "169.254.169.254")])
    column = follower.column().model_copy(update={"url": f"http://www.example.edu.cn:{site.port}/tzgg.htm"})
    with follower.store() as store:
        (report,) = sync(follower.job(column), follower.place, store, world).columns
    assert [page.reason for page in report.of(Outcome.REFUSED)] == ["address"]
    assert len(report.of(Outcome.NEW)) == 1
    assert site.asked("/info/1/1.htm") == 0


def test_rate(site: Site, follower: Follower) -> None:
    """Between two requests to a host lies the column's pause."""
    publish(site, articles(site, 2))
    follower.run(follower.column(rate=3))
    assert follower.slept == [3.0, 3.0, 3.0]  # between robots.txt, the list and two articles


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("http://other.example.com/a.htm", "host"),
        ("http://169.254.169.254/latest/meta-data/", "host"),
        ("http://localhost/a.htm", "host"),
        ("file:///etc/passwd", "redirects"),
        ("/info/1/0.htm", "redirects"),
    ],
)
def test_redirects_out_are_refused(site: Site, follower: Follower, where: str, reason: str) -> None:
    """A redirect to another host, to a metadata address, to another name of this machine, to a file, in a loop."""
    publish(site, [("/info/1/0.htm", "一则引向别处的通知", "2024-05-01")])
    site.leads("/info/1/0.htm", where)
    (page,) = follower.one().of(Outcome.REFUSED)
    assert page.reason == reason
    assert follower.notices() == {}


@pytest.mark.parametrize("where", ["http://169.254.169.254/latest", "http://127.0.0.2:1/", "http://[::ffff:7f00:1]/"])
def test_named_hosts_inside_the_network_are_refused(site: Site, follower: Follower, where: str) -> None:
    """Even hosts that the column names are refused at addresses that no setting opens, or that none has opened."""
    publish(site, [("/info/1/0.htm", "一则引向内网的通知", "2024-05-01")])
    site.leads("/info/1/0.htm", where)
    column = follower.column(hosts=("127.0.0.1", "169.254.169.254", "127.0.0.2:1", "[::ffff:7f00:1]"))
    (page,) = follower.one(column, private_networks=("127.0.0.1/32",)).of(Outcome.REFUSED)
    assert page.reason == "address"


def test_loopback_is_refused_unless_opened(site: Site, follower: Follower) -> None:
    """A site on loopback is not asked at all while no setting names its network."""
    publish(site, articles(site, 1))
    assert "no public address" in follower.one(private_networks=()).error
    assert not site.served
