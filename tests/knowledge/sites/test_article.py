"""The attachments of an article."""

import pytest

from knowledge.sites.article import MAX_ATTACHMENTS, Link, attachments, is_missing

URL = "https://www.example.edu.cn/info/1/2.htm"


@pytest.mark.parametrize(
    ("markup", "path", "title"),
    [
        ('<a href="/a.docx">附件1：学费减免申请表.docx</a>', "/a.docx", "学费减免申请表"),
        ('<a href="x.PDF?v=1">附件2.招生计划</a>', "/info/1/x.PDF?v=1", "招生计划"),
        ('<a href="/a.xls">点击下载</a>', "/a.xls", ""),
        ('<a href="/a.xls" title="收费一览表"></a>', "/a.xls", "收费一览表"),
        (
            '附件【<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&amp;wbfileid=1">计划表.xls</a>】',
            "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=1",
            "计划表",
        ),
        ('<a href="/d?id=1">2024年录取名单.pdf</a>', "/d?id=1", "2024年录取名单"),
        (
            '<div class="wp_pdf_player" pdfsrc="/_upload/article/files/1/2.pdf"></div>',
            "/_upload/article/files/1/2.pdf",
            "",
        ),
        ("<script>showVsbpdfIframe('/__local/a.pdf','100%')</script>", "/__local/a.pdf", ""),
        ('<iframe src="/js/viewer.html?file=/__local/b.pdf"></iframe>', "/__local/b.pdf", ""),
    ],
)
def test_kinds_of_links(markup: str, path: str, title: str) -> None:
    """Documents by their ending, by their text, by the builder's address, or shown inside; the title without 附件1："""
    assert attachments(URL, f"<body>{markup}</body>") == (Link(f"https://www.example.edu.cn{path}", title),)


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/info/1/3.htm">上一条：关于放假的通知</a>',
        '<img src="/_upload/article/files/1.jpg">',
        '<a href="/download.jsp.html">下载中心的说明</a>',
        '<div class="footer"><a href="/map.pdf">校园地图</a></div>',
        '<a href="javascript:down(1)">附件.doc</a>',
        '<iframe src="http://[x/viewer?file=a.pdf"></iframe>',
        '<a href="/info/1/2.htm">本文.pdf</a>',
        "<a>附件.doc</a>",
    ],
)
def test_no_attachments(markup: str) -> None:
    """Other articles, pictures, pages, links of the footer, scripts and the page itself are none."""
    assert attachments(URL, f"<body>{markup}</body>") == ()


def test_each_once_and_not_without_end() -> None:
    """An address counts once, with the first title that says something, and after fifty it is enough."""
    twice = '<a href="/a.doc">下载</a><a href="/a.doc">申请表.doc</a>'
    assert attachments(URL, twice) == (Link("https://www.example.edu.cn/a.doc", "申请表"),)
    many = "".join(f'<a href="/{at}.doc">表{at}</a>' for at in range(80))
    assert len(attachments(URL, many)) == MAX_ATTACHMENTS


@pytest.mark.parametrize(
    ("markup", "missing"),
    [
        ("<title>404 Not Found</title>", True),
        ("<p>抱歉，您访问的页面不存在！</p>", True),
        ("<p>该文章已被删除，三秒后返回首页。</p>", True),
        ("<p>关于宿舍调整的通知</p>", False),
        ("<p>页面不存在的说明" + "正文" * 200 + "</p>", False),
    ],
)
def test_pages_that_say_that_there_is_none(markup: str, missing: bool) -> None:  # noqa: FBT001 - a column of the table
    """A short page that says so is one; a long one that only speaks of it is not."""
    assert is_missing(markup) is missing
