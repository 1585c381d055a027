"""The office that a notice comes from: its byline, its signature, its letterhead, who explains it, its column."""

import re
from collections.abc import Iterator

from knowledge.describe.number import NUMBER
from knowledge.describe.signature import is_office, signatures
from knowledge.describe.source import Source
from knowledge.notice import Evidence, Place

_LABEL = re.compile(
    r"(?:发布单位|发布部门|发布机构|发布者|发布人|发文单位|发文机关|供稿单位|供稿|信息来源|来源部门|来源|作者|责任部门|主办单位)\s*[:：]\s*"
)
_VALUE_ENDS = re.compile(r"[\s|，,；;\[【]|发布|发稿|发文|更新|浏览|点击|阅读|日期|时间|作者|来源")
_LETTERHEAD = re.compile(r"(?:文件|便函|函件)$")
_EXPLAINS = re.compile(r"由([^，。；由]{2,24}?)(?:负责)?(?:进行)?解释")
_END = 600
_HEAD = 4


def office(source: Source) -> Evidence | None:
    """The office by the first place that names one; None where none does."""
    return next(_named(source), None)


def _named(source: Source) -> Iterator[Evidence]:
    yield from _byline(source.byline)
    for signed in signatures(source.tail):
        if signed.offices:
            yield _evidence("、".join(signed.offices), signed.words, Place.END)
    yield from _letterhead(source)
    yield from _explains(source.text[-_END:])
    for part in map(str.strip, re.split(r"[/>＞\\|·]", source.channel)):
        if is_office(part):
            yield _evidence(part, source.channel, Place.CHANNEL, is_sure=False)


def _byline(byline: str) -> Iterator[Evidence]:
    for label in _LABEL.finditer(byline):
        words = _VALUE_ENDS.split(byline[label.end() :].lstrip())[0]
        if is_office(words):
            yield _evidence(words, label.group() + words, Place.BYLINE)


def _explains(end: str) -> Iterator[Evidence]:
    """由教务处负责解释 at the end of a rule: most often the office that made it, not always."""
    for found in _EXPLAINS.finditer(end):
        if is_office(found[1]):
            yield _evidence(found[1], found.group(), Place.END, is_sure=False)


def _letterhead(source: Source) -> Iterator[Evidence]:
    """An office alone on a line at the top: with 文件 after it, or a document number or the title below."""
    for line, below in zip(source.head[:_HEAD], source.head[1 : _HEAD + 1], strict=False):
        bare = _LETTERHEAD.sub("", line.strip())
        starts = below.strip() and source.title.endswith(below.strip())
        if is_office(bare) and bare != source.title and (bare != line.strip() or NUMBER.match(below) or starts):
            yield _evidence(bare, line, Place.HEAD)


def _evidence(value: str, words: str, place: Place, *, is_sure: bool = True) -> Evidence:
    return Evidence("department", value, words, place, is_sure)
