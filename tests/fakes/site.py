"""A college's web site on loopback: pages with validators, paging, feeds, and every way in which a server misbehaves."""

import hashlib
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from knowledge.sites.page import Page

HTML = "text/html; charset=utf-8"
TITLE = "关于第{}批奖学金评审结果的公示"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answers at one path; `validated` gives an ETag and answers 304."""

    body: bytes = b""
    kind: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    validated: bool = True


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:
        site = self.server.site
        try:
            if act := site.acts.get(self.path):
                site.served[self.path, 0] += 1
                act(self)
                return
            reply = site.replies.get(self.path, Reply(b"", status=404))
            etag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"' if reply.validated and reply.status == 200 else ""
            same = bool(etag) and self.headers.get("if-none-match") == etag
            status = 304 if same else reply.status
            site.served[self.path, status] += 1
            site.agents.add(self.headers.get("user-agent", ""))
            self.answer(
                status, b"" if same else reply.body, dict(reply.headers) | {"content-type": reply.kind, "etag": etag}
            )
        except OSError:
            return  # the one who asked has gone: a test killed it, or it had enough

    def answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: "Site"


Act = Callable[[_Handler], None]


@dataclass(slots=True)
class Site:
    """The site: what it answers, path by path, and how often it was asked for what, with which status."""

    port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    served: Counter[tuple[str, int]] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)

    @property
    def base(self) -> str:
        """The address of the front page, without the slash."""
        return f"http://127.0.0.1:{self.port}"

    def put(self, path: str, body: str | bytes, kind: str = HTML, *, validated: bool = True) -> None:
        """A page at `path`."""
        self.replies[path] = Reply(body.encode() if isinstance(body, str) else body, kind, validated=validated)

    def leads(self, path: str, where: str) -> None:
        """A redirect."""
        self.replies[path] = Reply(status=302, headers={"location": where}, validated=False)

    def asked(self, path: str) -> int:
        """How often `path` was asked for."""
        return sum(count for (asked, _), count in self.served.items() if asked == path)

    def bodies(self) -> list[str]:
        """The paths of the pages that were answered with a body, robots.txt left out."""
        return sorted(path for (path, status) in self.served if status == 200 and path != "/robots.txt")


@contextmanager
def serve() -> Iterator[Site]:
    """A site that runs until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def vsb_article(title: str, *paragraphs: str, day: str = "2024-05-01", below: str = "") -> str:
    """An article as 博达 VSB lays it out."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-某某学院</title></head><body>'
        '<div class="nav"><a href="/">首页</a><a href="/xxgk.htm">信息公开</a></div><form name="_newscontent_fromname">'
        f'<h2>{title}</h2><p>发布时间：{day} 点击：次</p><div id="vsb_content"><div class="v_news_content">{text}</div></div>'
        f'{below}<p>上一条：无</p></form><div class="footer">版权所有 某某学院</div></body></html>'
    )


def vsb_list(items: list[tuple[str, str, str]], following: str = "") -> str:
    """A list page as 博达 VSB lays it out: (address, title, day), and the address of the next page."""
    lines = "".join(
        f'<li id="line_u10_{at}"><a href="{url}" title="{title}">{title[:12]}…</a><span>{day}</span></li>'
        for at, (url, title, day) in enumerate(items)
    )
    after = f'<a href="{following}">下页</a>' if following else "<span>下页</span>"
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告-某某学院</title></head><body><ul class="nav">'
        '<li><a href="/">网站首页</a></li><li><a href="/a.htm">学校概况与历史</a></li></ul>'
        f'<div class="list"><ul>{lines}</ul><div class="pb_sys_common">{after}</div></div></body></html>'
    )


def webplus_list(items: list[tuple[str, str, str]], following: str = "") -> str:
    """A list page as 苏迪 webplus lays it out."""
    lines = "".join(
        f'<li class="news n{at} clearfix"><span class="news_title"><a href="{url}">{title}</a></span>'
        f'<span class="news_meta">{day}</span></li>'
        for at, (url, title, day) in enumerate(items, start=1)
    )
    after = following or "javascript:void(0);"
    return (
        f'<html><head><meta charset="utf-8"></head><body><div id="wp_news_w6"><ul class="news_list">{lines}</ul></div>'
        f'<ul class="wp_paging"><li><a class="next" href="{after}"><span>下一页&gt;&gt;</span></a></li></ul></body></html>'
    )


def feed(items: list[tuple[str, str]]) -> str:
    """An RSS feed of (address, title)."""
    entries = "".join(
        f"<item><title>{title}</title><link>{url}</link><pubDate>Wed, 01 May 2024 08:00:00 +0800</pubDate></item>"
        for url, title in items
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>公告</title>{entries}</channel></rss>'


def sitemap(items: list[tuple[str, str]]) -> str:
    """A sitemap of (address, lastmod)."""
    urls = "".join(f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>" for url, day in items)
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{schema}">{urls}</urlset>'


def articles(site: Site, count: int, *, validated: bool = True) -> list[tuple[str, str, str]]:
    """`count` articles at /info/1/…, and what a list says of them."""
    listed = [(f"/info/1/{at}.htm", TITLE.format(at), f"2024-05-{at % 28 + 1:02}") for at in range(count)]
    for at, (path, title, day) in enumerate(listed):
        text = f"第{at}批奖学金每人{at + 100}元，由学生处负责评审，公示期为五个工作日。"
        site.put(path, vsb_article(title, text, day=day), validated=validated)
    return listed


def publish(site: Site, listed: list[tuple[str, str, str]]) -> None:
    """The list of one page."""
    site.put("/tzgg.htm", vsb_list(listed))


def urls(pages: tuple[Page, ...]) -> list[str]:
    """The paths of pages, in order."""
    return sorted(re.sub(r"^http://[^/]+", "", page.url) for page in pages)
