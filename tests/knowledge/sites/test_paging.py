"""From one list page to the next."""

import pytest

from knowledge.parsers import dom
from knowledge.sites.paging import following

BASE = "https://www.example.edu.cn/xxgk/tzgg.htm"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<span class="p_next p_fun"><a href="tzgg/11.htm">下页</a></span>', "/xxgk/tzgg/11.htm"),
        ('<a class="next" href="/1/list2.htm"><span>下一页&gt;&gt;</span></a>', "/1/list2.htm"),
        ('<a href="?page=2">&gt;</a><a href="?page=9">&gt;&gt;</a>', "/xxgk/tzgg.htm?page=2"),
        ('<a href="p2.htm"><img title=""></a><a href="p3.htm" title="下一页"><i></i></a>', "/xxgk/p3.htm"),
        ('<span class="unuse">[上一页]</span><a href="S?p=2">[下一页]</a>', "/xxgk/S?p=2"),
        ('<a rel="next" href="/p2.htm">2</a>', "/p2.htm"),
        (
            '<div class="pagination"><b class="current">1</b><a href="2.htm">2</a><a href="3.htm">3</a></div>',
            "/xxgk/2.htm",
        ),
        ('<div class="pages"><a class="on" href="1.htm">2</a><a href="3.htm">3</a></div>', "/xxgk/3.htm"),
        ('<a class="btn-next" href="n.htm"></a>', "/xxgk/n.htm"),
        ('<span>下页</span><a href="a.htm">上页</a>', ""),
        ('<a class="next" href="javascript:void(0);"><span>下一页</span></a>', ""),
        ('<a href="#">下一页</a>', ""),
        ('<div class="pages"><b class="on">9</b><a href="8.htm">8</a></div>', ""),
        ('<a href="a.htm">下一篇：放假通知</a>', ""),
        ("", ""),
    ],
)
def test_following(markup: str, found: str) -> None:
    """The next page is found by its words, its arrow, its class or its number; the last page has none."""
    body = dom.read(markup, frozenset()).body
    assert following(BASE, body).removeprefix("https://www.example.edu.cn") == found
