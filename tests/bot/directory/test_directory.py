from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome
from bot.conversation import Conversations
from bot.directory.directory import Directory, OfficeAsked
from bot.directory.reply import KEPT
from bot.engine import Engine
from bot.offices import Office, Offices
from bot.understanding.datafile import BadData
from bot.understanding.offices import bare, office_names, read
from bot.understanding.understand import understand
from index.bundle import Bundle
from index.confidence import Linear, Model
from index.publish import publish
from index.search import Searcher
from index.shelf import Shelf
from knowledge.document import Table
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import BY, NOW, TODAY, Cut, cut, save

ENCODER = HashEncoder(512)
SURE = Model(Linear.of({"fused": 0.2}), Linear.of({"bias": 5.0}))
CONTACTS = cut(
    "contacts",
    "各部门联系电话",
    "办公时间：工作日8:30—17:30。",
    Table(
        rows=(
            ("部门", "电话", "地点"),
            ("招生办公室", "0000-1234501", "行政楼108室"),
            ("教务处", "0000-1234502", "行政楼205室"),
            ("公寓管理中心（东区）", "0000-1234503", "东区6号楼"),
            ("公寓管理中心（西区）", "0000-1234504", "西区2号楼"),
        ),
        caption="联系电话",
        header_rows=1,
    ),
    department="办公室",
)
RULES = cut("rules", "学生退费办法", "本办法由财务处负责解释，如有疑问请咨询财务处，电话0000-1234505。")
SCHOOL = cut("school", "联系我们-化工学院", "人事处 0000-1234509")
STAFF = Offices(
    (
        Office(name="党政办公室", phone="0000-1234500", default=True),
        Office(name="图书馆", phone="0000-1234510", hours="每天8:30—21:30", place="图书馆一楼"),
    )
)
Ask = Callable[..., Answer]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "knowledge.sqlite3") as opened:
        yield opened


@pytest.fixture
def ask(store: KnowledgeStore, tmp_path: Path) -> Ask:
    def run(question: str, *notices: Cut) -> Answer:
        known = notices or (CONTACTS, RULES, SCHOOL)
        save(store, *known)
        publish(known, ENCODER, tmp_path, NOW)
        bundle = Bundle.open(Shelf(tmp_path).live(), ENCODER.fingerprint)
        directory = Directory.of(bundle.corpus, STAFF)
        conversations = Conversations(60, lambda: 0.0)
        searcher = Searcher(bundle, ENCODER, SURE)
        return Engine(searcher, store, conversations, STAFF, lambda: TODAY, directory=lambda: directory).answer(
            question
        )

    return run


@pytest.mark.parametrize("asked", ["招生办电话多少", "请问招办的联系方式是什么", "招就处怎么联系", "zsb电话"])
def test_the_right_office_answers_by_any_of_its_names(ask: Ask, asked: str) -> None:
    """With its row, literally, and the notice that holds it."""
    answer = ask(asked)
    assert answer.text.startswith("▶ 招生办公室电话：0000-1234501\n")
    (citation,) = answer.citations
    assert (citation.notice_id, "部门：招生办公室；电话：0000-1234501" in citation.quote) == ("contacts", True)
    assert "0000-1234502" not in answer.text


def test_place_and_hours_are_those_of_the_office(ask: Ask) -> None:
    """Hours that hold for a whole page of contacts are quoted from it."""
    assert ask("教务处在哪").text.startswith("▶ 教务处：行政楼205室\n")
    hours = ask("教务处几点上班")
    assert hours.text.startswith("▶ 办公时间：工作日8:30—17:30\n")
    assert "办公时间：工作日8:30—17:30。" in hours.citations[0].quote


def test_an_office_in_two_places_is_shown_with_both(ask: Ask) -> None:
    """One row each."""
    text = ask("宿管中心电话").text
    assert "0000-1234503" in text
    assert "0000-1234504" in text


def test_a_line_of_running_text_serves_where_no_table_has_the_office(ask: Ask) -> None:
    """The number right after the office's name."""
    answer = ask("计财处电话")
    assert answer.text.startswith("▶ 财务处电话：0000-1234505\n")
    assert answer.citations[0].notice_id == "rules"


def test_what_staff_keep_answers_where_no_notice_does(ask: Ask) -> None:
    """Said to be the college's own list; nothing is cited."""
    answer = ask("图书馆电话")
    assert (answer.outcome, answer.citations) == (Outcome.ANSWERED, ())
    assert answer.text == f"图书馆（电话 0000-1234510，每天8:30—21:30，图书馆一楼）\n{KEPT}"
    assert "每天8:30—21:30" in ask("图书馆几点上班").text


def test_an_office_that_is_not_there_is_refused_with_the_switchboard(ask: Ask) -> None:
    """Never another office's number; a school's own office is another one."""
    for question in ("审计处电话多少", "人事处电话", "计算机学院的电话", "图书馆邮箱"):
        answer = ask(question)
        assert answer.outcome is Outcome.NOT_FOUND, question
        assert "党政办公室（电话 0000-1234500）" in answer.text
        assert "12345" not in answer.text.replace("0000-1234500", "")


def test_a_withdrawn_contact_page_answers_no_more(ask: Ask, store: KnowledgeStore) -> None:
    """From the next answer on."""
    save(store, CONTACTS)
    store.withdraw(NoticeId("contacts"), BY, NOW, "有误")
    assert ask("招生办电话多少").outcome is Outcome.NOT_FOUND


def test_a_number_asked_for_something_special_is_searched_for(ask: Ask) -> None:
    """Another office's passage is no answer to it either."""
    assert ask("财务处退费的电话").citations[0].notice_id == "rules"
    assert ask("人事处招聘的电话").outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("招生办电话", OfficeAsked("招生办", is_all=True)),
        ("图书馆周末开到几点", OfficeAsked("图书馆", is_all=False)),
        ("教务处管转专业的电话", OfficeAsked("教务处", is_all=False)),
        ("图书馆座位几点放", None),
        ("教务处怎么选课", None),
        ("学费多少", None),
        ("报修打什么电话", None),
        ("你好", None),
    ],
)
def test_only_a_question_for_number_place_or_hours_asks_of_an_office(question: str, asked: OfficeAsked | None) -> None:
    """And it asks of nothing else, or is told apart."""
    understood = understand(question, TODAY)
    assert Directory().asked(understood.asked, understood.query) == asked


def test_names_are_read_as_groups_and_a_mistake_is_named() -> None:
    """A name in two groups means both."""
    known = read([["招生办", "招就处"], ["就业办", "招就处"]])
    assert known.alike("招就处") == {"招生办", "就业办", "招就处"}
    assert known.alike("保卫处") == {"保卫处"}
    assert read([]).pattern.search("招生办") is None
    with pytest.raises(BadData, match=r"offices\.yaml: line 2"):
        read([["招生办"], [{}]])
    assert "招生办" in office_names().alike("招办")


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("某某大学教务处", "教务处"),
        ("学校 招生办", "招生办"),
        ("党委宣传部", "党委宣传部"),
        ("化学学院团委", "化学学院团委"),
    ],
)
def test_the_college_in_front_of_an_office_is_left_out(name: str, known: str) -> None:
    """A school's office is another one."""
    assert bare(name) == known
