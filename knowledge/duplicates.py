"""Duplicates: the same notice on two sites, or twice in a folder. Both stay; one of them stands for all in an answer.

Computed at a publish and at the end of an import, in seconds for thousands of notices.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations

from knowledge.describe.signature import is_office
from knowledge.notice import Notice, NoticeId, Period
from knowledge.periods import periods

NEAR = 0.95
"""The share of common shingles from which two texts under one title are the same notice."""
_SHINGLE = 5
_SKETCH = 24
_SKETCH_COMMON = 14
# A text this long says the same under any title; 「详见附件」 does not.
_TELLING = 200
# The same words published a season later are the next edition, not a copy.
_DAYS = 60
_COUNTER = re.compile(r"(?:(?:浏览|点击|阅读|访问|查看)(?:次数|量|数|率)?|人气)\s*[:：]?\s*\[?\d*\]?\s*次?")
_NO_WORD = re.compile(r"[\W_]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Text:
    notice: Notice
    words: str
    title: str
    years: tuple[Period, ...]


def duplicates(notices: Sequence[Notice]) -> dict[NoticeId, NoticeId]:
    """For each notice that is the copy of another: the one that stands for it.

    The same text, blanks, punctuation and visitor counts aside; or 95 % of it under the same title and not one figure
    different. Never where the titles name different years. Of copies that one stands for the others which has an
    official link, then an office, then the newest day, then the first id.
    """
    texts = [_text(notice) for notice in notices]
    parents: dict[NoticeId, NoticeId] = {}
    by_id = {notice.id: notice for notice in notices}
    for one, other in (*_exact(texts), *_near(texts)):
        first, second = (_root(parents, text.notice.id) for text in (one, other))
        if first != second:
            kept, copy = sorted((first, second), key=lambda identity: _preference(by_id[identity]))
            parents[copy] = kept
    return {copy: _root(parents, copy) for copy in sorted(parents)}


def _root(parents: dict[NoticeId, NoticeId], identity: NoticeId) -> NoticeId:
    while identity in parents:
        identity = parents[identity]
    return identity


def _preference(notice: Notice) -> tuple[bool, bool, int, str]:
    day = notice.published_at.toordinal() if notice.published_at else 0
    return not notice.source_url, not is_office(notice.department), -day, notice.id


def _text(notice: Notice) -> _Text:
    words = _NO_WORD.sub("", _COUNTER.sub("", notice.text))
    return _Text(notice, words, _NO_WORD.sub("", notice.title), periods(notice.title, ""))


def _figures(text: _Text) -> frozenset[str]:
    return frozenset(_FIGURE.findall(_COUNTER.sub("", text.notice.text)))


def _exact(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    same: dict[bytes, list[_Text]] = defaultdict(list)
    for text in texts:
        if text.words:
            same[sha256(text.words.encode()).digest()].append(text)
    for group in same.values():
        for one, other in combinations(group, 2):
            if (one.title == other.title or len(one.words) >= _TELLING) and _may_be_one(one, other):
                yield one, other


def _near(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    titled: dict[str, list[_Text]] = defaultdict(list)
    for text in texts:
        if len(text.words) >= _TELLING:
            titled[text.title].append(text)
    for group in titled.values():
        if len(group) > 1:
            for alike in _by_figures(group):
                yield from _alike(alike)


def _by_figures(group: Sequence[_Text]) -> list[list[_Text]]:
    """Those of a group that state the same figures, all of them, together; a notice alone with its figures is left out."""
    stating: dict[frozenset[str], list[_Text]] = defaultdict(list)
    for text in group:
        stating[_figures(text)].append(text)
    return [alike for alike in stating.values() if len(alike) > 1]


def _alike(group: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    shingles = [_shingles(text.words) for text in group]
    sketches = [frozenset(sorted(own)[:_SKETCH]) for own in shingles]
    for one, other in combinations(range(len(group)), 2):
        if len(sketches[one] & sketches[other]) < _SKETCH_COMMON:
            continue
        common = len(shingles[one] & shingles[other])
        is_near = common >= NEAR * (len(shingles[one]) + len(shingles[other]) - common)
        if is_near and _may_be_one(group[one], group[other]):
            yield group[one], group[other]


def _shingles(words: str) -> frozenset[int]:
    return frozenset(
        zlib.crc32(words[start : start + _SHINGLE].encode()) for start in range(max(1, len(words) - _SHINGLE + 1))
    )


def _may_be_one(one: _Text, other: _Text) -> bool:
    """Not two years' editions: neither by their titles nor by their days."""
    first, second = one.notice.published_at, other.notice.published_at
    is_close = first is None or second is None or abs((first - second).days) <= _DAYS
    return is_close and one.years == other.years
