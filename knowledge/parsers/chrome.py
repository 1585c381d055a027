"""Tells the furniture of a web page from its text: paths, 上一条/下一条, copyright, print and close, lists of teasers.

Serves the parser of web pages, and the reader of text that was scraped from them.
"""

import re

_LINE = re.compile(
    r"^(?:上一[条篇]|下一[条篇]|【?(?:打印|关闭)|转换链接错误|版权所有|copyright|(?:您)?(?:的)?当前(?:的)?位置|您的位置"
    r"|点击(?:次数|数|率)?[:：]|浏览次数|阅读次数|分享到|更多(?:[.…>》]|$))"
    r"|^(?:发布|更新)(?:时间|日期|人|者)[:：][^。]{0,40}$|^返回(?:顶部|首页|列表)$"
    r"|^来源[:：][^。]{0,40}(?:发[稿布]|更新)时间[^。]{0,30}$|^(?:责任)?编辑[:：][^。]{0,20}$",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"版权所有|copyright\s*[@©(]|ICP备\s*\d", re.IGNORECASE)
_CUT_SHORT = re.compile(r"\.{3}|…")


def is_line(text: str) -> bool:
    """Whether a paragraph belongs to the page and not to the notice on it."""
    return bool(_LINE.search(text))


def is_row(cells: list[str]) -> bool:
    """Whether a row of a layout table is a menu, a footer, or a list of titles cut short."""
    if not cells:
        return False
    is_menu = len(cells) >= 4 and cells[0] == "首页" and all(len(cell) <= 12 for cell in cells)
    text = " ".join(cells)
    is_teasers = len(_CUT_SHORT.findall(text)) >= 4 and "。" not in text and len(cells) == 1
    return is_menu or is_teasers or (len(text) < 400 and bool(_FOOTER.search(text))) or all(map(is_line, cells))
