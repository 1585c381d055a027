"""A data folder of an older gongkai: upgraded when it is opened, without loss, and kept as it was.

`version_1.sql` is what version 1 itself wrote: every status, a superseded, an expired and a changed notice.
"""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.audit import Actor, Change
from knowledge.errors import NotKept
from knowledge.notice import NoticeId
from knowledge.standing import State
from knowledge.store import KnowledgeStore, migrations

OLD = Path(__file__).with_name("version_1.sql")
FEES, LIST, GONE = NoticeId("fees"), NoticeId("list"), NoticeId("gone")
LI = Actor("李老师")
NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "k.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
    return file


@pytest.fixture
def store(path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(path) as opened:
        yield opened


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_nothing_is_lost(path: Path) -> None:
    """Notices, passages, revisions, trail and links are after the upgrade what they were before."""
    kept = {
        "audit": "SELECT * FROM audit",
        "revisions": 'SELECT notice_id, number, at, "by", body FROM revisions',
        "passages": 'SELECT id, notice_id, ordinal, kind, heading, text, start, "end" FROM passages ORDER BY id',
        "supersessions": "SELECT * FROM supersessions",
        "notices": "SELECT id, revision, status, filed_status, expires_at, content_hash FROM notices",
    }
    before = {table: rows(path, query) for table, query in kept.items()}
    KnowledgeStore.open(path).close()
    assert {table: rows(path, query) for table, query in kept.items()} == before
    assert all(before.values())


def test_the_tables_are_those_of_a_new_store(path: Path, tmp_path: Path) -> None:
    """An upgraded store and a new one have the same tables, columns, keys and indexes."""
    new = tmp_path / "new.sqlite3"
    for file in (path, new):
        KnowledgeStore.open(file).close()
    tables = [name for (name,) in rows(new, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    assert rows(path, "PRAGMA user_version") == rows(new, "PRAGMA user_version")
    for table in tables:
        for pragma in ("table_info", "foreign_key_list", "index_list"):
            query = f"PRAGMA {pragma}({table})"
            # an added column stands last: the order is no part of the promise
            unordered = [{row[1:] for row in rows(file, query)} for file in (path, new)]
            assert unordered[0] == unordered[1], query
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_it_goes_on_working(store: KnowledgeStore) -> None:
    """The old notices stand where they stood, their cards are whole, and they can be withdrawn, restored and changed."""
    cards = {card.id: card for card in store.cards(date(2026, 4, 1))}
    assert {card.id: card.standing.state for card in cards.values()} == {
        "draft": State.DRAFT,
        "fees": State.PUBLISHED,
        "gone": State.WITHDRAWN,
        "list": State.EXPIRED,
        "prize": State.PUBLISHED,
        "prize-old": State.SUPERSEDED,
    }
    fees = cards[FEES]
    assert (fees.title, fees.department, fees.path) == ("2026年学费标准", "财务处", "fees.xlsx")
    assert fees.source_url == "https://example.edu.cn/fees"
    assert [len(passages) for _, passages in store.published()] == [2, 1, 1, 1]
    store.restore(GONE, LI, NOW, "又有效")
    assert store.cards(NOW.date())[2].standing.state is State.PUBLISHED
    assert store.save(store.notice(FEES), store.passages(FEES), LI, NOW) is Change.UNCHANGED
    assert store.save(replace(store.notice(LIST), title="新"), (), LI, NOW) is Change.CHANGED


def test_version_2_gets_pages(path: Path) -> None:
    """Its passages have none yet; those that come with a file imported again are kept."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in migrations.STEPS[1]:
            connection.execute(statement)
        connection.execute("PRAGMA user_version=2")
        connection.commit()
    with KnowledgeStore.open(path) as store:
        old = store.passages(FEES)
        assert [passage.page for passage in old] == [None] * len(old)
        paged = tuple(replace(passage, page=2) for passage in old)
        assert store.save(store.notice(FEES), paged, LI, NOW) is Change.CHANGED
        assert store.passages(FEES) == paged


def test_what_was_not_kept_is_said(store: KnowledgeStore) -> None:
    """Version 1 kept no passages of earlier texts, so these cannot be brought back but by their file."""
    with pytest.raises(NotKept, match="import the file"):
        store.return_to(FEES, 1, LI, NOW, "旧标准")
    assert store.passages(FEES, 3) == store.passages(FEES)


def test_the_old_file_is_kept(path: Path) -> None:
    """The store as it was lies beside the new one, whole, so that the older gongkai can be put back."""
    before = rows(path, "SELECT * FROM notices")
    KnowledgeStore.open(path).close()
    kept = path.with_name("k.sqlite3.version-1")
    assert rows(kept, "SELECT * FROM notices") == before
    assert rows(kept, "PRAGMA user_version") == [(1,)]
    assert [file.name for file in path.parent.glob("*.part")] == []


def test_opened_by_several_at_once(path: Path) -> None:
    """Several processes may open an old store at the same moment: one upgrades it, the others find it done."""
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(KnowledgeStore.open, [path] * 4))
    assert [len(store.notices()) for store in stores] == [6] * 4
    for store in stores:
        store.close()


def test_a_failed_upgrade_changes_nothing(path: Path) -> None:
    """When a step fails the store stays as it was, of its old version."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE upheld (a)")
    with pytest.raises(Exception, match="cannot be used"):
        KnowledgeStore.open(path)
    assert rows(path, "PRAGMA user_version") == [(1,)]
    assert "waiting" not in {row[1] for row in rows(path, "PRAGMA table_info(notices)")}
