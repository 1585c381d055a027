"""What people are told beside an answer, and what of them is kept."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome
from bot.loop import topics
from bot.loop.circle import Circle
from bot.loop.errors import FileUnusable
from bot.loop.news import News
from bot.loop.notes import Note, NoteBox
from bot.loop.saying import Sayings
from bot.loop.subscriptions import Subscriptions
from bot.replies import HOW_TO_REQUEST
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.loop import MONDAY, intake, open_file
from tests.fakes.notices import BY, cut, save

PERSON = "f" * 32
REPLY = Answer(Outcome.ANSWERED, "学费每学年6000元。", bundle="b1")
UNTIL = MONDAY + timedelta(days=60)


class NoProgress:
    def progress(self, number: str, secret: str) -> str:
        return f"受理编号 {number}" if secret == "right" else ""


@pytest.fixture
def circle(tmp_path: Path) -> Iterator[Circle]:
    with ExitStack() as stack:
        file = open_file(tmp_path)
        stack.callback(file.close)
        store = stack.enter_context(KnowledgeStore.open(tmp_path / "k.sqlite3"))
        yield Circle(
            file=file,
            intake=intake(file),
            notes=NoteBox(file),
            subscriptions=Subscriptions(file),
            topics=topics.load(),
            standings=store,
            progress=NoProgress(),
            sayings=Sayings("https://bot.example.edu.cn/request"),
            key=b"key",
            now=lambda: MONDAY,
        )


def test_what_waits_stands_below_the_answer_and_is_told_once(circle: Circle) -> None:
    """The next answer is plain again."""
    circle.notes.leave(PERSON, Note("gap:1", "您问过的，已答复。"), UNTIL)
    assert circle.told(PERSON, "学费多少", REPLY).text == "学费每学年6000元。\n\n您问过的，已答复。"
    assert circle.told(PERSON, "学费多少", REPLY) == REPLY


def test_what_does_not_fit_is_named_and_kept(circle: Circle) -> None:
    """Nothing is cut: a hint stands there, and 我的答复 brings it, a message full at a time."""
    for number in range(3):
        circle.notes.leave(PERSON, Note(f"gap:{number}", "答" * 400), UNTIL)
    told = circle.told(PERSON, "学费多少", REPLY)
    assert "有 3 条给您的答复" in told.text
    assert told.suggestions[0] == "我的答复"
    first = circle.commanded("我的答复", PERSON)
    assert first is not None
    assert "还有 2 条" in first.text
    assert len(first.text.encode()) <= 2048
    rest = [circle.commanded("我的答复", PERSON) for _ in range(3)]
    assert rest[-1] is not None
    assert "没有给您的新答复" in rest[-1].text


def test_a_notice_that_was_withdrawn_is_not_told(circle: Circle) -> None:
    """And the note about it is gone all the same."""
    circle.notes.leave(PERSON, Note("notice:gone", "您订阅的有新通知"), UNTIL)
    assert circle.told(PERSON, "学费多少", REPLY) == REPLY
    assert not circle.notes.waiting(PERSON, MONDAY)


def test_who_can_be_told_later_is_a_keyed_hash(circle: Circle) -> None:
    """A web page's conversation is hashed, a short one belongs to nobody, a pseudonym stays."""
    web = circle.person("web:0123456789abcdef-page")
    assert web is not None
    assert "0123456789abcdef" not in web
    assert (circle.person("web:1"), circle.person(None), circle.person(PERSON)) == (None, None, PERSON)
    nobody = circle.commanded("订阅招生", None)
    assert nobody is not None
    assert "公众号" in nobody.text


def test_subscriptions_are_offered_to_tap_and_counted_without_names(circle: Circle) -> None:
    """An unknown subject is answered with those that there are."""
    offered = circle.commanded("订阅", PERSON)
    assert offered is not None
    assert "订阅招生" in offered.suggestions
    for message in ("订阅招生", "订阅奖学金", "订阅招生"):
        circle.commanded(message, PERSON)
    unknown = circle.commanded("订阅天气", PERSON)
    assert unknown is not None
    assert "没有“天气”这个主题" in unknown.text
    circle.subscriptions.subscribe("other", "招生", MONDAY)
    assert circle.subscriptions.counts() == {"奖助": 1, "招生": 2, "": 2}


def test_all_that_is_kept_of_a_person_goes_with_them(circle: Circle) -> None:
    """Unfollowed, or consent taken back: who waits, what waits, and subscriptions."""
    circle.noticed(PERSON, "健身房收费吗", Answer(Outcome.NOT_FOUND, "没有查到", bundle="b1"))
    circle.notes.leave(PERSON, Note("gap:1", "已答复。"), UNTIL)
    circle.subscriptions.subscribe(PERSON, "招生", MONDAY)
    circle.forget(PERSON)
    circle.purge()
    assert not circle.notes.people(MONDAY)
    assert circle.subscriptions.counts() == {"": 0}


def test_a_person_is_owed_something_from_the_question_to_the_answer(circle: Circle) -> None:
    """And as long as they subscribe; else nothing is."""
    assert not circle.owes(PERSON)
    circle.noticed(PERSON, "健身房收费吗", Answer(Outcome.NOT_FOUND, "没有查到", bundle="b1"))
    assert circle.owes(PERSON)
    circle.intake.forget(PERSON)
    circle.notes.leave(PERSON, Note("gap:1", "已答复。"), UNTIL)
    assert circle.owes(PERSON)
    circle.told(PERSON, "学费多少", REPLY)
    assert not circle.owes(PERSON)
    circle.subscriptions.subscribe(PERSON, "招生", MONDAY)
    assert circle.owes(PERSON)


def test_the_way_to_the_form_stands_where_asking_is_named(circle: Circle) -> None:
    """With the address, if there is one; progress is told by number and secret."""
    answer = Answer(Outcome.NOT_FOUND, f"没有查到。\n{HOW_TO_REQUEST}")
    assert circle.sayings.pointed(answer).text.endswith("https://bot.example.edu.cn/request")
    assert Sayings().pointed(answer) == answer
    assert "党政办公室" in Sayings().request().text
    found = circle.commanded("申请进度 YSQ-2026-0001 right", None)
    assert found is not None
    assert found.text == "受理编号 YSQ-2026-0001"


def test_news_are_told_once_and_archives_are_none(tmp_path: Path) -> None:
    """What stood there before, what is old, and what nobody subscribed to leaves no note; no process tells twice."""
    file = open_file(tmp_path)
    box, subscriptions = NoteBox(file), Subscriptions(file)
    subscriptions.subscribe("a", "招生", MONDAY)
    subscriptions.subscribe("a", "收费", MONDAY)
    day = MONDAY.date()
    with KnowledgeStore.open(tmp_path / "k.sqlite3") as store:
        news = News(file, store, topics.load())
        assert news.sweep(MONDAY) == 0
        save(store, cut("old", "招生章程", "第一条。", published_at=day))
        assert news.sweep(MONDAY) == 0  # a new college's first notices are its archive
        save(
            store,
            cut("new", "招生计划与收费", "计划100人。", published_at=day, source_url="https://x.example/1"),
            cut("archive", "2019年招生简章", "略。", published_at=day - timedelta(days=900)),
            cut("other", "采购公告", "略。", published_at=None, department=""),
        )
        assert (news.sweep(MONDAY), news.sweep(MONDAY)) == (1, 0)
        assert News(file, store, topics.load()).sweep(MONDAY) == 0
        store.withdraw(NoticeId("new"), BY, MONDAY, "错")
        assert news.sweep(MONDAY) == 0
    (note,) = box.waiting("a", MONDAY)
    assert note.text.endswith("https://x.example/1")
    file.close()


def test_subjects_of_the_colleges_own_are_read_or_refused(tmp_path: Path) -> None:
    """A file that cannot be read says what was expected."""
    own = tmp_path / "topics.yaml"
    own.write_text("- {name: 船员证, words: [适任证书]}\n", encoding="utf-8")
    assert topics.load(own).called("适任证书") is not None
    for bad in ("- {title: x}\n", "{"):
        own.write_text(bad, encoding="utf-8")
        with pytest.raises(FileUnusable, match="expected a list"):
            topics.load(own)
