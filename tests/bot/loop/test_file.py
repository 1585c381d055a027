from pathlib import Path

import pytest

from bot.loop.errors import FileUnusable
from bot.loop.file import LoopFile
from bot.loop.notes import Note, NoteBox, put
from tests.fakes.loop import MONDAY


def test_a_file_that_is_no_database_is_refused_with_what_to_run(tmp_path: Path) -> None:
    """On opening, and when it is damaged later."""
    path = tmp_path / "loop.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(FileUnusable, match="gongkai doctor"):
        LoopFile.open(path)
    (tmp_path / "taken").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(FileUnusable, match="taken"):
        LoopFile.open(tmp_path / "taken" / "loop.db")


def _fail_halfway(file: LoopFile) -> None:
    with file.writing() as connection:
        put(connection, "a", Note("gap:1", "x"), MONDAY.replace(year=2027))
        raise RuntimeError


def test_a_failed_verb_changes_nothing(tmp_path: Path) -> None:
    """All of a transaction is kept, or nothing."""
    file = LoopFile.open(tmp_path / "loop.db")
    box = NoteBox(file)
    with pytest.raises(RuntimeError):
        _fail_halfway(file)
    assert not box.people(MONDAY)
    box.leave("a", Note("gap:1", "早"), MONDAY.replace(year=2027))
    box.leave("a", Note("gap:1", "晚"), MONDAY.replace(year=2027))
    assert [note.text for note in box.waiting("a", MONDAY)] == ["晚"]
    file.close()
