"""The day a notice was published: what its page says, its signature, 印发, its address, at last its file's name."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge.describe import days
from knowledge.describe.signature import signatures
from knowledge.describe.source import Source
from knowledge.notice import Evidence, Place

_LABEL = re.compile(
    r"(?:(?:发布|发文|发稿|发表|更新|添加|上传|录入|成文|印发|公开)(?:时间|日期|于)|日期)\s*[:：]?\s*[\[（(【]?\s*$"
)
_ADDRESS = (
    re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{2})(?P<d>\d{2})(?:/|$)"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?:/|\.|$)"),
    re.compile(r"(?:/|[/_]t|=)(?P<y>(?:19|20)\d{2})-?(?P<m>\d{2})-?(?P<d>\d{2})(?=[/_.&]|$)"),
)
_NAME = re.compile(
    r"(?<!\d)(?P<y>20\d{2})(?P<mark>[-_.年]?)(?P<m>0\d|1[0-2])(?:(?P=mark)|月)(?P<d>[0-2]\d|3[01])(?!\d)"
)
_MARK = re.compile(r"[。\s（）()【】\[\]]*")


def published(source: Source) -> Evidence | None:
    """The publishing day by the first place that tells one; a year alone is no day."""
    return next(_told(source), None)


def _told(source: Source) -> Iterator[Evidence]:
    for found in days.written(source.byline):
        if label := _LABEL.search(source.byline[: found.start]):
            yield _evidence(found.day, label.group() + source.byline[found.start : found.end], Place.BYLINE)
    for signed in signatures(source.tail):
        yield _evidence(signed.day, signed.words, Place.END, is_sure=signed.is_sure)
    for pattern in _ADDRESS:
        yield from _named(pattern, source.address, Place.ADDRESS)
    yield from _alone_at_the_top(source)
    yield from _named(_NAME, source.file_name, Place.FILE_NAME)


def _named(pattern: re.Pattern[str], name: str, place: Place) -> Iterator[Evidence]:
    """The days in an address or in a file's name; a file may be named for another day than that of its publishing."""
    for match in pattern.finditer(name):
        if day := days.valid(int(match["y"]), int(match["m"]), int(match["d"])):
            yield _evidence(day, match.group(), place, is_sure=place is Place.ADDRESS)


def _alone_at_the_top(source: Source) -> Iterator[Evidence]:
    """A day under the title, alone on its line, in brackets or not."""
    for line in source.head[:4]:
        for found in days.written(line):
            if _MARK.fullmatch(line[: found.start]) and _MARK.fullmatch(line[found.end :]):
                yield _evidence(found.day, line.strip(), Place.HEAD, is_sure=False)


def _evidence(day: date, words: str, place: Place, *, is_sure: bool = True) -> Evidence:
    return Evidence("published_at", day.isoformat(), words, place, is_sure)
