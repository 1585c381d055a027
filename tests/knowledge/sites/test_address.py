"""One normal form for every way to write an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sites.address import Authority, authority, join, normalise, origin, target


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTP://WWW.Example.edu.cn:80/A.htm#top", "http://www.example.edu.cn/A.htm"),
        ("https://example.edu.cn:443", "https://example.edu.cn/"),
        ("https://example.edu.cn:8443/a b", "https://example.edu.cn:8443/ab"),
        (" http://user:pw@example.edu.cn/a?x=1&y=二 ", "http://example.edu.cn/a?x=1&y=%E4%BA%8C"),
        ("http://例子.中国/通知.htm", "http://xn--fsqu00a.xn--fiqs8s/%E9%80%9A%E7%9F%A5.htm"),
        ("http://example.edu.cn/%E9%80%9A?a=%20b", "http://example.edu.cn/%E9%80%9A?a=%20b"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("http://example.edu.cn./a", "http://example.edu.cn/a"),
        ("ftp://example.edu.cn/", ""),
        ("mailto:a@example.edu.cn", ""),
        ("http://", ""),
        ("http://a:99999/", ""),
        ("http://a:x/", ""),
        ("http://[::1/", ""),
        (f"http://{'a' * 70}.cn/", ""),
        ("http://./", ""),
        ("http://a b.cn/", ""),
    ],
)
def test_normal_form(written: str, normal: str) -> None:
    """Case of scheme and host, default ports, users, fragments and blanks do not count; what is no address is ""."""
    assert normalise(written) == normal


@given(st.text(max_size=40), st.text(max_size=40))
def test_normalising_is_idempotent_and_never_fails(host: str, path: str) -> None:
    """The normal form of a normal form is itself, and nothing written on a page makes it fail."""
    once = normalise(f"http://{host}/{path}")
    assert normalise(once) == once
    assert normalise(join("http://example.edu.cn/", path)) == join("http://example.edu.cn/", path)


def test_links() -> None:
    """A link is read from the page that it stands on."""
    base = "https://www.example.edu.cn/xxgk/tzgg.htm"
    assert join(base, " ../info/1/2.htm ") == "https://www.example.edu.cn/info/1/2.htm"
    assert join(base, "//zs.example.edu.cn/a") == "https://zs.example.edu.cn/a"
    assert join(base, "http://[x") == ""


def test_parts() -> None:
    """Authority, origin and request target of an address."""
    assert authority("https://A.cn/") == Authority("a.cn", 443)
    assert authority("javascript:void(0)") is None
    assert (str(Authority("a.cn", 80)), str(Authority("::1", 80))) == ("a.cn:80", "[::1]:80")
    assert origin("http://a.cn:8080/x?y") == "http://a.cn:8080"
    assert target("http://a.cn/x?y=1") == "/x?y=1"
