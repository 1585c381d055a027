import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.answer import Outcome
from bot.ledger import Entry
from bot.reports import coverage_views
from bot.reports.coverage import Coverage, Owed, Report, Row, Rules, cover
from knowledge.audit import Actor
from knowledge.life import Policy, Publishing
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.loop import asked
from tests.fakes.notices import cut, save

BY = Actor("王老师")
START = datetime(2026, 3, 2, 2, tzinfo=UTC)
TODAY = date(2026, 3, 31)
FEES = cut("fees", "<b>收费标准</b>", "学费6000元。", item=21, channel="学校网站", published_at=date(2026, 2, 1))
NEWER = cut(
    "fees-2", "收费公示", "学费6600元。", item=21, published_at=date(2026, 3, 1), source_url="javascript:alert(1)"
)
CHARTER = cut("charter", "招生章程", "第一条。", item=7)
LOOSE = cut("loose", "校园新闻", "今天天气好。")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "k.sqlite3", Policy(Publishing.AFTER_CHECK)) as opened:
        for notice, passages in (FEES, NEWER, CHARTER, LOOSE):
            opened.save(notice, passages, BY, START)
        for notice_id in ("fees", "fees-2", "loose"):
            opened.approve(NoticeId(notice_id), BY, START)
        yield opened


def covered(store: KnowledgeStore, today: date = TODAY, *entries: Entry, answers: tuple[Owed, ...] = ()) -> Report:
    return cover(store, entries, Rules(frozenset({11, 21})), today, answers)


def row(report: Report, number: int) -> Row:
    return report.rows[number - 1]


def test_each_of_the_fifty_items_has_a_row_with_where_and_when(store: KnowledgeStore) -> None:
    """The newest notice first, with title, office, day and channel; what is under no item is told apart."""
    report = covered(store)
    assert [one.item.number for one in report.rows] == list(range(1, 51))
    fees = row(report, 21)
    assert fees.latest is not None
    assert (fees.latest.title, fees.latest.published_at) == ("收费公示", date(2026, 3, 1))
    assert [one.id for one in fees.disclosed] == ["fees-2", "fees"]
    assert [one.id for one in report.unlisted] == ["loose"]


def test_the_states_of_items_are_told_apart(store: KnowledgeStore) -> None:
    """Disclosed although it need not be, not applicable, waiting, missing."""
    report = covered(store, date(2026, 3, 3))
    states = [row(report, number).state for number in (21, 11, 7, 9)]
    assert states == [Coverage.DISCLOSED, Coverage.NOT_APPLICABLE, Coverage.WAITING, Coverage.MISSING]
    assert not row(report, 21).applies
    assert sum(report.count(state) for state in Coverage) == 50


def test_what_waits_longer_than_twenty_working_days_is_overdue(store: KnowledgeStore) -> None:
    """Given in on Monday, 2 March 2026: the twentieth working day after it is Monday, 30 March."""
    assert row(covered(store, date(2026, 3, 30)), 7).state is Coverage.WAITING
    late = row(covered(store, date(2026, 3, 31)), 7)
    assert late.state is Coverage.OVERDUE
    assert late.overdue[0].due == date(2026, 3, 30)


def test_a_changed_text_counts_from_its_change_and_not_after_its_approval(store: KnowledgeStore) -> None:
    """变更后 20 个工作日内更新: the published text stands beside it, and the item is overdue."""
    changed, passages = cut("fees", "收费标准", "学费6800元。", item=21, published_at=date(2026, 2, 1))
    store.save(changed, passages, BY, START + timedelta(days=10))
    assert row(covered(store, date(2026, 3, 31)), 21).state is Coverage.DISCLOSED
    overdue = row(covered(store, date(2026, 4, 30)), 21)
    assert (overdue.state, overdue.overdue[0].since) == (Coverage.OVERDUE, date(2026, 3, 12))
    store.approve(NoticeId("fees"), BY, START + timedelta(days=60))
    assert row(covered(store, date(2026, 4, 30)), 21).state is Coverage.DISCLOSED


def test_an_answer_that_only_its_asker_was_told_is_owed_too(store: KnowledgeStore) -> None:
    """What an office has answered it has obtained: it is to be disclosed within the same time."""
    owed = Owed("gap:3", "就业率多少", 32, date(2026, 2, 2), date(2026, 3, 6))
    assert row(covered(store, answers=(owed,)), 32).state is Coverage.OVERDUE


def test_what_is_owed_under_no_item_is_not_lost(store: KnowledgeStore) -> None:
    """An answer about pets is in no class of the list, and overdue all the same: in the page, the sheet and as JSON."""
    pets = Owed("gap:6", "宿舍能养猫吗", None, date(2026, 2, 2), date(2026, 3, 6))
    gym = Owed("gap:7", "健身房几点开", None, date(2026, 3, 2), date(2026, 3, 30))
    report = covered(store, date(2026, 3, 7), answers=(pets, gym))
    assert (report.loose, report.late) == ((pets, gym), (pets,))
    shown = coverage_views.to_json(report)
    assert (shown["unlisted_waiting"][0]["reference"], shown["unlisted_overdue"][0]["reference"]) == ("gap:7", "gap:6")
    last = coverage_views.to_sheet(report).decode("utf-8-sig").strip().splitlines()[-1]
    assert "清单之外,,逾期" in last
    assert "宿舍能养猫吗（应于2026-03-06前公开）" in last
    page = coverage_views.to_page(report, "某校")
    assert '<span class="overdue">2026-03-06</span>' in page
    assert '<span class="waiting">2026-03-30</span>' in page
    assert "清单之外，还没有公开的" not in coverage_views.to_page(covered(store, date(2026, 3, 7)), "某校")


def test_questions_are_counted_under_the_item_of_the_notice_quoted_or_of_their_own_words(store: KnowledgeStore) -> None:
    """Chat is no demand; people's words count like the official ones; the ledger's numbers are kept."""
    entries = (
        Entry(1, asked("多少钱一年", Outcome.ANSWERED, notice_id="fees")),
        Entry(2, asked("学费要交多少")),
        Entry(3, asked("国奖多少钱", Outcome.CANDIDATES, notice_id="fees")),
        Entry(4, asked("谢谢", Outcome.CHAT)),
        Entry(5, asked("火箭几点发射")),
    )
    report = covered(store, TODAY, *entries)
    assert (row(report, 21).demand.asked, row(report, 21).demand.unanswered) == ((1, 2), (2,))
    assert row(report, 37).demand.unanswered == (3,)
    assert (report.other.asked, report.other.unanswered) == ((5,), (5,))


def test_the_views_show_all_of_it_and_interpret_nothing(store: KnowledgeStore) -> None:
    """JSON with ids, a spreadsheet with a line an item and one for the rest, a page whose titles are text."""
    owed = Owed("gap:3", "=就业率", 32, date(2026, 2, 2), date(2026, 3, 6))
    report = covered(store, TODAY, Entry(2, asked("学费要交多少")), answers=(owed,))
    shown = json.loads(json.dumps(coverage_views.to_json(report)))
    assert (shown["items"][20]["asked"], shown["items"][31]["overdue"][0]["reference"]) == ([2], "gap:3")
    sheet = coverage_views.to_sheet(report)
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert len(sheet.decode("utf-8-sig").strip().splitlines()) == 52
    page = coverage_views.to_page(report, "某校")
    assert "javascript:" not in page
    assert "应于2026-03-06前公开" in page
    save(store, cut("odd", "<script>x</script>", "图书馆8:30开门。", item=9))
    store.approve(NoticeId("odd"), BY, START)
    assert "<script>x" not in coverage_views.to_page(covered(store), "某校")
