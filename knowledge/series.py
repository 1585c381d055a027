"""Recurring series: the same notice each year, the new edition of a rule; what they share, and their order.

Used once a publish: a bundle carries the result, so that a question costs nothing.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from knowledge.describe.number import NUMBER
from knowledge.notice import NoticeId, Period
from knowledge.parsers import titles

_CHINESE_YEAR = re.compile("(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}(?=学?年|级|届|版|修订)")
_YEAR = r"(?<!\d)(?P<year>(?:19|20)\d{2})"
# （2023年修订）, (修订版), （试行）, 2025版: another edition of the same text. 征求意见稿 is a draft, no edition.
_EDITION = re.compile(
    rf"[(〔\[](?:{_YEAR}年?(?:\d{{1,2}}月)?(?:第?[一二三四五六七八九\d]次)?)?(?:修订|修正|修改|新修订|试行|暂行|新)?(?:版|稿|本)?[)〕\]]"
    rf"|(?<!\d)(?P<plain>(?:19|20)\d{{2}})年?(?:修订版?|修正版?|版)|修订版|(?<=[)\w])\((?:试行|暂行)\)|暂行(?=办法|规定|条例)"
)
_YEARS = re.compile(rf"{_YEAR}(?:[-—–~至/](?:(?:19|20)?\d{{2}}))?(?!\d|[元人分字米名份条])(?:学年度?|年度?|级|届)?")
_TURN = re.compile(r"第(?P<turn>[〇○零一二三四五六七八九十百]{1,5}|\d{1,3}|[IVXLC]{1,7})届")
_SCHOOL = re.compile(r"^[\u4e00-\u9fff]{2,12}?(?:大学(?!生)|职业技术学院|职业学院|专科学校)")
_OPENS = re.compile(
    r"^关于(?:(?:进一步|切实)?(?:做好|组织做好|组织开展|开展|组织|举办|举行|召开|印发|公布|发布))?(?=.{4})"
)
_CLOSES = re.compile(r"(?<=.{2})(?:工作)?的?(?:通知|公告|通告|启事)$")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_BRACKETS = str.maketrans("（）【】［］", "()[][]")
# What is left of a title without its college must still say what it is about.
_TELLING = 4
_EMPTY = ("()", "[]", "〔〕")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Dated(Protocol):
    """What telling a series needs of a notice."""

    @property
    def id(self) -> NoticeId:
        """Its id."""
        ...

    @property
    def title(self) -> str:
        """Its title."""
        ...

    @property
    def department(self) -> str:
        """Its office, "" where unknown."""
        ...

    @property
    def published_at(self) -> date | None:
        """Its day."""
        ...

    @property
    def periods(self) -> tuple[Period, ...]:
        """The years it is about."""
        ...


@dataclass(frozen=True, slots=True)
class SeriesTitle:
    """A title taken apart: what the notices of a series share, and what tells them apart; 0 and "" where not said.

    `words` is the title without years, ordinals, edition, 关于…的通知 and punctuation; `turn` the number of 第十届, `edition`
    the year of （2023年修订）, `year` the year that the title is about, `is_recurring` whether it says any of these.
    """

    words: str
    school: str
    year: int
    turn: int
    edition: int
    is_recurring: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """A notice's place in its series: equal numbers stand side by side, a greater number supersedes a smaller one."""

    series: str
    number: int


def take_apart(title: str) -> SeriesTitle:
    """What of `title` is shared and what tells it apart. Semesters, seasons, levels, provinces and parts stay: they differ."""
    text = unicodedata.normalize("NFKC", re.sub(r"\s", "", title)).translate(_BRACKETS)
    text = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)
    text = NUMBER.sub("", text, count=1) if NUMBER.match(text) else text
    editions = [found for found in _EDITION.finditer(text) if found[0] not in _EMPTY]
    text = _EDITION.sub(lambda found: found[0] if found[0] in _EMPTY else "", text)
    years, turns = list(_YEARS.finditer(text)), list(_TURN.finditer(text))
    text = _TURN.sub("", _YEARS.sub("", text))
    text = re.sub(r"[《》“”\"'‘’]", "", text)
    school = _SCHOOL.match(text)
    text = text[school.end() :] if school and len(text) - school.end() >= _TELLING else text
    text = _CLOSES.sub("", _OPENS.sub("", text))
    return SeriesTitle(
        words=re.sub(r"[\W_]|的", "", text).lower(),
        school=school[0] if school else "",
        year=max((int(found["year"]) for found in years), default=0),
        turn=max((_number(found["turn"]) for found in turns), default=0),
        edition=max((int(found["year"] or found["plain"] or 0) for found in editions), default=0),
        is_recurring=bool(years or turns or editions),
    )


def editions(notices: Iterable[Dated]) -> dict[NoticeId, Edition]:
    """The place of each notice that has others of its series beside it.

    A series is of one college and one office; a notice that names none goes with the only one there is. Titles that never
    change make a series only where they are titles of documents (学费标准) and all are dated: 招生信息 is a column's name.
    """
    alike: dict[str, list[tuple[SeriesTitle, Dated]]] = defaultdict(list)
    for notice in notices:
        taken = take_apart(notice.title)
        if taken.words:
            alike[taken.words].append((taken, notice))
    found: dict[NoticeId, Edition] = {}
    for words, members in alike.items():
        for owner, own in _by_owner(members).items():
            if len(own) > 1 and _is_series(own):
                found |= _ranked("｜".join(filter(None, (words, *owner))), own)
    return found


def _by_owner(members: Sequence[tuple[SeriesTitle, Dated]]) -> dict[tuple[str, str], list[tuple[SeriesTitle, Dated]]]:
    """The members by college and office."""
    owners = [_owner(taken, notice) for taken, notice in members]
    only = [next(iter(named)) if len(named := {owner[at] for owner in owners} - {""}) == 1 else "" for at in (0, 1)]
    found: dict[tuple[str, str], list[tuple[SeriesTitle, Dated]]] = defaultdict(list)
    for member, (school, office) in zip(members, owners, strict=True):
        found[school or only[0], office or only[1]].append(member)
    return found


def _owner(taken: SeriesTitle, notice: Dated) -> tuple[str, str]:
    named = _SCHOOL.match(notice.department)
    office = notice.department[named.end() :] if named else notice.department
    return taken.school or (named[0] if named else ""), re.sub(r"[\s()（）]", "", office)


def _is_series(members: Sequence[tuple[SeriesTitle, Dated]]) -> bool:
    if any(taken.is_recurring for taken, _ in members):
        return True
    return all(notice.published_at and titles.looks_like_title(notice.title) for _, notice in members)


def _ranked(series: str, members: Sequence[tuple[SeriesTitle, Dated]]) -> dict[NoticeId, Edition]:
    keys = {notice.id: _order(taken, notice) for taken, notice in members}
    ranks = {key: number for number, key in enumerate(sorted(set(keys.values())), start=1)}
    return {identity: Edition(series, ranks[key]) for identity, key in keys.items()}


def _order(taken: SeriesTitle, notice: Dated) -> tuple[int, int, int, str]:
    published = notice.published_at
    told = published.year if published else max((period.year for period in notice.periods), default=0)
    return taken.year or taken.edition or told, taken.turn, taken.edition, published.isoformat() if published else ""


def _number(text: str) -> int:
    """The number that digits, Chinese numerals below 1000 or Roman ones write."""
    if text.isdecimal() and text.isascii():
        return int(text)
    if text[0] in _ROMAN:
        values = [_ROMAN[one] for one in text]
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    total = digit = 0
    for one in text:
        if one in "十百":
            total += (digit or 1) * (10 if one == "十" else 100)
            digit = 0
        else:
            digit = int(one.translate(_DIGITS))
    return total + digit
