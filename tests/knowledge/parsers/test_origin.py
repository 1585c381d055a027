from datetime import date
from pathlib import Path

import pytest

from knowledge.document import Heading, Paragraph
from knowledge.errors import UnreadableFile
from knowledge.notice import Metadata
from knowledge.parsers import html

ARTICLE = """<!DOCTYPE html><!-- saved from url=(0046)https://mp.weixin.qq.com/s/AbCdEf -->
<html><head><meta property="og:title" content="{og}">
<meta property="og:url" content="http://mp.weixin.qq.com/s?__biz=MzA&amp;mid=22&amp;idx=1&amp;sn=ab&amp;chksm=99#rd">
</head><body><div id="js_article" class="rich_media">
<h1 class="rich_media_title" id="activity-name">{title}</h1>
<div id="meta_content"><span class="rich_media_meta_text">原创</span><a id="js_name"> 某大学招生办 </a>
<em id="publish_time">{shown}</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden;"><section><p>各位考生：</p>
<p><span>2025年学费每学年</span><span>5200元。</span></p></section></div>
<div class="rich_media_tool">阅读原文 微信扫一扫</div></div>
<script>{script}</script></body></html>"""


def _article(**parts: str) -> str:
    return ARTICLE.format(**({"og": "", "title": "2025年收费公示", "shown": "", "script": ""} | parts))


def _read(markup: str, name: str = "page.html") -> tuple[str, Metadata]:
    document = html.parse(Path(name), markup.encode())
    return document.title, document.metadata


def test_an_article_of_the_official_account_says_what_it_is() -> None:
    """Title, account, day of publishing, body and address of a saved article; buttons and tails of its address go."""
    script = 'var ct = "1748793600"; var nickname = htmlDecode("另一个名字");'
    document = html.parse(Path("a.html"), _article(script=script).encode())
    assert document.title == "2025年收费公示"
    assert document.blocks == (Paragraph("各位考生："), Paragraph("2025年学费每学年5200元。"))
    assert document.metadata == Metadata(
        department="某大学招生办",
        published_at=date(2025, 6, 2),  # midnight in China is still the day before in Greenwich
        source_url="http://mp.weixin.qq.com/s?__biz=MzA&mid=22&idx=1&sn=ab",
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"script": "var createTime = '2025-06-02 10:00';"},
        {"script": 'window.x = {"create_time": "1748793600"};'},
        {"script": 'var publish_time = "2025-06-02" || "";'},
        {"shown": "2025年6月2日 10:00"},
    ],
)
def test_the_day_of_an_article_stands_in_several_places(parts: dict[str, str]) -> None:
    """Scripts of several years, or the line under the title, tell when an article was published."""
    assert _read(_article(**parts))[1].published_at == date(2025, 6, 2)


def test_what_scripts_would_fill_in_is_read_from_the_scripts() -> None:
    """An article fetched without a browser has its title, account and address in scripts only."""
    markup = _article(title="").replace(" 某大学招生办 ", "").replace('property="og:url"', 'property="x"')
    script = (
        "var msg_title = '学费公示 &amp; 说明'.html(false); var nickname = \"某大学\";"
        'var msg_link = "http://mp.weixin.qq.com/s?__biz=MzA\\x26amp;mid=7#rd";'
    )
    title, said = _read(markup.replace("<script></script>", f"<script>{script}</script>"))
    assert (title, said.department, said.source_url) == (
        "学费公示 & 说明",
        "某大学",
        "http://mp.weixin.qq.com/s?__biz=MzA&mid=7",
    )
    assert _read(_article(title="", og="学费公示"))[0] == "学费公示"


def test_an_article_of_pictures_is_refused() -> None:
    """An article without text says so."""
    with pytest.raises(UnreadableFile, match="no text"):
        html.parse(
            Path("a.html"),
            _article().replace("各位考生：", "").replace("2025年学费每学年", "").replace("5200元。", "").encode(),
        )


def test_a_site_page_says_its_office_day_and_address() -> None:
    """The line under the title of a site's page, and its canonical address."""
    title, said = _read(
        '<html><head><title>关于缴费的通知-某大学</title><link rel="canonical" href="https://cwc.example.edu.cn/1.htm#top">'
        "</head><body><h1>关于缴费的通知</h1><div>来源：财务处 发布时间：2024-09-01 浏览次数：7</div>"
        "<div class='v_news_content'><p>根据2017年5月1日起施行的办法，请在九月十日前缴清本学年的学费和住宿费，"
        "逾期不予注册。</p></div></body></html>"
    )
    assert title == "关于缴费的通知"
    assert said == Metadata(
        department="财务处", published_at=date(2024, 9, 1), source_url="https://cwc.example.edu.cn/1.htm"
    )


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<p>标题</p><span>2024-05-06</span>", date(2024, 5, 6)),
        ("<p>标题</p><span>[2024年5月6日]</span>", date(2024, 5, 6)),
        ("<p>根据2017年5月1日的办法，现予公布。</p>", None),
        ("<span>2024-15-06</span>", None),
        ("<p>更新日期：2024/5/6</p>", date(2024, 5, 6)),
    ],
)
def test_a_day_in_the_text_is_not_the_day_of_publishing(body: str, day: date | None) -> None:
    """Only a labelled date, or one that stands alone at the top, is the page's own."""
    assert _read(f"<html><body>{body}<p>正文的内容。</p></body></html>")[1].published_at == day


def test_the_head_of_a_page_goes_before_its_text() -> None:
    """Entries that site builders write into the head are believed first; an overlong source is no office."""
    head = '<meta name="PubDate" content="2024-05-06 10:00"><meta name="ContentSource" content="{}">'
    body = "<p>发布时间：2024-05-07</p><p>来源：教务处</p><p>正文的内容。</p>"
    said = _read(f"<html><head>{head.format('学生处')}</head><body>{body}</body></html>")[1]
    assert (said.published_at, said.department) == (date(2024, 5, 6), "学生处")
    assert _read(f"<html><head>{head.format('长' * 30)}</head><body>{body}</body></html>")[1].department == "教务处"


def test_a_heading_is_still_a_block() -> None:
    """A page that says nothing of itself has empty metadata and keeps its blocks."""
    document = html.parse(Path("a.html"), "<html><body><h2>办事指南</h2><p>请到窗口办理。</p></body></html>".encode())
    assert document.metadata == Metadata()
    assert document.blocks[0] == Heading("办事指南", 2)
