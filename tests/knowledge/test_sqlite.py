"""SQLite files opened by several processes at once."""

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from knowledge import sqlite

METADATA = sa.MetaData()
NUMBERS = sa.Table("numbers", METADATA, sa.Column("number", sa.Integer, index=True))
PROCESSES, TIMES = 4, 10


def _open_and_add(path: Path, start: "multiprocessing.synchronize.Event") -> None:
    start.wait()
    engine = sqlite.connect(path)
    sqlite.make(engine, METADATA)
    for number in range(TIMES):
        with engine.begin() as connection:
            connection.execute(NUMBERS.insert().values(number=number))


def test_several_processes_make_one_new_file_at_the_same_moment(tmp_path: Path) -> None:
    path = tmp_path / "new" / "numbers.db"
    context = multiprocessing.get_context("spawn")
    start = context.Event()
    processes = [context.Process(target=_open_and_add, args=(path, start)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    start.set()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    with sqlite.connect(path).connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(NUMBERS)).scalar_one() == PROCESSES * TIMES


def test_connections_wait_for_a_lock_and_write_ahead(tmp_path: Path) -> None:
    engine = sqlite.connect(tmp_path / "a.db", busy_ms=1_234)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 1_234
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_tables_that_are_there_keep_what_they_hold(tmp_path: Path) -> None:
    engine = sqlite.connect(tmp_path / "a.db")
    sqlite.make(engine, METADATA)
    with engine.begin() as connection:
        connection.execute(NUMBERS.insert().values(number=7))
    sqlite.make(engine, METADATA)
    with engine.connect() as connection:
        assert connection.execute(sa.select(NUMBERS.c.number)).scalars().all() == [7]


def test_a_writing_transaction_takes_the_lock_at_once(tmp_path: Path) -> None:
    engine = sqlite.connect(tmp_path / "a.db", busy_ms=0, is_explicit=True)
    sqlite.make(engine, METADATA)
    own = sqlite.OwnConnections(engine)
    with sqlite.writing(engine).begin():
        assert own.run("SELECT count(*) FROM numbers WHERE number > ?", 0) == [(0,)]
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            own.run("INSERT INTO numbers VALUES (?)", 1)
    own.close()


def test_each_thread_has_a_connection_that_it_keeps(tmp_path: Path) -> None:
    """Closed, a thread's connection makes way for a new one; the other thread's is left alone."""
    own = sqlite.OwnConnections(sqlite.connect(tmp_path / "a.db"))
    mine = own.connection()
    assert own.connection() is mine
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(own.connection).result()
        assert other is not mine
        own.close()
        assert pool.submit(own.run, "SELECT 1").result() == [(1,)]
        assert pool.submit(own.connection).result() is other
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        mine.execute("SELECT 1")
    assert own.run("SELECT 2") == [(2,)]


def test_a_file_that_stays_locked_is_given_up_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("CREATE TABLE held (x)")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            sqlite.connect(path, busy_ms=50).connect()
    finally:
        holder.close()
