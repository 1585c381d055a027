"""What a notice changes: supplements, corrections, postponements, adjustments and repeals say which notice they are about."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.describe.number import NUMBER, tidy
from knowledge.notice import Notice, NoticeId
from knowledge.series import SeriesTitle, take_apart


class Change(StrEnum):
    """What a notice does to the one it names."""

    SUPPLEMENTS = "supplements"  # 补充通知
    CORRECTS = "corrects"  # 更正, 勘误
    POSTPONES = "postpones"  # 延期, 推迟
    ADJUSTS = "adjusts"  # 调整, 变更
    REPEALS = "repeals"  # 废止


@dataclass(frozen=True, slots=True)
class Named:
    """A notice that another says it changes: by its title, its document number, or both; `words` say so."""

    change: Change
    title: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change whose notice is known."""

    change: Change
    amends: NoticeId


# 双选会时间调整, 报名时间延期: what is changed of the notice is no part of its title.
_OF_WHAT = "(?:(?:举办|举行|召开|开展)?的?(?:时间|日期|日程|地点|安排)(?:和|与|及)?){0,2}的?"
_KINDS = (
    (
        Change.SUPPLEMENTS,
        re.compile(rf"(?:{_OF_WHAT}(?:调整|变更|更改))?的?补充(?=通知|规定|说明|公告|办法|意见)|(?<=的)补充$"),
    ),
    (Change.CORRECTS, re.compile(r"的?(?:更正|勘误)(?=通知|公告|说明|启事|$)|^(?:关于)?(?:更正|勘误)")),
    (
        Change.POSTPONES,
        re.compile(
            rf"{_OF_WHAT}(?:延期|推迟|延长)(?:举行|举办|进行|开展)?(?=的?(?:通知|公告)|$)|^(?:关于)?(?:延长|推迟|延期)"
        ),
    ),
    (
        Change.ADJUSTS,
        re.compile(rf"{_OF_WHAT}(?:调整|变更|更改)(?=的?(?:通知|公告|说明)|$)|^(?:关于)?(?:调整|变更)(?![后前为])"),
    ),
)
_TITLED = r"《(?P<title>[^《》]{4,60}(?:〈[^〉]{2,40}〉[^《》]{0,20})?)》"
_REPEALED = re.compile(
    rf"{_TITLED}\s*(?:[（(](?P<aside>[^（）()]{{0,60}}(?:[（(][^（）()]*[）)][^（）()]*)?)[）)])?[^。；]{{0,40}}?(?:同时)?(?:予以)?(?:废止|停止执行|不再执行)"
)
_REPEAL = re.compile("废止|停止执行|不再执行")
_REPEALING = re.compile(rf"^关于(?:废止|停止执行){_TITLED}")
_CLAUSE = re.compile(r"[^。；\n]+")
_NUMBERED = re.compile(rf"{_TITLED}\s*[（(]\s*(?P<number>{NUMBER.pattern})\s*[）)]")
_LONG_ENOUGH = 5


def named(title: str, text: str) -> tuple[Named, ...]:
    """The notices that this one says it changes; what its title says first."""
    squeezed = unicodedata.normalize("NFC", re.sub(r"\s", "", title))
    return tuple(dict.fromkeys((*_by_title(squeezed, text), *_repealed(text))))


def link(notices: Sequence[Notice]) -> dict[NoticeId, tuple[Amendment, ...]]:
    """For each notice that changes others among `notices`: which, by document number or by title.

    A notice named by its title must be of the same years, no newer, and of the same college where both name one; of several
    the newest counts. What cannot be told for sure is left out.
    """
    known = _Known.of(notices)
    found = {}
    for notice in notices:
        linked = (
            Amendment(one.change, target)
            for one in named(notice.title, notice.text)
            if (target := known.find(one, notice)) is not None
        )
        if amendments := tuple(dict.fromkeys(linked)):
            found[notice.id] = amendments
    return found


def _by_title(title: str, text: str) -> Iterator[Named]:
    if repealing := _REPEALING.search(title):
        yield Named(Change.REPEALS, repealing["title"], _number_of(repealing["title"], text), title)
        return
    for change, marker in _KINDS:
        if found := marker.search(title):
            quoted = re.search(_TITLED, title)
            rest = marker.sub("关于" if found[0].startswith("关于") else "", title, count=1)
            wanted = quoted["title"] if quoted else rest
            yield Named(change, wanted, _number_of(wanted, text), title)
            return


def _number_of(title: str, text: str) -> str:
    """The document number that the text gives with that title, or ""."""
    found = next(
        (one for one in _NUMBERED.finditer(text) if take_apart(one["title"]).words == take_apart(title).words), None
    )
    return _number_in(found["number"]) if found else ""


def _number_in(text: str) -> str:
    found = NUMBER.search(text)
    return tidy(found) if found else ""


def _repealed(text: str) -> Iterator[Named]:
    """《…》（校发〔2018〕5号）同时废止: every title of the clause, for one clause may repeal several."""
    if not _REPEAL.search(text):
        return
    for clause in _CLAUSE.finditer(text):
        if _REPEAL.search(clause[0]) and _REPEALED.search(clause[0]):
            for one in re.finditer(rf"{_TITLED}\s*(?:[（(](?P<aside>[^（）()《》]{{0,60}})[）)])?", clause[0]):
                yield Named(Change.REPEALS, one["title"], _number_in(one["aside"] or ""), clause[0].strip())


@dataclass(frozen=True, slots=True)
class _Known:
    """The notices by number and by the words of their titles."""

    by_number: dict[str, list[Notice]]
    by_words: dict[str, list[tuple[SeriesTitle, Notice]]]

    @classmethod
    def of(cls, notices: Sequence[Notice]) -> "_Known":
        by_number: dict[str, list[Notice]] = defaultdict(list)
        by_words: dict[str, list[tuple[SeriesTitle, Notice]]] = defaultdict(list)
        for notice in notices:
            if notice.document_number:
                by_number[notice.document_number].append(notice)
            taken = take_apart(notice.title)
            if len(taken.words) >= _LONG_ENOUGH:
                by_words[taken.words].append((taken, notice))
        return cls(by_number, by_words)

    def find(self, one: Named, by: Notice) -> NoticeId | None:
        numbered = [notice for notice in self.by_number.get(one.number, ()) if notice.id != by.id]
        if len(numbered) == 1:
            return numbered[0].id
        wanted, own = take_apart(one.title), take_apart(by.title)
        fitting = [
            notice
            for taken, notice in self.by_words.get(wanted.words, ())
            if notice.id != by.id and _fits(taken, wanted, own, one.change) and _is_no_newer(notice, by)
        ]
        return max(fitting, key=_age).id if fitting else None


def _fits(taken: SeriesTitle, wanted: SeriesTitle, own: SeriesTitle, change: Change) -> bool:
    """Whether a title is the one wanted: the same years, editions and college as far as both name them."""
    school = wanted.school or own.school
    same_school = not school or not taken.school or school == taken.school
    same_years = (wanted.year, wanted.turn) == (taken.year, taken.turn)
    same_edition = not wanted.edition or wanted.edition == taken.edition
    is_older = change is not Change.REPEALS or own.words != taken.words or own.edition != taken.edition
    return same_school and same_years and same_edition and is_older


def _is_no_newer(notice: Notice, by: Notice) -> bool:
    return notice.published_at is None or by.published_at is None or notice.published_at <= by.published_at


def _age(notice: Notice) -> tuple[str, str]:
    return notice.published_at.isoformat() if notice.published_at else "", notice.id
