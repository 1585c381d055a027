"""Whether a hit, near as it is, misses the point of the question: what makes the difference between an answer and a guess."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.directory.found import speaks_of
from bot.finding import Finding
from bot.understanding.intent import intents
from bot.understanding.vocabulary import mentions
from index import wants
from index.hit import Hit
from index.query import Want

_LOOKED_INTO = 3
_PLACES = "省份"
# Figures that differ by province, major and category: those of another one are no answer.
_OF_A_GROUP = frozenset({Want.SCORE, Want.RANK, Want.CODE, Want.COUNT})
# Who a person is (校长叫什么) is answered by a name; who is in charge (找谁) by an office.
_BY_NAME = re.compile(r"叫什么|叫啥|是谁|姓什么|姓啥|是哪位|哪一位|名字")
_ROLE = re.compile(r"校长|书记|院长|主任|处长|部长|馆长|主席|局长|科长|系主任|负责人|领导")
# 天津大学, 湖北师范大学; 本省大学 and 上大学 name none.
_KINDS_OF_SCHOOL = (
    r"(?:科技|师范|理工|工业|工程|农业|林业|医科|财经|外国语|交通|中医药|海洋|民族|政法|艺术|体育)?大学(?!生)"
)
_SCHOOL = re.compile(_KINDS_OF_SCHOOL)


def misses(finding: Finding, hit: Hit) -> bool:
    """Another year or school, no figure where one was asked for, another group's figure, another office's number, no name."""
    query, features = finding.query, hit.features
    if query.is_dated and features.year < 0:
        return True
    if wants.is_figure(query.want) and features.holds == 0:
        return True
    if query.want in _OF_A_GROUP and features.missed > 0:
        return True
    if any(school not in finding.corpus.spoken(hit.row) for school in _schools(query.text)):
        return True
    if finding.office and not speaks_of(finding.corpus, hit.row, finding.office, query.want):
        return True
    return query.want is Want.PERSON and not _names_whom(query.text, finding.corpus.passages[hit.row].text)


def to_the_point(finding: Finding, is_sure: Callable[[Hit], bool]) -> Finding:
    """Where the first hit misses the point, the next one that is sure and does not comes first."""
    if not misses(finding, finding.hits[0]):
        return finding
    for position, hit in enumerate(finding.hits[:_LOOKED_INTO]):
        if is_sure(hit) and not misses(finding, hit):
            return replace(finding, hits=(hit, *finding.hits[:position], *finding.hits[position + 1 :]))
    return finding


def _schools(question: str) -> Iterator[str]:
    """The universities that a question names by their province or city."""
    if "大学" not in question:
        return
    for place in mentions(question):
        kind = _SCHOOL.match(question, place.end)
        if kind is not None and place.entries[0].group.name == _PLACES:
            yield place.word + kind.group()


def _names_whom(question: str, text: str) -> bool:
    """Whether `text` names the person that is asked for by a role; true where no person's name is asked for."""
    role = _ROLE.search(question)
    if role is None or not _BY_NAME.search(question):
        return True
    name = rf"(?:{intents().private.surnames.pattern})[\u4e00-\u9fff·]{{1,2}}"
    after = rf"{role.group()}(?:[：:、\s]|是|为|由)*{name}(?![\u4e00-\u9fff])"
    before = (
        rf"(?<![\u4e00-\u9fff]){name}(?:同志|教授|研究员)?[，,：:\s]{{0,3}}(?:[\u4e00-\u9fff、]{{0,8}})?{role.group()}"
    )
    return bool(re.search(f"{after}|{before}", text))
