"""What an article's page links to that belongs to it: its attachments (附件), and whether it is a page of an error."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from knowledge.clean import clean
from knowledge.parsers import dom, titles
from knowledge.sites.address import join, normalise

MAX_ATTACHMENTS = 50

_ENDING = re.compile(r"\.(?:docx?|xlsx?|pdf|zip|wps|et|csv|rtf|ofd)$", re.IGNORECASE)
# 博达 VSB and 苏迪 webplus hand out files under addresses without a telling name
_HANDED_OUT = re.compile(
    r"DownloadAttachUrl|/virtual_attach_file\.vsb|/_upload/article/files/|/download\.jsp", re.IGNORECASE
)
_PICTURES = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|mp[34]|avi|flv|swf|css|js|html?)(?:$|[?#])", re.IGNORECASE)
# a PDF that a script or a frame shows inside the page
_SHOWN = re.compile(r"""showVsbpdfIframe\(\s*["']([^"']+)["']""")
_ATTRIBUTES = ("href", "pdfsrc", "src", "data")
_TAGS = frozenset(["a", "iframe", "embed", "object", "div", "p"])
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|footer\w*|header\w*|copyright|sidebar|friend\w*|banner)(?:$|[\s_-])"
)
_NUMBER = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]*\s*[:：.、]?\s*")
_EMPTY_WORDS = re.compile(
    r"^(?:(?:点击|点此|请)?(?:下载|查看|打开|浏览)(?:附件|文件|此处)?|附件|点击此处|全文|原文|\W*)$"
)
_MISSING = re.compile(
    r"(?:页面|文章|内容|信息|网页|资源)[^。]{0,12}(?:不存在|已(?:被)?删除|已过期|找不到|无法找到|已下线)|404\s*not\s*found",
    re.IGNORECASE,
)
_ERROR_PAGE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Link:
    """An attachment: its address in normal form, and its title as the link says it ("" when it says nothing)."""

    url: str
    title: str


def attachments(url: str, markup: str) -> tuple[Link, ...]:
    """The documents that the page at `url` links to or shows inside, in order, each once, at most fifty.

    All of the page but its furniture is looked at, because site builders put attachments below the article's own
    element. Pictures are no attachments.
    """
    found: dict[str, str] = {}
    for element in _elements(dom.read(markup, dom.SKIPPED - {"iframe", "object"}).body):
        address = _document(url, element)
        if address and address != normalise(url):
            found.setdefault(address, "")
            found[address] = found[address] or _title(element)
    for shown in _SHOWN.findall(markup):
        address = join(url, shown)
        if address:
            found.setdefault(address, "")
    return tuple(Link(address, title) for address, title in found.items())[:MAX_ATTACHMENTS]


def is_missing(markup: str) -> bool:
    """Whether a page that came with status 200 only says that there is no such page any more."""
    page = dom.read(markup)
    said = clean(f"{page.title} {page.body.text()}")
    return len(said) <= _ERROR_PAGE_LENGTH and bool(_MISSING.search(said))


def _elements(element: dom.Element) -> list[dom.Element]:
    """The element and all below it but furniture, in document order."""
    if _FURNITURE.search(element.marks()) and element.tag != "body":
        return []
    inner = [child for child in element.children if isinstance(child, dom.Element)]
    return [element, *(deeper for child in inner for deeper in _elements(child))]


def _document(base: str, element: dom.Element) -> str:
    """The address of the document that the element links to or shows, "" if none."""
    if element.tag not in _TAGS:
        return ""
    link = next((element.attributes[name] for name in _ATTRIBUTES if element.attributes.get(name)), "")
    inner = _viewed(link)
    if not link or _PICTURES.search(inner or link):
        return ""
    address = join(base, inner or link)
    path = urlsplit(address).path
    named = element.tag == "a" and _ENDING.search(clean(element.text()))
    return address if _ENDING.search(path) or _HANDED_OUT.search(address) or named else ""


def _viewed(link: str) -> str:
    """The file that a viewer in a frame shows: …/viewer.html?file=/__local/a.pdf"""
    try:
        query = parse_qs(urlsplit(link).query)
    except ValueError:
        return ""
    file = next(iter(query.get("file", ())), "")
    return file if _ENDING.search(file.partition("?")[0]) else ""


def _title(element: dom.Element) -> str:
    """The title that a link gives its document: without 附件1： before and .xlsx after it, and not 点击下载."""
    said = clean(element.text()) or clean(element.attributes.get("title", ""))
    bare = _ENDING.sub("", _NUMBER.sub("", said)).strip()
    return "" if _EMPTY_WORDS.match(bare) else titles.tidy(bare)
