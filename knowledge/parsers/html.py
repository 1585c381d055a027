"""Web pages: finds the notice in a page and drops navigation, menus, footers and 上一条/下一条.

Layouts of the common site builders (博达 VSB, 苏迪 webplus, TRS) and of official-account articles are known by their ids
and classes; any other page is read whole, less what looks like navigation.
"""

import operator
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from knowledge import headings, rows
from knowledge.clean import clean
from knowledge.document import Block, Document, Heading, Table
from knowledge.errors import UnreadableFile
from knowledge.parsers import byline, charset, chrome, origin, titles
from knowledge.parsers.dom import Element, Page, is_too_deep, read
from knowledge.parsers.html_blocks import blocks

_CONTENT = re.compile(
    r"(?:^|\s)(?:vsb_content\S*|v_news_content|wp_articlecontent|js_content|trs_editor|article-?content|news_?content|artical_content)(?:$|\s)"
)
_TITLE = re.compile(
    r"(?:^|\s)(?:activity-name|arti_title|article-?title|news_?title|content-?title|title\S*con\S*)(?:$|\s)"
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|footer\w*|copyright|breadcrumbs?|crumbs?|sidebar|banner|topbar|share|pagination|pager|weizhi|dqwz|colunomin\w*)(?:$|[\s_-])"
)
_CHROME_TAGS = frozenset(["div", "ul", "ol", "dl", "td", "p", "section", "header", "aside", "table", "form", "span"])
_DOCUMENT_LINK = re.compile(r"\.(?:docx?|xlsx?|pdf|pptx?|wps|et|zip|rar)(?:$|[?#])", re.IGNORECASE)
_UNTITLED = re.compile(r"^(?:无标题文档|untitled.*|新建.*|首页|)$", re.IGNORECASE)
_DAMAGE = "\ufffd"
# The stretch of text around what a server would have filled in: 欢迎 ${user.name}.
_FILLED_IN = re.compile(r"(?<=>)[^<>{]*(?:\{[^<>{]*)*(?<=[$#])\{[^<>}]{1,80}\}[^<>]*(?=<)")
_SHOWN = 4  # blocks at the top among which a page shows its title
_SITE = re.compile(r"(?:大学|学院|学校|网|网站|处|办公室|部|中心|首页|系统|平台)$")
_DAY_LINE = re.compile(
    r"[\[（(]?\s*(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?[\s\d:\]）)]*(?:(?:阅读|点击|浏览|访问|来源|作者|发布|编辑)\S{0,4}\s*[:：].{0,40})?$"
)


def parse(path: Path, content: bytes) -> Document:
    """The notice in a page. Raises UnreadableFile for a page whose bytes are damaged or that holds no text."""
    markup = charset.decode(path, content, _declared(content))
    if markup.count(_DAMAGE) > max(20, len(markup) // 500):
        raise UnreadableFile(path, "its characters are damaged beyond repair", "save the page again from its source")
    if is_too_deep(markup):
        raise UnreadableFile(path, "its elements nest thousands deep", "save the page again from its source")
    page = read(_without_code(markup))
    article = origin.article_body(markup, page)
    found = _without_chrome_lines(blocks(_content(page.body) if article is None else article))
    if not found:
        raise UnreadableFile(
            path, "the page holds no text", "if its text is a picture, give the text as a file beside it"
        )
    said = origin.metadata(markup, page, is_article=article is not None)
    title = said.title or _title(page, found)
    return Document(title, found, replace(said, title=""), byline=byline.find(clean(page.body.text())))


def _without_code(markup: str) -> str:
    """The markup without server code: <% … %>, and texts that the server would have filled in."""
    kept: list[str] = []
    position = 0
    while (begin := markup.find("<%", position)) >= 0 and (end := markup.find("%>", begin)) >= 0:
        kept.append(markup[position:begin])
        position = end + 2
    rest = "".join(kept) + markup[position:] if kept else markup
    return _FILLED_IN.sub("", rest) if "${" in rest or "#{" in rest else rest


def _declared(content: bytes) -> str:
    found = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", content[:4096])
    return found.group(1).decode("ascii") if found else ""


def _content(body: Element) -> Element:
    """The element that holds the notice; the body without its navigation where no known layout is found."""
    known = [element for element in body.walk() if _CONTENT.search(element.marks())]
    best = max(known, key=lambda element: len(clean(element.text())), default=None)
    if best is not None and len(clean(best.text())) >= 40:
        return best
    links: dict[int, int] = {}
    _count_links(body, links)
    pruned = _prune(body, links)
    return pruned if len(clean(pruned.text())) >= 20 else body


def _count_links(element: Element, links: dict[int, int]) -> int:
    """How many links stand in `element`; notes it in `links` for this and each below, by identity."""
    count = int(element.tag == "a" and bool(element.attributes.get("href")))
    for child in element.children:
        if not isinstance(child, str):
            count += _count_links(child, links)
    links[id(element)] = count
    return count


def _prune(element: Element, links: Mapping[int, int]) -> Element:
    """The element less navigation; a cell is emptied, not removed, so that its row keeps its columns."""
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            kept.append(child)
        elif not _is_chrome(child, links[id(child)]):
            kept.append(_prune(child, links))
        elif child.tag == "td":
            kept.append(replace(child, children=()))
    is_same = len(kept) == len(element.children) and all(map(operator.is_, kept, element.children))
    return element if is_same else replace(element, children=tuple(kept))


def _is_chrome(element: Element, count: int) -> bool:
    """Navigation by its name, or by being made of links (`count`): four or more that hold three quarters of its text.

    Links to documents are attachments, and a table of three or more rows and columns is data even where its cells link.
    """
    if element.tag not in _CHROME_TAGS:
        return False
    marks = element.marks()
    if marks and _CHROME.search(marks) and len(clean(element.text())) < 400:
        return True
    if count < 4:
        return False
    links = [link for link in element.walk() if link.tag == "a" and link.attributes.get("href")]
    if any(_DOCUMENT_LINK.search(link.attributes["href"]) for link in links) or _is_grid(element):
        return False
    length = len(clean(element.text()))
    linked = sum(len(clean(link.text())) for link in links)
    return length > 0 and linked >= 0.75 * length and linked / len(links) < 20


def _is_grid(element: Element) -> bool:
    rows = [inner for inner in element.walk() if inner.tag == "tr"]
    cells = [sum(cell.tag in {"td", "th"} for cell in row.walk()) for row in rows]
    return element.tag == "table" and len(rows) >= 3 and min(cells) >= 3


def _without_chrome_lines(found: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in found if isinstance(block, Table) or not _is_chrome_line(block.text))


def _is_chrome_line(text: str) -> bool:
    return chrome.is_line(text) or bool(_DAY_LINE.match(text) and ("：" in text or ":" in text))


def _title(page: Page, found: tuple[Block, ...]) -> str:
    """What the page calls the notice: its marked title, its first heading, or <title> without the site's name.

    A numbered heading (1. 所需材料) names a part, not the notice.
    """
    marked = [clean(element.text()) for element in page.body.walk() if _TITLE.search(element.marks())]
    named = [block.text for block in found if isinstance(block, Heading) and block.level <= 2]
    named += [clean(element.text()) for element in page.body.walk() if element.tag in {"h1", "h2"}]
    candidates = [*marked, *(text for text in named if (headings.level(text) or 0) <= headings.QUESTION)]
    own = clean(page.title).strip(":：|-_· ")
    usable = [text for text in candidates if 4 <= len(text) <= 80]
    if usable:
        return usable[0]
    if _SITE.search(own) and (shown := titles.find([_opening(block) for block in found[:_SHOWN]])):
        return shown
    if not _UNTITLED.match(own):
        return re.split(r"\s*[-_|—–]\s*(?=\S*(?:大学|学院|学校|网|处|办公室|部)\S*$)", own)[0] or own
    return next(filter(None, map(_opening, found)), "")


def _opening(block: Block) -> str:
    """A short paragraph or the title over a table, for a page that gives itself no other title."""
    text = rows.render(block).caption if isinstance(block, Table) else block.text
    return text if len(text) <= 40 else ""
