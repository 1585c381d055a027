import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from knowledge import archive
from knowledge.audit import Actor
from knowledge.errors import UnreadableFile
from knowledge.importer import import_paths
from knowledge.store import KnowledgeStore
from knowledge.walk import walk

TEXT = "# 关于学费的通知\n\n学费每学年五千二百元。\n".encode()


def _zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def _saved(tmp_path: Path, content: bytes, name: str = "a.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def _gbk_named(name: str, content: bytes) -> bytes:
    """An archive as Chinese Windows writes it: the name in GBK, without the mark for UTF-8."""
    raw = name.encode("gbk")
    packed = bytearray(_zip({"x" * len(raw): content}))
    return bytes(packed).replace(b"x" * len(raw), raw)


def _shown(path: Path) -> list[str]:
    return [member.shown.as_posix() for member in archive.members(path) or ()]


def test_each_file_of_an_archive_is_a_notice_of_its_own(tmp_path: Path) -> None:
    """Members are imported with a path through the archive; a second import changes nothing, and nothing is unpacked."""
    inner = _zip({"说明.md": TEXT.replace("学费".encode(), "住宿费".encode())})
    folder = tmp_path / "in"
    folder.mkdir()
    _saved(folder, _zip({"通知/学费.md": TEXT, "附件.zip": inner, "__MACOSX/._学费.md": b"x", ".DS_Store": b"x"}))
    before = set(tmp_path.rglob("*"))
    with KnowledgeStore.open(tmp_path / "data" / "k.sqlite3") as store:
        report = import_paths([folder], store, Actor("test"), datetime.now(UTC))
        assert (len(report.added), report.unreadable) == (2, ())
        assert sorted(notice.path for notice in store.notices()) == ["a.zip/通知/学费.md", "a.zip/附件.zip/说明.md"]
        assert len(import_paths([folder], store, Actor("test"), datetime.now(UTC)).unchanged) == 2
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "data", *(tmp_path / "data").rglob("*")}


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    """A name written by Chinese Windows reads as it was typed; one of a Mac, in UTF-8 without its mark, too."""
    assert _shown(_saved(tmp_path, _gbk_named("收费标准.txt", TEXT))) == ["收费标准.txt"]
    raw = "收费标准.txt".encode()
    unmarked = _zip({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
    assert _shown(_saved(tmp_path, unmarked)) == ["收费标准.txt"]


@pytest.mark.parametrize("name", ["../../etc/a.md", "/etc/a.md", "..\\..\\etc\\a.md", "C:\\etc\\a.md", "./etc//a.md"])
def test_names_that_lead_out_stay_inside(tmp_path: Path, name: str) -> None:
    """No part of a member's name leads out of the archive."""
    path = _saved(tmp_path, _zip({name: TEXT}))
    (found,) = walk([path])
    assert found.path.is_relative_to(path)
    assert ".." not in found.path.parts
    assert archive.read(path, found.chain, found.path, 1000) == TEXT


def test_a_name_of_nothing_but_steps_has_a_name(tmp_path: Path) -> None:
    """A member called .. is shown by a name of its own."""
    assert _shown(_saved(tmp_path, _zip({"..": TEXT}))) == ["_"]


def test_bombs_are_refused(tmp_path: Path) -> None:
    """Too many files, too much when unpacked, and a member packed beyond reason are reported, not read."""
    many = _saved(tmp_path, _zip({f"{number}.md": b"x" for number in range(archive.MAX_MEMBERS + 1)}))
    with pytest.raises(UnreadableFile, match="1001 files"):
        archive.members(many)
    zeros = _saved(tmp_path, _zip({"a.txt": bytes(6_000_000)}))
    with pytest.raises(UnreadableFile, match="beyond reason"):
        archive.read(zeros, ("a.txt",), zeros / "a.txt", 10_000_000)
    with pytest.raises(UnreadableFile, match="6 MB, the limit is 1 MB"):
        archive.read(zeros, ("a.txt",), zeros / "a.txt", 1_000_000)
    packed = bytearray(_zip({"a.txt": b"x"}))
    place = packed.rfind(b"PK\x01\x02") + 24
    packed[place : place + 4] = (2_000_000_000).to_bytes(4, "little")
    with pytest.raises(UnreadableFile, match="unpacked it would take 2000 MB"):
        archive.members(_saved(tmp_path, bytes(packed)))


def test_archives_nest_three_deep_and_no_deeper(tmp_path: Path) -> None:
    """The fourth archive inside another is a file like any other, and is refused as such."""
    content = TEXT
    for depth in range(5):
        content = _zip({f"{depth}.zip" if depth else "a.md": content})
    assert _shown(_saved(tmp_path, content)) == ["4.zip/3.zip/2.zip"]


def test_damaged_locked_and_empty_archives_are_reported(tmp_path: Path) -> None:
    """What cannot be listed stands for itself in the walk, and reading it says why."""
    for content, words in ((b"PK\x03\x04rubbish", "damaged"), (_zip({}), "no file")):
        path = _saved(tmp_path, content)
        (found,) = walk([path])
        assert found.archive == path
        with pytest.raises(UnreadableFile, match=words):
            archive.read(path, found.chain, found.path, 1000)
    locked = bytearray(_zip({"a.md": TEXT}))
    locked[6] |= 1
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    path = _saved(tmp_path, bytes(locked))
    with pytest.raises(UnreadableFile, match="password"):
        archive.read(path, ("a.md",), path / "a.md", 1000)
    torn = _zip({"a.md": TEXT * 50}, zipfile.ZIP_STORED).replace(TEXT * 2, b"x" * len(TEXT * 2), 1)
    path = _saved(tmp_path, torn)
    with pytest.raises(UnreadableFile, match="damaged"):
        archive.read(path, ("a.md",), path / "a.md", 10_000)
    path = _saved(tmp_path, _zip({"a.md": b""}))
    with pytest.raises(UnreadableFile, match="empty"):
        archive.read(path, ("a.md",), path / "a.md", 1000)


def test_a_damaged_archive_inside_another_does_not_stop_the_rest(tmp_path: Path) -> None:
    """The good members are listed; the broken archive is one file among them."""
    path = _saved(tmp_path, _zip({"bad.zip": b"rubbish", "a.md": TEXT}))
    assert _shown(path) == ["bad.zip", "a.md"]
    with pytest.raises(UnreadableFile, match="damaged"):
        archive.read(_saved(tmp_path, b"", "b.zip"), (), tmp_path / "b.zip", 1000)


def test_an_office_file_named_zip_is_read_as_what_it_is(tmp_path: Path) -> None:
    """A Word file whose ending lies is not taken apart; a zip that is listed well but asked without a member says so."""
    path = _saved(tmp_path, _zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert archive.members(path) is None
    (found,) = walk([path])
    assert found.archive is None
    with pytest.raises(UnreadableFile, match="cannot be listed"):
        archive.read(path, (), path, 1000)
