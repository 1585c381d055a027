"""Two current notices that give different figures for the same thing: both are shown, for people must know that they differ.

It is said only where hardly anything else can explain the difference: other years, another group of people, another thing,
an older edition or one that was superseded or amended.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot import highlight
from bot.finding import Finding
from bot.quote import sentences, worth
from bot.understanding.vocabulary import mentions
from index.corpus import IndexedNotice
from index.freshness import years
from index.genre import Genre, genre
from index.hit import Hit
from index.query import Want
from knowledge.passage import PassageKind

_LOOKED_INTO = 6
_NEAR = 0.35
_COVERED = 0.99
# A rule of another college or a report of an event gives figures of its own.
_BINDING = frozenset({Genre.RULE, Genre.GUIDE, Genre.NOTICE, Genre.OTHER})
_LONGEST = 160
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_FIGURES = {
    Want.AMOUNT: re.compile(rf"({_DIGITS}\s*万?)\s*余?元"),
    Want.PERCENT: re.compile(rf"({_DIGITS}\s*[%％‰])"),
    Want.TIME: re.compile(r"(\d{1,2}\s*[:：]\s*\d{2})"),
    Want.DURATION: re.compile(rf"({_DIGITS}\s*(?:个)?(?:学年|学期|年|月|周|工作日|小时|天|日|分钟))"),
    Want.COUNT: re.compile(rf"({_DIGITS}\s*(?:余|多)?(?:名|人|本|册|门|学分|次|个|位|间|项|所|家|场))"),
    Want.SCORE: re.compile(rf"({_DIGITS})\s*分(?!钟)"),
}
_MOST_FIGURES = 2
# What tells groups of people apart, beside the strict words of the vocabulary.
_GROUPS = re.compile(
    r"本科|专科|高职|硕士|博士|研究生|留学生|新生|老生|毕业|在校|男|女|一等|二等|三等|一档|二档|三档|甲等|乙等|最高|最低|以上|以下|每月|每年|每学年|每学期|每人"
)
_LITTLE = re.compile(r"\s|,")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one hit says to the question: the words, literally, and the figures in them."""

    hit: Hit
    words: str
    figures: frozenset[str]


def differing(finding: Finding) -> Statement | None:
    """What another notice says that differs from the first hit; None where none does beyond doubt."""
    pattern = _FIGURES.get(finding.query.want)
    if pattern is None or not finding.hits:
        return None
    first = _statement(finding, finding.hits[0], pattern)
    if first is None:
        return None
    others = (hit for hit in finding.hits[1:_LOOKED_INTO] if _is_comparable(finding, first.hit, hit))
    told = (_statement(finding, hit, pattern) for hit in others)
    return next((other for other in told if other and _contradicts(finding, first, other)), None)


def _is_comparable(finding: Finding, first: Hit, other: Hit) -> bool:
    """Whether both hits are of different notices in force, about the same years, and near in score."""
    one, two = finding.notice(first), finding.notice(other)
    if one.id == two.id or first.score - other.score > _NEAR or not {genre(one.title), genre(two.title)} <= _BINDING:
        return False
    if _are_related(one, two) or {one.id, two.id} & finding.superseded.keys():
        return False
    when, then = years(one.periods), years(two.periods)
    return not when or not then or when == then


def _are_related(one: IndexedNotice, two: IndexedNotice) -> bool:
    """Editions of one series, copies, and what amends or repeals what: the newer one holds, and is shown as such."""
    mine, theirs = one.relations, two.relations
    linked = {*mine.amends, *mine.amended_by, mine.repealed_by, mine.duplicate_of}
    back = {*theirs.amends, *theirs.amended_by, theirs.repealed_by, theirs.duplicate_of}
    return two.id in linked or one.id in back or bool(mine.series and mine.series == theirs.series)


def _statement(finding: Finding, hit: Hit, pattern: re.Pattern[str]) -> Statement | None:
    """What a hit says, where it speaks of all that is asked and one sentence or cell gives few figures."""
    passage = finding.corpus.passages[hit.row]
    features = hit.features
    if features.coverage < _COVERED or features.near < _COVERED or features.missed or features.holds < 1:
        return None
    words = _row(finding, passage.text) if passage.kind is PassageKind.ROW else _sentence(finding, passage.text)
    figures = frozenset(_LITTLE.sub("", match) for match in pattern.findall(words))
    is_clear = 0 < len(figures) <= _MOST_FIGURES and len(words) <= _LONGEST
    return Statement(hit, words, figures) if is_clear else None


def _row(finding: Finding, text: str) -> str:
    return text if highlight.cell(text, finding.concepts, finding.query.want) else ""


def _sentence(finding: Finding, text: str) -> str:
    found = sentences(text)
    return max(found, key=_value(finding), default="").strip()


def _value(finding: Finding) -> Callable[[str], float]:
    return lambda sentence: worth(sentence, finding.concepts, finding.query.want)


def _contradicts(finding: Finding, one: Statement, two: Statement) -> bool:
    return not one.figures & two.figures and _group(finding, one) == _group(finding, two)


def _group(finding: Finding, statement: Statement) -> frozenset[str]:
    """Whom and what the statement is of, by its own words and its notice's title."""
    text = f"{finding.notice(statement.hit).title} {statement.words}".lower()
    return frozenset([*_GROUPS.findall(text), *_told_apart(text)])


def _told_apart(text: str) -> Iterable[str]:
    named = (mention.entries[0] for mention in mentions(text))
    return (entry.official[0] for entry in named if entry.strict or entry.group.modifier)
