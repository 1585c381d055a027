"""The title of a file whose metadata gives none: what the content calls itself, else what the file is called."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from knowledge.describe import days
from knowledge.describe.number import NUMBER
from knowledge.document import Document, Heading, Paragraph
from knowledge.notice import Evidence, Place
from knowledge.parsers import titles

_LONGEST = 60
_HEAD = 8
_WORD = 4
_TELLING = 6
_SENTENCE = re.compile(r"[。：；:;，,]$")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff（）()]{2,30}(?:文件|便函|函件)")
_COPY = re.compile(
    r"\s*[（(](?:\d{1,2}|扫描件?|副本|终稿|定稿|最终版?|盖章版?)[）)]|\s*-\s*副本|(?:扫描件|盖章版|终稿|定稿)$"
)
_ATTACHMENT = re.compile(
    r"^附[件表录]\s*[\d一二三四五六七八九十]*\s*[-—:：._、]?\s*|^\d{1,2}\s*[.、_]\s*(?=[\u4e00-\u9fff])"
)


def title(document: Document, name: PurePath) -> Evidence:
    """The best title there is; not sure where it is the file's name or a plain first line.

    A word or two that a format calls its title (the name of a sheet) gives way to a file's name that reads like a title.
    """
    named = _evidence(_named(name), name.name, Place.FILE_NAME, is_sure=False)
    own = document.title
    if own and not _is_letter(own):
        return named if _is_weaker(own, named.value) else _evidence(own, own, Place.HEAD)
    lines = [block.text for block in document.blocks[:_HEAD] if isinstance(block, Heading | Paragraph) and block.text]
    if found := titles.find([line for line in lines if not _is_letter(line)]):
        return _evidence(found, found, Place.HEAD)
    return next(_shown(document, named), named)


def _shown(document: Document, named: Evidence) -> Iterator[Evidence]:
    """The first heading; a file's name that ends like a title; the first line where it is no sentence or salutation."""
    for block in document.blocks:
        if isinstance(block, Heading) and block.text and not _is_letter(block.text):
            yield named if _is_weaker(block.text, named.value) else _evidence(block.text, block.text, Place.HEAD)
    if titles.looks_like_title(named.value):
        yield named
    lines = (block.text for block in document.blocks if isinstance(block, Paragraph) and block.text)
    first = next((line for line in lines if not _is_letter(line)), "")
    if first and len(first) <= _LONGEST and not _SENTENCE.search(first):
        yield _evidence(first, first, Place.HEAD, is_sure=False)


def _is_weaker(word: str, name: str) -> bool:
    """Whether a word or two say less than a file's name of six Chinese characters or more."""
    is_telling = len(re.findall("[\u4e00-\u9fff]", name)) >= _TELLING
    return is_telling and len(word) <= _WORD and not titles.looks_like_title(word)


def _is_letter(line: str) -> bool:
    """Whether a line is of the letterhead: the office, the document's number, a day."""
    bare = line.strip()
    found = NUMBER.match(bare)
    day = next(days.written(bare), None)
    is_day = day is not None and not (bare[: day.start] + bare[day.end :]).strip("（）() 。")
    return is_day or bool(found and found.end() == len(bare)) or bool(_LETTERHEAD.fullmatch(bare))


def _named(name: PurePath) -> str:
    """The file's name without its ending, its attachment number and marks of copying; as it is where nothing else is left."""
    return _COPY.sub("", _ATTACHMENT.sub("", name.stem)).strip() or name.stem


def _evidence(value: str, words: str, place: Place, *, is_sure: bool = True) -> Evidence:
    return Evidence("title", value, words, place, is_sure)
