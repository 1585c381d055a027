from datetime import date

import pytest

from bot import issuer
from bot.finding import Finding
from index.confidence import NAMES, Features
from index.corpus import Corpus, IndexedNotice, IndexedPassage
from index.hit import Hit
from index.query import Query
from knowledge.notice import NoticeId
from knowledge.passage import PassageKind


def notice(identity: str, title: str, department: str) -> IndexedNotice:
    return IndexedNotice(NoticeId(identity), title, department, "", None, "", (), None)


STATE = notice("state", "教财〔2018〕12号 高等学校学生勤工助学管理办法", "")
OWN = notice("own", "学生勤工助学管理办法", "学生处")
NEWS = notice("news", "勤工助学宣讲", "学生处")


def hit(row: int, score: float, **features: float) -> Hit:
    values = dict.fromkeys(NAMES, 0.0) | {"coverage": 0.9, "near": 0.9, "holds": 1.0, "key": 1.0} | features
    return Hit(row, score, Features(**values))


def first(own: Hit, *, question: str = "勤工助学一小时多少钱", is_sure: bool = True) -> str:
    notices = (STATE, OWN, NEWS)
    passages = tuple(IndexedPassage(number, 0, PassageKind.TEXT, "", "每小时12元。") for number in range(3))
    hits = (hit(0, 4.0), hit(2, 3.9, holds=0.0), own)
    finding = Finding(Query(question), hits, (), Corpus(notices, passages), date(2026, 9, 1), {}, {})
    ordered = issuer.own_first(finding, lambda one: is_sure and one.score > 0)
    assert sorted(ordered.hits, key=lambda one: one.row) == sorted(hits, key=lambda one: one.row)
    return ordered.notice(ordered.hits[0]).id


def test_the_college_s_own_rule_comes_before_that_of_a_ministry() -> None:
    """Where it says as much and is nearly as likely."""
    assert first(hit(1, 3.8)) == "own"


@pytest.mark.parametrize(
    "own", [hit(1, 3.5), hit(1, 3.8, holds=0.0), hit(1, 3.8, key=0.0), hit(1, 3.8, near=0.5), hit(1, 3.8, missed=1.0)]
)
def test_an_own_rule_that_says_less_stays_behind(own: Hit) -> None:
    """Far behind, no figure, another thing, not in one sentence, another group."""
    assert first(own) == "state"


def test_who_asks_for_the_rule_of_the_state_is_given_it() -> None:
    """Nor is an unsure hit put in front."""
    assert first(hit(1, 3.8), question="国家规定勤工助学一小时多少钱") == "state"
    assert first(hit(1, 3.8), is_sure=False) == "state"


@pytest.mark.parametrize(
    ("title", "department", "above"),
    [
        ("关于调整政策的通知", "教育部", True),
        ("关于调整政策的通知", "福建省教育厅", True),
        ("财教〔2024〕181号 关于调整政策的通知", "", True),
        ("闽教学〔2024〕8号", "", True),
        ("校发〔2024〕12号 奖学金办法", "学生处", False),
        ("教务〔2024〕12号 选课通知", "教务处", False),
        ("国家助学金管理办法", "学生资助管理中心", False),
        ("教育学院招生简章", "教育学院", False),
    ],
)
def test_an_authority_is_told_by_department_or_document_number(title: str, department: str, *, above: bool) -> None:
    """A college's own office and number are not one."""
    assert issuer.is_from_above(notice("a", title, department)) is above
