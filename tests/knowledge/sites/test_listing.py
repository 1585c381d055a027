"""Finding the articles of list pages of every make."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sites.listing import read
from tests.fakes.site import vsb_list, webplus_list

URL = "https://www.example.edu.cn/xxgk/tzgg.htm"
ITEMS = [
    ("../info/1/1.htm", "关于国家奖学金评审结果的公示", "2024-05-01"),
    ("../info/1/2.htm", "学费收费标准公示", "2024-04-21"),
]
FOUND = [
    ("https://www.example.edu.cn/info/1/1.htm", "关于国家奖学金评审结果的公示", date(2024, 5, 1)),
    ("https://www.example.edu.cn/info/1/2.htm", "学费收费标准公示", date(2024, 4, 21)),
]
OLD = (
    "<table><tr><td><a href=/>首页</a></td><td><a href=b.asp>学校概况与历史沿革</a></td><td><table>"
    + "".join(f'<tr><td>·<a href="{url}">{title}</a></td><td>[{day}]</td></tr>' for url, title, day in ITEMS)
    + "</table></td></tr></table>"
)
CARDS = "".join(
    f'<a class="item" href="{url}"><div class="date"><b>{day[-2:]}</b><span>{day[:-3]}</span></div><h3>{title}</h3>'
    "<p>为做好本学年各项工作，经学院研究决定，现将有关事项通知如下，请各单位遵照执行。</p></a>"
    for url, title, day in ITEMS
)
SPLIT = "".join(f'<ul class="l"><li><a href="{url}">{title}</a><i>{day}</i></li></ul><hr>' for url, title, day in ITEMS)
INLINE = "".join(f'<p><a href="{url}">[{day}] {title}</a></p>' for url, title, day in ITEMS)
FIELDS = "".join(
    f'<li class="list_item i1"><div><span class="Article_Index">1</span><span><a href="{url}">{title}</a></span></div>'
    f'<div class="fields ex_fields"><span class="Article_PublishDate">{day}</span></div></li>'
    for url, title, day in ITEMS
)
NESTED = "".join(
    f'<tr><td><table><tr><td><a href="{url}">{title}</a></td><td>{day}</td></tr></table></td></tr>'
    for url, title, day in ITEMS
)
DEFINED = "".join(
    f'<dt><a href="{url}" title="{title}">{title[:6]}...</a><em>{day}</em></dt>' for url, title, day in ITEMS
)


@pytest.mark.parametrize(
    "markup",
    [
        vsb_list(ITEMS),
        webplus_list(ITEMS),
        OLD,
        f"<div class='newslist'>{CARDS}</div>",
        f"<div>{SPLIT}</div>",
        f"<dl>{DEFINED}</dl>",
        f'<ul class="wp_article_list">{FIELDS}</ul>',
        f'<table class="wp_article_list_table"><tbody>{NESTED}</tbody></table>',
        f'<html><head><base href="https://www.example.edu.cn/xxgk/"></head><body><ul>{DEFINED}</ul></body></html>',
    ],
)
def test_layouts(markup: str) -> None:
    """博达 VSB, 苏迪 webplus, tables of old sites, cards, a list cut into pieces: each gives address, title and day."""
    leaf = read(URL, markup)
    assert [(entry.url, entry.title, entry.published) for entry in leaf.entries] == FOUND
    assert leaf.whole


def test_day_in_the_link() -> None:
    """A day printed inside the link is no part of the title."""
    entries = read(URL, f"<div>{INLINE}</div>").entries
    assert [(entry.url, entry.title) for entry in entries] == [(url, title) for url, title, _ in FOUND]


def test_menus_lose() -> None:
    """Menus and boxes of teasers beside the list do not win over it, however long they are."""
    menu = "".join(f'<li><a href="/m{at}.htm">学院概况栏目{at}</a></li>' for at in range(12))
    friends = "".join(f'<li><a href="http://f{at}.cn/">友情链接某某大学{at}</a></li>' for at in range(30))
    markup = f"<ul>{menu}</ul>" + vsb_list(ITEMS) + f'<div class="friend-link"><ul>{friends}</ul></div>'
    assert [entry.url for entry in read(URL, markup).entries] == [url for url, *_ in FOUND]


def test_no_list() -> None:
    """A page without links to articles names nothing, nor do scripts, anchors and addresses of mail."""
    links = '<a href="#top">回到顶部的链接</a><a href="javascript:go()">查询系统的入口</a>'
    links += '<a href="mailto:a@b.cn">写信给校长信箱</a>'
    assert read(URL, f"<p>{links}</p>").entries == ()
    assert read(URL, "").entries == ()


def test_a_short_title_of_a_known_builder() -> None:
    """What the site builder marks as an item counts even with a short title; the same address twice counts once."""
    markup = (
        '<ul><li id="line_u3_0"><a href="/1.htm">校历</a></li><li id="line_u3_1"><a href="/1.htm">校历</a></li></ul>'
    )
    assert [entry.title for entry in read(URL, markup).entries] == ["校历"]


@given(st.text(alphabet=st.sampled_from("<>a/ulidvhref='=\"1通知 "), max_size=120))
def test_never_fails(markup: str) -> None:
    """Whatever stands on a page, reading it as a list raises nothing."""
    read(URL, markup)
