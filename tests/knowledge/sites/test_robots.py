"""robots.txt."""

import pytest

from knowledge.sites.errors import Refusal, Refused, Unreachable
from knowledge.sites.robots import MAX_DELAY_S, Robots

RULES = b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: gongkai\nDisallow: /private/\nCrawl-delay: 2.5\n"


def test_rules() -> None:
    """Our own group goes before that of all; each site's file is read once, with port and scheme."""
    read: list[str] = []

    def rules(url: str) -> bytes:
        read.append(url)
        return RULES

    robots = Robots(rules)
    assert robots.check("http://a.cn:81/info/1.htm") == 2.5
    with pytest.raises(Refused) as caught:
        robots.check("http://a.cn:81/private/1.htm")
    assert caught.value.reason is Refusal.ROBOTS
    robots.check("https://a.cn/")
    assert read == ["http://a.cn:81/robots.txt", "https://a.cn/robots.txt"]


def test_delay_within_reason() -> None:
    """A crawl-delay of an hour is kept as far as half a minute."""
    assert Robots(lambda _: b"User-agent: *\nCrawl-delay: 3600").check("http://a.cn/") == MAX_DELAY_S


def test_no_rules() -> None:
    """Where there is no robots.txt, or it leads elsewhere, all is allowed."""

    def refuse(url: str) -> bytes:
        raise Refused(url, Refusal.HOST, "elsewhere")

    assert Robots(lambda _: b"").check("http://a.cn/") == 0
    assert Robots(refuse).check("http://a.cn/") == 0


def test_no_answer_means_no() -> None:
    """A robots.txt that cannot be had forbids, until it can."""

    def fail(url: str) -> bytes:
        raise Unreachable(url, "the site answers 503")

    with pytest.raises(Unreachable, match="no page is asked before"):
        Robots(fail).check("http://a.cn/")
