"""Whole runs against a site on loopback."""

import re
import time
import zipfile
from datetime import date
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path

import pytest

from knowledge.audit import Actor
from knowledge.notice import Status
from knowledge.sites.errors import SyncRunning, SyncStateUnavailable
from knowledge.sites.page import SAME, Outcome, Page
from knowledge.sites.sync import sync
from tests.fakes import site as fake
from tests.fakes.site import Reply, Site
from tests.knowledge.sites.conftest import Follower

FILES = Path(__file__).resolve().parents[4] / "shared" / "files"
TITLE = "关于第{}批奖学金评审结果的公示"


def articles(site: Site, count: int, *, validated: bool = True) -> list[tuple[str, str, str]]:
    """`count` articles at /info/1/…, and what a list says of them."""
    listed = [(f"/info/1/{at}.htm", TITLE.format(at), f"2024-05-{at % 28 + 1:02}") for at in range(count)]
    for at, (path, title, day) in enumerate(listed):
        text = f"第{at}批奖学金每人{at + 100}元，由学生处负责评审，公示期为五个工作日。"
        site.put(path, fake.vsb_article(title, text, day=day), validated=validated)
    return listed


def publish(site: Site, listed: list[tuple[str, str, str]]) -> None:
    """The list of one page."""
    site.put("/tzgg.htm", fake.vsb_list(listed))


def urls(pages: tuple[Page, ...]) -> list[str]:
    return sorted(re.sub(r"^http://[^/]+", "", page.url) for page in pages)


def test_an_article_becomes_a_notice_with_its_official_link(site: Site, follower: Follower) -> None:
    """A notice carries link, day of the list, department and channel of the column; its title is the page's own."""
    publish(site, articles(site, 2))
    report = follower.one(follower.column(department="学生处", channel="资助"))
    notice = follower.notices()["/info/1/1.htm"]
    assert (len(report.of(Outcome.NEW)), report.whole, report.error) == (2, True, "")
    assert (notice.title, notice.department, notice.channel) == (TITLE.format(1), "学生处", "资助")
    assert (notice.published_at, notice.status) == (date(2024, 5, 2), Status.PUBLISHED)
    assert notice.source_url == f"{site.base}/info/1/1.htm"
    assert "101元" in notice.text
    assert "上一条" not in notice.text
    assert site.agents == {"gongkai/1.0 (college disclosure notices)"}


def test_second_run_fetches_nothing_unchanged(site: Site, follower: Follower) -> None:
    """The second run asks conditionally and gets no body; of two changes it fetches two, and a new page."""
    listed = articles(site, 5)
    publish(site, listed)
    follower.run()
    site.served.clear()
    report = follower.one()
    assert site.bodies() == []
    assert len(report.of(Outcome.NOT_MODIFIED)) == 5
    for path in ("/info/1/1.htm", "/info/1/3.htm"):
        site.put(path, fake.vsb_article("更正后的公示标题", "每人奖励改为九百元，其余不变。"))
    site.put("/info/1/9.htm", fake.vsb_article("新的通知一则", "新的通知正文在这里。"))
    publish(site, [("/info/1/9.htm", "新的通知一则", "2024-05-30"), *listed])
    site.served.clear()
    report = follower.one()
    assert site.bodies() == ["/info/1/1.htm", "/info/1/3.htm", "/info/1/9.htm", "/tzgg.htm"]
    assert urls(report.of(Outcome.CHANGED)) == ["/info/1/1.htm", "/info/1/3.htm"]
    assert urls(report.of(Outcome.NEW)) == ["/info/1/9.htm"]
    assert "九百元" in follower.notices()["/info/1/1.htm"].text


def test_a_site_without_validators_is_asked_again_after_days(site: Site, follower: Follower) -> None:
    """Where the site has no means to ask, the list's own line decides, and after a week the page is fetched again."""
    listed = articles(site, 3, validated=False)
    publish(site, listed)
    follower.run()
    site.served.clear()
    assert len(follower.one().of(Outcome.NOT_FETCHED)) == 3
    assert site.bodies() == []
    site.put(listed[0][0], fake.vsb_article(TITLE.format(0), "改为一千元整。"), validated=False)
    publish(site, [(listed[0][0], listed[0][1], "2024-05-31"), *listed[1:]])
    assert urls(follower.one().of(Outcome.CHANGED)) == ["/info/1/0.htm"]
    follower.later(days=8)
    assert len(follower.one().of(Outcome.UNCHANGED)) == 3


def test_a_visitor_counter_is_no_change(site: Site, follower: Follower) -> None:
    """A page whose bytes differ but whose text does not is unchanged, and its notice keeps its one revision."""
    listed = articles(site, 1)
    publish(site, listed)
    follower.run()
    page = fake.vsb_article(listed[0][1], "第0批奖学金每人100元，由学生处负责评审，公示期为五个工作日。")
    site.put(listed[0][0], page + "<!-- 128 -->")
    assert len(follower.one().of(Outcome.UNCHANGED)) == 1
    with follower.store() as store:
        (notice,) = store.notices()
        assert len(store.revisions(notice.id)) == 1


def test_paging_feed_and_sitemap(site: Site, follower: Follower) -> None:
    """A list over three pages, a webplus list, a feed and a sitemap with an index are each followed to their articles."""
    listed = articles(site, 9)
    for at in range(3):
        site.put(f"/tzgg/{at}.htm", fake.vsb_list(listed[at * 2 : at * 2 + 2], f"{at + 1}.htm" if at < 2 else ""))
    site.put("/zs/list.htm", fake.webplus_list(listed[6:7]))
    site.put("/rss.xml", fake.feed([(f"{site.base}{path}", title) for path, title, _ in listed[7:8]]), "text/xml")
    index = f"<sitemapindex><sitemap><loc>{site.base}/map1.xml</loc></sitemap></sitemapindex>"
    site.put("/sitemap.xml", index, "application/xml")
    site.put("/map1.xml", fake.sitemap([(f"{site.base}/", "2024-05-01"), (f"{site.base}{listed[8][0]}", "2024-05-01")]))
    columns = [
        follower.column("/tzgg/0.htm"),
        follower.column("/zs/list.htm", "招生"),
        follower.column("/rss.xml", "订阅"),
        follower.column("/sitemap.xml", "全站"),
    ]
    report = follower.run(*columns)
    assert [len(column.of(Outcome.NEW)) for column in report.columns] == [6, 1, 1, 1]
    assert [column.whole for column in report.columns] == [True, True, False, True]
    assert len(follower.notices()) == 9
    follower.later(days=1)
    site.served.clear()
    report = follower.run(*columns)
    assert [len(column.of(*SAME)) for column in report.columns] == [6, 1, 1, 1]
    assert site.bodies() == []
    assert site.asked(listed[8][0]) == 0  # its lastmod says enough


def test_page_limit(site: Site, follower: Follower) -> None:
    """A list longer than the limit is read so far, says so, and proves nothing missing."""
    listed = articles(site, 4)
    site.put("/tzgg.htm", fake.vsb_list(listed[:2], "/tzgg/2.htm"))
    site.put("/tzgg/2.htm", fake.vsb_list(listed[2:]))
    report = follower.one(follower.column(pages=1))
    assert (len(report.pages), report.whole) == (2, False)
    assert "goes on after 1 list pages" in report.trouble


def test_attachments_become_notices(site: Site, follower: Follower) -> None:
    """A document that an article links to becomes a notice of its own: official link, title of the link, the article's day."""
    below = (
        '<p><a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&amp;wbfileid=7">'
        "附件1：2024年招生计划.csv</a></p>"
        '<p><a href="files/poster.jpg">海报</a> <a href="https://other.example.com/x.pdf">外站文件.pdf</a></p>'
    )
    site.put("/info/1/0.htm", fake.vsb_article("招生计划公布通知", "现公布招生计划。", below=below))
    publish(site, [("/info/1/0.htm", "招生计划公布通知", "2024-05-09")])
    path = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=7"
    file = "专业,人数\n护理,120\n软件技术,80\n".encode("gb18030")
    site.replies[path] = Reply(
        file, "application/octet-stream", headers={"content-disposition": "attachment; filename=a.csv"}
    )
    report = follower.one()
    notice = follower.notices()[path]
    assert (notice.title, notice.published_at) == ("2024年招生计划", date(2024, 5, 9))
    assert "120" in notice.text
    assert urls(report.of(Outcome.REFUSED)) == ["https://other.example.com/x.pdf"]
    assert site.asked("/info/1/files/poster.jpg") == 0
    site.served.clear()
    assert len(follower.one().of(*SAME)) == 2
    assert site.bodies() == []
    without = follower.one(follower.column(attachments=False))
    assert (len(without.pages), follower.one().of(Outcome.GONE)) == (1, ())


def test_the_files_of_an_attached_archive_become_notices(site: Site, follower: Follower) -> None:
    """Each with the archive's link and its own name; a file that cannot be read is said, and the others are there."""
    below = '<p><a href="files/all.zip">附件：各项标准.zip</a></p>'
    site.put("/info/1/0.htm", fake.vsb_article("收费公示", "现公示收费标准。", below=below))
    publish(site, [("/info/1/0.htm", "收费公示", "2024-05-09")])
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("住宿费标准.txt", "住宿费每学年1200元。")
        archive.writestr("学费标准.txt", "学费每学年5500元。")
        archive.writestr("损坏.docx", "不是文档".encode("gb18030") + b"\0\xff" * 9)
    site.replies["/info/1/files/all.zip"] = Reply(buffer.getvalue(), "application/zip")
    report = follower.one()
    found = {place: notice for place, notice in follower.notices().items() if "all.zip" in place}
    assert sorted(notice.text for notice in found.values()) == ["住宿费每学年1200元。\n", "学费每学年5500元。\n"]
    assert {notice.published_at for notice in found.values()} == {date(2024, 5, 9)}
    page = next(page for page in report.of(Outcome.NEW) if page.url.endswith("all.zip"))
    assert page.reason.startswith("1 of its 3 files were not read: 损坏.docx")
    assert len(follower.one().of(*SAME)) == 2


def test_a_page_in_place_of_a_document_is_refused(site: Site, follower: Follower) -> None:
    """A download that answers with a page (a code to type, a login) is refused and said to be so."""
    site.put(
        "/info/1/0.htm", fake.vsb_article("附件下载通知", "见附件。", below='<a href="/download.jsp?id=1">名单.xls</a>')
    )
    publish(site, [("/info/1/0.htm", "附件下载通知", "2024-05-09")])
    site.put("/download.jsp?id=1", "<html><body>请输入验证码</body></html>")
    (page,) = follower.one().of(Outcome.REFUSED)
    assert (page.reason, "code or a login" in page.advice) == ("kind", True)


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


def test_real_pages(site: Site, follower: Follower) -> None:
    """Real pages and files of colleges, served with a list, become notices; what cannot be read is reported."""
    if not FILES.is_dir():
        pytest.skip("the shared files are not beside the repository")
    listed = []
    for at, file in enumerate(sorted((FILES / "html").iterdir())):
        site.put(f"/html/{at}.html", file.read_bytes(), "text/html")
        listed.append((f"/html/{at}.html", f"学院网站的真实网页第{at}篇", "2024-05-01"))
    documents = [file for kind in ("docx", "xls", "pdf", "txt") for file in sorted((FILES / kind).iterdir())]
    links = ""
    for at, file in enumerate(documents):
        site.put(f"/files/{at}{file.suffix}", file.read_bytes(), "application/octet-stream")
        links += f'<li>附件【<a href="/files/{at}{file.suffix}">{file.name}</a>】</li>'
    site.put("/info/1/0.htm", fake.vsb_article("学校文件汇编的通知", "文件见附件。", below=f"<ul>{links}</ul>"))
    publish(site, [*listed, ("/info/1/0.htm", "学校文件汇编的通知", "2024-05-01")])
    report = follower.one()
    read = len(report.of(Outcome.NEW))
    assert read + len(report.of(Outcome.UNREADABLE)) == len(report.pages) > len(listed)
    assert read >= 0.7 * len(report.pages)
    site.served.clear()
    follower.run()
    assert site.bodies() == []
