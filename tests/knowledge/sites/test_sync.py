"""What a run finds on a site on loopback and takes over, the first time and the next."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from knowledge.notice import Status
from knowledge.sites.page import SAME, Outcome
from tests.fakes import site as fake
from tests.fakes.site import TITLE, Reply, Site, articles, publish, urls
from tests.knowledge.sites.conftest import Follower

FILES = Path(__file__).resolve().parents[4] / "shared" / "files"


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
