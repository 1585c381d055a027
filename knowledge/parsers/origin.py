"""What a web page says of where it comes from: the office, the day and the official address.

Serves html.py. Articles of an official account (mp.weixin.qq.com) say it in their scripts, other pages in their head
and in the line under their title.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from html import unescape

from knowledge.clean import clean
from knowledge.notice import Metadata
from knowledge.parsers.dom import Element, Page

_CHINA = timezone(timedelta(hours=8))
_DATE = r"((?:19|20)\d{2})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)"
_LABELLED = re.compile(
    rf"(?:发布|发表|更新|添加|上传)(?:时间|日期|于)\s*[:：]?\s*[\[（(]?\s*{_DATE}|^(?:时间|日期)\s*[:：]\s*{_DATE}"
    rf"|^[\[（(]?\s*{_DATE}\s*日?[\s\d:\]）)]*(?:阅读|点击|浏览|访问|来源|作者)"
)
_ALONE = re.compile(rf"[\[（(]?\s*{_DATE}\s*日?\s*(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?\s*[\]）)]?$")
_META_DATES = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "firstpublishedtime",
    "publish-date",
    "citation_date",
)
_OFFICE = re.compile(
    r"(?:来源|信息来源|发布(?:单位|部门|机构|者)?|供稿(?:单位)?|文章来源|作者|单位|部门)\s*[:：]\s*([\w（）()]{2,20}?(?:处|部|办|办公室|学院|中心|委员会|院|局|团委|图书馆|科))(?![\w])"
)
_META_OFFICES = ("contentsource", "source")
_CANONICAL = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']?canonical\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?(https?://[^\"'\s>]+)", re.IGNORECASE)
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->", re.IGNORECASE)
_HEAD = 20_000
_LINES = 12  # lines at the top of a page among which a date that stands alone is the page's own

_ARTICLE = re.compile(r"(?:mp\.weixin\.qq\.com|rich_media_content)")
_STAMP = re.compile(r"""\b(?:ct|create_?[tT]ime|publish_?[tT]ime|ori_create_time)["']?\s*[:=]\s*["']?(\d{10})\b""")
_MOMENT = re.compile(r"""\b(?:create_?[tT]ime|publish_?[tT]ime)["']?\s*[:=]\s*["'](\d{4})-(\d{1,2})-(\d{1,2})""")
_ACCOUNT = re.compile(r"""\bvar\s+nickname\s*=\s*(?:htmlDecode\()?\s*["']([^"']{1,60})["']""")
_LINK = re.compile(r"""\bvar\s+msg_link\s*=\s*(?:htmlDecode\()?\s*["'](https?:[^"']+)["']""")
_ARTICLE_TITLE = re.compile(r"""\bvar\s+msg_title\s*=\s*(?:htmlDecode\()?\s*(["'])(.+?)(?<!\\)\1""")
_PASSING = re.compile(
    r"&(?:chksm|scene|subscene|sessionid|clicktime|enterid|ascene|devicetype|version|nettype|pass_ticket|wx_header|key|uin|exportkey|lang|poc_token)=[^&#]*"
)


def article_body(markup: str, page: Page) -> Element | None:
    """The text of an official-account article, or None where the page is no such article."""
    if not _ARTICLE.search(markup):
        return None
    return _by_id(page, "js_content")


def metadata(markup: str, page: Page, *, is_article: bool) -> Metadata:
    """What the page says; `is_article` for the articles of an official account, whose account is the office."""
    if is_article:
        return Metadata(
            title=_article_title(markup, page),
            department=_account(markup, page),
            published_at=_article_day(markup, page),
            source_url=_address(markup, page),
        )
    lines = list(_lines(page.body))
    return Metadata(department=_office(page, lines), published_at=_day(page, lines), source_url=_address(markup, page))


def _by_id(page: Page, name: str) -> Element | None:
    return next((element for element in page.body.walk() if element.attributes.get("id") == name), None)


def _text(page: Page, name: str) -> str:
    found = _by_id(page, name)
    return clean(found.text()) if found is not None else ""


def _article_title(markup: str, page: Page) -> str:
    script = _ARTICLE_TITLE.search(markup)
    said = (_text(page, "activity-name"), page.meta.get("og:title", ""), script[2] if script else "")
    return next((title for text in said if (title := clean(unescape(text)))), "")


def _account(markup: str, page: Page) -> str:
    script = _ACCOUNT.search(markup)
    said = (_text(page, "js_name"), script[1] if script else "", page.meta.get("og:article:author", ""))
    return next((name for text in said if (name := clean(unescape(text)))), "")


def _article_day(markup: str, page: Page) -> date | None:
    if stamp := _STAMP.search(markup):
        return datetime.fromtimestamp(int(stamp[1]), UTC).astimezone(_CHINA).date()
    return _valid(_MOMENT.search(markup)) or _valid(re.search(_DATE, _text(page, "publish_time")))


def _address(markup: str, page: Page) -> str:
    """The official address: stated in the head, else where a browser says that it saved the page from."""
    link, script, saved = _CANONICAL.search(markup[:_HEAD]), _LINK.search(markup), _SAVED.search(markup[:_HEAD])
    canonical = _HREF.search(link[0]) if link else None
    said = (
        page.meta.get("og:url", ""),
        canonical[1] if canonical else "",
        script[1].replace("\\x26", "&") if script else "",
        saved[1] if saved else "",
    )
    for text in said:
        address = _PASSING.sub("", unescape(unescape(text.strip()))).partition("#")[0]
        if re.fullmatch(r"https?://[^\s/]+\S*", address):
            return address
    return ""


def _office(page: Page, lines: Sequence[str]) -> str:
    stated = next((office for name in _META_OFFICES if (office := clean(page.meta.get(name, "")))), "")
    if stated and len(stated) <= 20:
        return stated
    found = next((found for line in lines if len(line) <= 120 and (found := _OFFICE.search(line))), None)
    return found[1] if found else ""


def _day(page: Page, lines: Sequence[str]) -> date | None:
    """The day that a page's head or a labelled date gives; a bare date counts only where it stands alone near the top."""
    stated = (re.search(_DATE, page.meta.get(name, "")) for name in _META_DATES)
    if day := next((day for found in stated if (day := _valid(found))), None):
        return day
    labelled = (_valid(found) for line in lines if (found := _LABELLED.search(line)))
    if day := next(filter(None, labelled), None):
        return day
    return next(filter(None, (_valid(_ALONE.match(line)) for line in lines[:_LINES])), None)


def _lines(element: Element) -> Iterator[str]:
    """The lines of a page as its elements part them."""
    pieces: list[str] = []
    _gather(element, pieces)
    for line in "".join(pieces).split("\x1f"):
        if text := clean(line):
            yield text


def _gather(element: Element, pieces: list[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child)
        else:
            is_inline = child.tag in {"b", "font", "strong", "em", "u", "i"}
            pieces.append("" if is_inline else "\x1f")
            _gather(child, pieces)
            pieces.append("" if is_inline else "\x1f")


def _valid(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    year, month, day = map(int, [group for group in found.groups() if group][:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None
