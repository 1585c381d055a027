"""The knowledge store: verbs, trail, standings, and what it survives."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy.exc

from knowledge.audit import Action, Actor, Change
from knowledge.errors import ForbiddenTransition, StoreUnavailable, UnknownNotice
from knowledge.notice import Notice, NoticeId, Period, PeriodKind, Status
from knowledge.passage import Passage, PassageId, PassageKind
from knowledge.store import KnowledgeStore

A, B, C = NoticeId("a"), NoticeId("b"), NoticeId("c")
LI = Actor("李老师")
NOW = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
TODAY = date(2024, 5, 1)
NOTICE = Notice(
    A,
    "2024年学费标准",
    "学费5000元",
    department="财务处",
    published_at=date(2024, 4, 30),
    path="fees.md",
    periods=(Period(PeriodKind.YEAR, 2024),),
    item=12,
    item_cues=("学费",),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "data" / "k.sqlite3") as opened:
        yield opened


def passages(notice_id: NoticeId, count: int = 2) -> tuple[Passage, ...]:
    return tuple(
        Passage(PassageId(f"{notice_id}#{n}"), notice_id, n, PassageKind.ROW, "一、学费", f"第{n}行", n, n + 1)
        for n in range(count)
    )


def save(store: KnowledgeStore, notice: Notice, reason: str = "") -> Change:
    return store.save(notice, passages(notice.id), LI, NOW, reason)


def plain(notice_id: NoticeId, status: Status = Status.PUBLISHED, supersedes: tuple[NoticeId, ...] = ()) -> Notice:
    return Notice(notice_id, "通知", "正文", status=status, supersedes=supersedes)


def test_add_and_read(store: KnowledgeStore) -> None:
    """A saved notice and its passages come back exactly, and the trail says who, when and why."""
    assert save(store, NOTICE, "imported from fees.md") is Change.ADDED
    assert store.notice(A) == NOTICE
    assert store.passages(A) == passages(A)
    (entry,) = store.audit(A)
    assert (entry.by, entry.at, entry.action, entry.reason) == (LI, NOW, Action.ADDED, "imported from fees.md")


def test_same_again_writes_nothing(store: KnowledgeStore) -> None:
    """Saving the same again is UNCHANGED and leaves no revision and no entry."""
    save(store, NOTICE)
    assert save(store, replace(NOTICE)) is Change.UNCHANGED
    assert len(store.revisions(A)) == len(store.audit()) == 1


def test_change_keeps_what_was(store: KnowledgeStore) -> None:
    """A changed notice gets a revision of its own, the trail names the fields, and its passages are replaced."""
    save(store, NOTICE)
    changed = replace(NOTICE, text="学费5500元", expires_at=date(2025, 8, 31))
    assert store.save(changed, passages(A, 5), LI, NOW) is Change.CHANGED
    assert [revision.notice for revision in store.revisions(A)] == [NOTICE, changed]
    assert store.audit(A)[-1].what == "text, expires_at"
    assert len(store.passages(A)) == 5


def test_changed_passages_alone(store: KnowledgeStore) -> None:
    """Another cutting of the same text is a change too, and a notice may be left without passages."""
    save(store, NOTICE)
    assert store.save(NOTICE, (), LI, NOW) is Change.CHANGED
    assert store.audit(A)[-1].what == "passages"
    assert store.passages(A) == ()


def test_unknown_notice(store: KnowledgeStore) -> None:
    """Every verb about one notice says that there is none of this id."""
    for verb in (store.notice, store.passages, store.revisions, store.audit):
        with pytest.raises(UnknownNotice):
            verb(A)
    for move in (store.withdraw, store.restore):
        with pytest.raises(UnknownNotice):
            move(A, LI, NOW, "?")
    assert store.standings([A], TODAY) == {}


def test_notices_in_order(store: KnowledgeStore) -> None:
    """All notices come ordered by id; the published ones with their passages, those without any among them."""
    save(store, plain(C))
    store.save(plain(B), (), LI, NOW)
    save(store, plain(A, Status.DRAFT))
    save(store, plain(NoticeId("d")))
    assert [notice.id for notice in store.notices()] == [A, B, C, "d"]
    assert [(notice.id, len(found)) for notice, found in store.published()] == [(B, 0), (C, 2), ("d", 2)]


def test_published_is_one_snapshot(store: KnowledgeStore) -> None:
    """What is written while the published notices are being read does not appear among them."""
    save(store, plain(A))
    save(store, plain(C))
    reading = store.published()
    first = next(reading)
    save(store, plain(B))
    assert [first[0].id, *(notice.id for notice, _ in reading)] == [A, C]


def test_withdraw_and_restore(store: KnowledgeStore) -> None:
    """A withdrawn notice is not quotable, a restored one is, and each step is on record."""
    save(store, NOTICE)
    store.withdraw(A, LI, NOW, "数字有误")
    assert store.notice(A).status is Status.WITHDRAWN
    assert not store.standings([A], TODAY)[A].quotable
    assert list(store.published()) == []
    store.restore(A, LI, NOW, "数字无误")
    assert store.standings([A], TODAY)[A].quotable
    trail = [(entry.revision, entry.action, entry.reason) for entry in store.audit(A)][1:]
    assert trail == [(2, Action.WITHDRAWN, "数字有误"), (3, Action.RESTORED, "数字无误")]
    assert len(store.passages(A)) == 2


def test_forbidden_moves(store: KnowledgeStore) -> None:
    """Only a published notice can be withdrawn, and only a withdrawn one restored."""
    save(store, plain(A, Status.DRAFT))
    with pytest.raises(ForbiddenTransition, match="draft"):
        store.withdraw(A, LI, NOW, "?")
    with pytest.raises(ForbiddenTransition, match="cannot be restored"):
        store.restore(A, LI, NOW, "?")
    assert len(store.audit(A)) == 1


def test_import_does_not_bring_back(store: KnowledgeStore) -> None:
    """A notice withdrawn by command stays withdrawn when its file is imported again, changed or not."""
    save(store, NOTICE)
    store.withdraw(A, LI, NOW, "数字有误")
    assert save(store, NOTICE) is Change.UNCHANGED
    assert save(store, replace(NOTICE, text="学费5500元")) is Change.CHANGED
    assert (store.notice(A).status, store.notice(A).text) == (Status.WITHDRAWN, "学费5500元")
    assert store.standings([A], TODAY)[A].status is Status.WITHDRAWN


def test_file_takes_back_its_own_withdrawal(store: KnowledgeStore) -> None:
    """A notice withdrawn by its file is published again when the file says so."""
    save(store, NOTICE)
    save(store, replace(NOTICE, status=Status.WITHDRAWN))
    assert not store.standings([A], TODAY)[A].quotable
    save(store, NOTICE)
    assert store.standings([A], TODAY)[A].quotable


def test_restored_against_the_file(store: KnowledgeStore) -> None:
    """A notice restored by command stays published though its file, unchanged, still says withdrawn."""
    withdrawn = replace(NOTICE, status=Status.WITHDRAWN)
    save(store, withdrawn)
    store.restore(A, LI, NOW, "又有效")
    assert save(store, withdrawn) is Change.UNCHANGED
    assert save(store, replace(withdrawn, title="新标题")) is Change.CHANGED
    assert store.notice(A).status is Status.PUBLISHED


def test_standing_by_dates(store: KnowledgeStore) -> None:
    """A notice holds from the first to the last day, both included."""
    save(store, replace(NOTICE, effective_from=date(2024, 5, 1), expires_at=date(2024, 5, 31)))
    days = [date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 1)]
    found = [store.standings([A], day)[A] for day in days]
    assert [(standing.not_yet, standing.expired) for standing in found] == [
        (True, False),
        (False, False),
        (False, False),
        (False, True),
    ]


def test_superseded_by(store: KnowledgeStore) -> None:
    """A notice is superseded by the newest published notice in effect that names it, never by a draft or by itself."""
    save(store, plain(A, supersedes=(A,)))
    save(store, plain(B, Status.DRAFT, supersedes=(A, A)))
    assert store.standings([A], TODAY)[A].superseded_by is None
    save(store, replace(plain(C, supersedes=(A,)), effective_from=date(2024, 6, 1), published_at=date(2024, 4, 1)))
    assert store.standings([A], TODAY)[A].superseded_by is None
    standing = store.standings([A, B], date(2024, 6, 1))[A]
    assert (standing.superseded_by, standing.quotable) == (C, True)
    save(store, replace(plain(B, supersedes=(A,)), published_at=date(2024, 4, 2)))
    assert store.standings([A], date(2024, 6, 1))[A].superseded_by == B
    store.withdraw(B, LI, NOW, "撤回")
    save(store, plain(C))
    assert store.standings([A], date(2024, 6, 1))[A].superseded_by is None


def test_superseded_before_it_is_imported(store: KnowledgeStore) -> None:
    """The newer notice may be imported before the one that it supersedes."""
    save(store, plain(B, supersedes=(A,)))
    save(store, plain(A))
    assert store.standings([A], TODAY)[A].superseded_by == B


def test_standings_from_threads(store: KnowledgeStore) -> None:
    """Standings are asked by several threads while another writes."""
    ids = [NoticeId(str(n)) for n in range(20)]
    for notice_id in ids:
        save(store, plain(notice_id))
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(store.standings, ids, TODAY) for _ in range(40)]
        for notice_id in ids[:5]:
            store.withdraw(notice_id, LI, NOW, "撤回")
        assert all(len(future.result()) == 20 for future in asked)


def test_two_stores_on_one_file(tmp_path: Path) -> None:
    """A change made through one opened store is seen by another at once."""
    path = tmp_path / "k.sqlite3"
    with KnowledgeStore.open(path) as service, KnowledgeStore.open(path) as command:
        save(command, NOTICE)
        assert service.standings([A], TODAY)[A].quotable
        command.withdraw(A, LI, NOW, "撤回")
        assert not service.standings([A], TODAY)[A].quotable


def test_other_version(tmp_path: Path) -> None:
    """A store of a newer version is refused with both versions."""
    path = tmp_path / "k.sqlite3"
    KnowledgeStore.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StoreUnavailable, match="version 99, this gongkai reads version 3"):
        KnowledgeStore.open(path)


def test_foreign_files(tmp_path: Path) -> None:
    """A file that is no database, another program's database and a folder are refused in one line."""
    text, foreign = tmp_path / "text", tmp_path / "foreign"
    text.write_text("not a database " * 100, encoding="utf-8")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    for path, message in (
        (text, "cannot be used"),
        (foreign, "is not a knowledge store"),
        (tmp_path, "cannot be used"),
    ):
        with pytest.raises(StoreUnavailable, match=message) as caught:
            KnowledgeStore.open(path)
        assert "\n" not in str(caught.value)
    with pytest.raises(StoreUnavailable):
        KnowledgeStore.open(text / "below" / "k.sqlite3")


def test_damaged_while_open(store: KnowledgeStore, tmp_path: Path) -> None:
    """A store that loses its tables while open says that it cannot be used."""
    with sqlite3.connect(tmp_path / "data" / "k.sqlite3") as connection:
        connection.execute("DROP TABLE audit")
    connection.close()
    with pytest.raises(StoreUnavailable, match="gongkai doctor"):
        store.audit()


def test_wrong_passages_change_nothing(store: KnowledgeStore) -> None:
    """A caller's fault, such as two passages of one id, is raised as it is and leaves the store as it was."""
    save(store, NOTICE)
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        store.save(replace(NOTICE, title="新"), passages(A) + passages(A), LI, NOW)
    assert store.notice(A) == NOTICE
    assert len(store.audit()) == 1


WRITER = """
import itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from knowledge.notice import Notice
from knowledge.passage import Passage, PassageKind
from knowledge.store import KnowledgeStore

with KnowledgeStore.open(Path(sys.argv[1])) as store:
    for n in itertools.count():
        passages = [Passage(f"a#{k}", "a", k, PassageKind.TEXT, "", str(n), k, k + 1) for k in range(20)]
        store.save(Notice("a", "学费", str(n)), passages, "李老师", datetime.now(UTC))
        print(n, flush=True)
"""


def test_killed_while_writing(tmp_path: Path) -> None:
    """A process killed in the middle of its writing leaves a store that opens and agrees with itself."""
    path = tmp_path / "k.sqlite3"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        writer.kill()
    with KnowledgeStore.open(path) as store:
        revisions = store.revisions(A)
        assert revisions[-1].notice == store.notice(A)
        assert [entry.revision for entry in store.audit(A)] == [revision.number for revision in revisions]
        assert {passage.text for passage in store.passages(A)} == {store.notice(A).text}
        assert len(store.passages(A)) == 20
        assert save(store, NOTICE) is Change.CHANGED
