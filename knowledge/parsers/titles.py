"""Finds the title of a document that only shows it: the lines at its top that read like one.

Serves the parsers of formats in which a title is seldom marked as such (text, Word, PDF).
"""

import re
from collections.abc import Sequence
from pathlib import Path

_NOUNS = (
    "通知|公告|公示|通告|通报|办法|规定|细则|条例|章程|简章|方案|意见|计划|须知|指南|说明|报告|手册|标准|目录|名单|一览表|表|流程|规程|守则"
    "|制度|校历|决定|纪要|要点|安排|问答|答疑|解答|指引|简介|明白纸|白皮书|规划|预算|决算|年报|清单|情况|程序|公约|概况|信箱|事项|总结"
)
_ENDS = re.compile(rf"(?:{_NOUNS})(?:[（(【〔][^）)】〕]{{1,20}}[）)】〕])?(?:20\d{{6}})?$")
_NOT_TITLE = re.compile(
    r"^(?:附[件表录]|第[一二三四五六七八九十\d]+[章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]|\d+[.、．]|单位[:：]|注[:：])"
    r"|[。；;：:]|文件$|〔\d{4}〕\d+号|^.{0,4}第.{1,6}号$|^[\d\W]+$"
)
_ATTACHMENT = re.compile(r"^附[件表录]\s*[\d一二三四五六七八九十]*\s*[:：]?\s*")
_STAMP = re.compile(r"\s*20\d{6}$")
_COPY = re.compile(r"[_\s]*[(（](?:\d{1,2}|副本|终稿|定稿|最新|最终版?)[)）]|[_\-\s]*(?:副本|终稿|定稿|最终版)$")
# Words that end the names of tables and lists, though no official text is called so.
_NAME = re.compile(
    r"^(?=.*[\u4e00-\u9fff]{4}).{4,60}(?:分数线?|分数段|章程|简介|录取|招生|收费|学费|电话|地址|数据|统计|对照|课表|作息时间)$"
)
_LONGEST = 80
_SEARCHED = 8


def looks_like_title(line: str) -> bool:
    """Whether a line reads like an official title: short, no sentence, closed by a word for a kind of text."""
    squeezed = re.sub(r"\s+", "", line)
    return 3 <= len(squeezed) <= _LONGEST and not _NOT_TITLE.search(squeezed) and bool(_ENDS.search(squeezed))


def find(lines: Sequence[str]) -> str:
    """The title among the first lines, its broken parts joined; "" if none reads like one.

    A line above it that could not stand alone (广东工业大学全日制本科生 / 国家奖助学金实施办法) belongs to it.
    """
    top = [rest for line in lines if (rest := _ATTACHMENT.sub("", line.strip()))][:_SEARCHED]
    for index, line in enumerate(top):
        if len(line) > 2 * _LONGEST or _is_clause(line):
            return ""
        if looks_like_title(line):
            first = index
            while first > 0 and _is_part(top[first - 1]):
                first -= 1
            return tidy("".join(top[first : index + 1]))
    return ""


def named(path: Path) -> str:
    """The title that the name of a file is, where it reads like one (2024年收费标准.xls); "" otherwise.

    Marks that people and sites put around it are no part of it: 附件2：, (1), 20240301, a download's prefix.
    """
    stem = path.stem.rpartition("__")[2]
    name = tidy(_COPY.sub("", stem).strip("《》_- "))
    return name if looks_like_title(name) or _NAME.search(name) else ""


def tidy(title: str) -> str:
    """The title without the attachment number before it, the date stamp after it and the blanks inside it."""
    title = _STAMP.sub("", _ATTACHMENT.sub("", title.strip()))
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", title).strip()


def _is_clause(line: str) -> bool:
    return bool(re.match(r"\s*(?:第[一二三四五六七八九十\d]+[章条]|[一二三四五六七八九十]{1,3}、)", line))


def _is_part(line: str) -> bool:
    """A line that a title could begin with: some words, neither a sentence nor a number nor a title of its own."""
    squeezed = re.sub(r"\s+", "", line)
    words = 4 <= len(squeezed) <= 40 and not re.search(r"[，,、]$|\d日$|\d{4}[-/.年]\d", squeezed)
    return words and not _NOT_TITLE.search(squeezed) and not looks_like_title(line)
