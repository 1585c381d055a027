"""The document number (发文字号): 校发〔2024〕12号, with whatever brackets and blanks it was typed."""

import re

from knowledge.describe.source import Source
from knowledge.notice import Evidence, Place

_OPEN, _CLOSE = "〔［\\[（(【﹝", "〕］\\]）)】﹞"
_YEAR = r"(?P<year>(?:19|20)\d\s*\d)"
NUMBER = re.compile(
    rf"(?P<body>(?!转发|关于|根据|依据|按照?|落实|执行|参照|原)[\u4e00-\u9fff]{{1,14}}?)\s*[{_OPEN}]\s*{_YEAR}\s*年?\s*[{_CLOSE}]\s*第?\s*(?P<serial>\d{{1,4}})\s*号"
)
_ORDER = re.compile(r"(?P<body>[\u4e00-\u9fff]{2,12}?令)\s*第?\s*(?P<serial>[\d一二三四五六七八九十百]{1,4})\s*号")
_LABEL = re.compile(r"(?:发文字号|文\s*号|文件编号|文件字号)\s*[:：]\s*")
_AROUND = re.compile(r"^[（(【\s]+|[）)】\s]+$")


def document_number(source: Source) -> Evidence | None:
    """The notice's own number: labelled, alone on a line at the top, or at either end of the title.

    A number inside a sentence is another document's.
    """
    for place, line in (
        (Place.BYLINE, source.byline),
        *((Place.HEAD, line) for line in source.head),
    ):
        if (label := _LABEL.search(line)) and (found := _read(line[label.end() :])):
            return _evidence(found, place)
    for line in source.head:
        bare = _AROUND.sub("", line.split("签发人")[0])
        if (found := _read(bare)) and found.end() == len(bare):
            return _evidence(found, Place.HEAD)
    return _in_title(source.title)


def tidy(found: re.Match[str]) -> str:
    """A number in the standard's form: 〔〕 and no blanks."""
    parts = found.groupdict()
    year = re.sub(r"\s", "", parts.get("year") or "")
    return f"{parts['body']}〔{year}〕{parts['serial']}号" if year else f"{parts['body']}第{parts['serial']}号"


def _read(text: str) -> re.Match[str] | None:
    return NUMBER.match(text) or _ORDER.match(text)


def _in_title(title: str) -> Evidence | None:
    if found := NUMBER.match(title):
        return _evidence(found, Place.TITLE)
    closing = re.search(rf"[（(]\s*({NUMBER.pattern})\s*[）)]$", title)
    return _evidence(closing, Place.TITLE) if closing else None


def _evidence(found: re.Match[str], place: Place) -> Evidence:
    return Evidence("document_number", tidy(found), found.group().strip("（() ）"), place)
