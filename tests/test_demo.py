"""The demonstration that the project ships: its notices through the real parsers, its golden questions, its transcript."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.offices import load
from index.golden import read
from knowledge.audit import Actor
from knowledge.importer import import_paths
from knowledge.notice import Notice, NoticeId, Status
from knowledge.store import KnowledgeStore

DEMO = Path(__file__).resolve().parents[1] / "demo"
DAY = date(2026, 9, 15)
FICTION = "云岭海事职业学院并不存在"
CLASSES = (
    (6, "基本信息"),
    (14, "招生考试信息"),
    (21, "财务、资产及收费信息"),
    (26, "人事师资信息"),
    (35, "教学质量信息"),
    (39, "学生管理服务信息"),
    (42, "学风建设信息"),
    (46, "学位、学科信息"),
    (48, "对外交流与合作信息"),
    (50, "其他"),
)


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path_factory.mktemp("demo") / "knowledge.sqlite3") as opened:
        report = import_paths([DEMO / "notices"], opened, Actor("test"), datetime(2026, 9, 15, tzinfo=UTC))
        assert report.unreadable == ()
        yield opened


@pytest.fixture(scope="module")
def notices(store: KnowledgeStore) -> dict[str, Notice]:
    return {notice.id: notice for notice in store.notices()}


def test_every_file_is_a_notice_with_an_id_of_its_own(notices: dict[str, Notice]) -> None:
    """Each file becomes one notice with the id it gives itself, and there are at least 66."""
    files = [path for path in (DEMO / "notices").rglob("*") if path.is_file() and not path.name.endswith(".meta.yaml")]
    assert len(notices) == len(files) >= 66
    assert all(notice_id.startswith("yl-") for notice_id in notices)


def test_every_notice_says_that_it_is_fictional(notices: dict[str, Notice]) -> None:
    """The line that says so survives every parser."""
    assert [notice.id for notice in notices.values() if FICTION not in squeeze(notice.text)] == []


def test_every_notice_names_title_office_date_and_address(notices: dict[str, Notice]) -> None:
    """What a citation shows is there for each of them."""
    for notice in notices.values():
        assert notice.title, notice.id
        assert notice.department, notice.id
        assert notice.published_at is not None, notice.id
        assert notice.published_at <= DAY, notice.id
        assert notice.source_url.startswith("https://www.yunling.example.com/"), notice.id


def test_all_formats_are_there(notices: dict[str, Notice]) -> None:
    """Every format that can be imported is shown at least three times, Markdown most often."""
    formats = Counter(Path(notice.path).suffix for notice in notices.values())
    assert set(formats) == {".md", ".txt", ".html", ".docx", ".xlsx", ".pdf"}
    assert min(formats.values()) >= 3
    assert formats.most_common(1)[0][0] == ".md"


@pytest.mark.parametrize("path", ["admissions/beware-fraud.txt", "admissions/exam-entry-scores-2025.html"])
def test_one_text_and_one_page_are_in_gbk(path: str) -> None:
    """The older encoding of Chinese files is shown, too."""
    content = (DEMO / "notices" / path).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert FICTION in content.decode("gbk")


def test_all_ten_classes_of_the_disclosure_list_are_there(notices: dict[str, Notice]) -> None:
    """Each class is named by a category, and found by the classifier in some notice of that category."""
    names = {name for _, name in CLASSES}
    assert {notice.category for notice in notices.values()} == names
    found = {
        name
        for notice in notices.values()
        if notice.item is not None
        for name in [next(name for last, name in CLASSES if notice.item <= last)]
        if name == notice.category
    }
    assert found == names


def test_one_notice_is_withdrawn_one_expired_one_superseded(store: KnowledgeStore, notices: dict[str, Notice]) -> None:
    """The three ways in which a notice stops to hold are there once each."""
    standings = store.standings([NoticeId(notice_id) for notice_id in notices], DAY)
    assert [i for i, s in standings.items() if s.status is Status.WITHDRAWN] == ["yl-xx-wangluo-2026-wu"]
    assert [i for i, s in standings.items() if s.expired] == ["yl-zz-rending-gongshi-2025"]
    assert {i: s.superseded_by for i, s in standings.items() if s.superseded_by} == {
        "yl-zz-xiaojiang-2024": "yl-zz-xiaojiang-2026"
    }
    assert not any(standing.not_yet for standing in standings.values())


def test_golden_answers_stand_in_their_notices(store: KnowledgeStore, notices: dict[str, Notice]) -> None:
    """Each gold notice exists, is quotable, and holds an answer; each answer stands in a gold notice."""
    standings = store.standings([NoticeId(notice_id) for notice_id in notices], DAY)
    for question in read(DEMO / "golden.jsonl"):
        texts = {gold: squeeze(notices[gold].text) for gold in question.gold}
        answers = [squeeze(answer) for answer in question.answer_any]
        assert all(standings[NoticeId(gold)].quotable for gold in texts), question.id
        assert all(any(answer in text for answer in answers) for text in texts.values()), question.id
        assert all(any(answer in text for text in texts.values()) for answer in answers), question.id


def test_the_golden_set_covers_all_groups() -> None:
    """Forty questions, numbered, of all six groups; only the last two groups have no gold notice."""
    questions = read(DEMO / "golden.jsonl")
    assert [question.id for question in questions] == [f"demo-{number:03d}" for number in range(1, 41)]
    groups = Counter(question.group for question in questions)
    assert set(groups) == {"single", "table", "dialogue", "hard_language", "unanswerable", "chat"}
    for question in questions:
        assert (not question.gold) is (question.group in {"unanswerable", "chat"}), question.id
        assert (len(question.turns) > 1) is (question.group == "dialogue"), question.id


def test_the_transcript_has_eight_questions_and_a_follow_up() -> None:
    """Eight lines of a user and a question; the second is the follow-up of the first, by the same user."""
    lines = [json.loads(line) for line in (DEMO / "transcript.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 8
    assert all(set(line) == {"user", "question"} for line in lines)
    assert lines[0]["user"] == lines[1]["user"]


def test_the_offices_stand_in_the_published_directory(notices: dict[str, Notice]) -> None:
    """Each office that the bot refers to has the telephone number that the college has published."""
    directory = notices["yl-xx-lianxi"].text
    offices = load(DEMO / "offices.yaml").offices
    assert sum(office.default for office in offices) == 1
    for office in offices:
        assert office.name in directory
        assert office.phone in directory
