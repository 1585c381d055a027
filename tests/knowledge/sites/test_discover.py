"""From a column's address to all it names."""

import pytest

from knowledge.sites.columns import Column
from knowledge.sites.content import Kind
from knowledge.sites.discover import Listing, Markup, follow
from knowledge.sites.entry import Leaf
from knowledge.sites.errors import ListUnreadable
from tests.fakes.site import sitemap, vsb_list

BASE = "http://a.cn"


def column(**given: object) -> Column:
    return Column.model_validate({"name": "甲", "url": f"{BASE}/0.htm"} | given)


def walked(served: dict[str, str], most: int = 99, **given: object) -> Listing:
    def read(url: str) -> Markup:
        path = url.removeprefix(BASE)
        if path not in served:
            raise ListUnreadable(url, "there is no such page")
        return Markup(url, served[path])

    return follow(column(**given), read, most)


def listed(*numbers: int, following: str = "") -> str:
    return vsb_list([(f"/info/{at}.htm", f"关于第{at}件事情的通知", "2024-05-01") for at in numbers], following)


def test_paging_ends() -> None:
    """Pages are read to the last one, each once even where they lead back, and each article counts once."""
    pages = {"/0.htm": listed(1, 2, following="/1.htm"), "/1.htm": listed(2, 3, following="/0.htm")}
    found = walked(pages)
    assert [entry.url[-5:] for entry in found.entries] == ["1.htm", "2.htm", "3.htm"]
    assert (found.whole, found.trouble) == (True, "")


def test_match() -> None:
    """Only addresses that hold the given text are followed."""
    assert [entry.url for entry in walked({"/0.htm": listed(1, 2)}, match="/2.htm").entries] == [f"{BASE}/info/2.htm"]


def test_list_pages_of_a_sitemap_are_no_articles() -> None:
    """A sitemap's front pages and lists are left out."""
    urls = [
        "/",
        "/index.htm",
        "/zs/list.htm",
        "/zs/list2.htm",
        "/zs/",
        "/main.htm",
        "/info/1.htm",
        "/2024/0501/c1a2/page.htm",
    ]
    found = walked({"/0.htm": sitemap([(BASE + url, "") for url in urls])})
    assert [entry.url.removeprefix(BASE) for entry in found.entries] == urls[-2:]


def test_nothing_to_follow() -> None:
    """An address that names nothing is an error that says what was expected."""
    with pytest.raises(ListUnreadable, match="expected a list page"):
        walked({"/0.htm": "<p>改版中</p>"})


def test_not_whole() -> None:
    """A failing later page, too many pages and too many entries end the list, and it is not whole."""
    assert "ends early" in walked({"/0.htm": listed(1, following="/9.htm")}).trouble
    assert "after 1 list pages" in walked({"/0.htm": listed(1, following="/9.htm")}, pages=1).trouble
    found = walked({"/0.htm": listed(1, 2)}, most=1)
    assert (found.whole, "more than 1 pages" in found.trouble) == (False, True)


def test_a_reader_at_fault() -> None:
    """A library's own fault on a page is an error of that column alone."""

    def fail(*_: str) -> Leaf:
        raise ZeroDivisionError("by zero")

    with pytest.raises(ListUnreadable, match="ZeroDivisionError: by zero"):
        follow(column(), lambda url: Markup(url, listed(1)), readers={Kind.PAGE: fail})
